import {
  type ComparedOutput,
  comparedOutputs,
  compareResults,
  type Comparison,
  isSame,
  outputNames,
  type PortableJob,
} from "../../lib/export/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import type { MainIo } from "../io.ts";
import type { ProveEngine } from "./engine.ts";
import { readOutput } from "./read_output.ts";
import { rowsBehind } from "./rows_behind.ts";
import { comparable, runHere, waitingForAll } from "./run_here.ts";
import type { Sample } from "./sample.ts";

/** Differences that are shown of one output. */
const SHOWN = 3;

/** A difference with the lines of the input that are behind it. */
export interface ShownDifference {
  /** What weir says; `null` where it has no such row. */
  readonly expected: string | null;
  /** What the engine says; `null` where it has no such row. */
  readonly actual: string | null;
  /** The fields that differ; none where a row is missing. */
  readonly fields: readonly string[];
  /** Lines of the input. */
  readonly rows: readonly string[];
}

/** One output of a job, compared. */
export interface ProvedOutput {
  /** What it is called. */
  readonly name: string;
  /** What was found. */
  readonly comparison: Comparison;
  /** The first differences. */
  readonly shown: readonly ShownDifference[];
}

/** A job on one engine, compared with weir. */
export interface Proof {
  /** What the engine calls itself. */
  readonly engine: string;
  /** Its outputs. */
  readonly outputs: readonly ProvedOutput[];
  /** How long weir took, in milliseconds. */
  readonly hereMs: number;
  /** How long the engine took, its start included, in milliseconds. */
  readonly thereMs: number;
  /** Rows that weir judged late. */
  readonly late: number;
  /** Lines that could not be read, here and there; `null` where the engine was not asked. */
  readonly bad: { readonly here: number; readonly there: number } | null;
}

/** Whether all outputs are the same, and as many lines are bad. */
export function isProved({ outputs, bad }: Proof): boolean {
  return bad?.here === bad?.there &&
    outputs.every(({ comparison }) => isSame(comparison));
}

/** Runs a job over a sample here and on an engine, and compares what they say. */
export async function prove(
  job: PortableJob,
  spec: RunSpec,
  sample: Sample,
  engine: ProveEngine,
  folder: string,
  io: MainIo,
): Promise<Proof> {
  // A batch of Spark has no late rows, and so must weir have none.
  const asked = engine.name === "spark" ? waitingForAll(spec) : spec;
  const own = comparable(asked, [sample.path]);
  const here = await runHere(own, io);
  const begun = performance.now();
  const output = `${folder}/${engine.name}`;
  const version = await engine.run(job, sample.path, output);
  const thereMs = performance.now() - begun;
  const names = outputNames(job);
  const outputs: ProvedOutput[] = [];
  for (const [at, compared] of comparedOutputs(job).entries()) {
    const actual = await readOutput(`${output}/${names[at]}`);
    const expected = here.outputs.get(compared.path) ?? [];
    // Where rows leave as they came, weir alone writes their header too.
    const headed = compared.asLines && job.input.header !== null ? 1 : 0;
    const comparison = compareResults(
      rowsOf(expected.slice(headed), compared),
      rowsOf(engine.name === "weir" ? actual.slice(headed) : actual, compared),
      compared.fields,
    );
    outputs.push({
      name: names[at]!,
      comparison,
      shown: await shown(comparison, compared, own, io),
    });
  }
  return {
    engine: version,
    outputs,
    hereMs: here.elapsedMs,
    thereMs,
    late: here.account.late,
    bad: engine.name === "weir" ? null : {
      here: here.account.bad,
      there: (await readOutput(`${output}/bad`)).length,
    },
  };
}

/** Lines that left as they came are compared as one text field. */
function rowsOf(
  lines: readonly string[],
  { asLines }: ComparedOutput,
): readonly string[] {
  return asLines ? lines.map((line) => JSON.stringify({ _raw: line })) : lines;
}

async function shown(
  { different, missing, extra }: Comparison,
  { fields }: ComparedOutput,
  spec: RunSpec,
  io: MainIo,
): Promise<readonly ShownDifference[]> {
  const found = [
    ...different.map((one) => ({ ...one, row: one.expected })),
    ...missing.map((row) => ({ expected: row, actual: null, fields: [], row })),
    ...extra.map((row) => ({ expected: null, actual: row, fields: [], row })),
  ].slice(0, SHOWN);
  const all: ShownDifference[] = [];
  for (const { expected, actual, fields: names, row } of found) {
    all.push({
      expected: expected?.line ?? null,
      actual: actual?.line ?? null,
      fields: names,
      rows: await rowsBehind(row, fields, spec, io),
    });
  }
  return all;
}
