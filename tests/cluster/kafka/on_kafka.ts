import { main } from "../../../cli/main.ts";
import { parseArguments } from "../../../cli/parse/arguments.ts";
import {
  comparable,
  runHere,
  waitingForAll,
} from "../../../cli/prove/run_here.ts";
import {
  comparedOutputs,
  compareResults,
  outputNames,
} from "../../../lib/export/mod.ts";
import type { EngineName } from "../deviations.ts";
import { IO, portableOf } from "../pipelines/pipelines.ts";
import { type KafkaPipeline, recordsOf } from "./pipelines.ts";
import { topicsOf } from "./topics.ts";

/** A pipeline whose input stands in a topic, with what weir answers to it. */
export interface OnKafka {
  /** The pipeline. */
  readonly pipeline: KafkaPipeline;
  /** The words of `export` and `submit`: the job, its lines in a file, the topics. */
  readonly words: readonly string[];
  /** The topic of its results. */
  readonly sink: string;
  /** Writes the lines that were held back. */
  readonly writeRest: () => Promise<void>;
  /** What stands in those topics otherwise than it should, a line each. */
  readonly differences: () => Promise<readonly string[]>;
  /** Whether all records are there that should be. */
  readonly isThrough: () => Promise<boolean>;
}

/** What the command says. */
export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `weir` with these words. */
export async function weir(...words: readonly string[]): Promise<Said> {
  const said = { stdout: "", stderr: "" };
  const decoder = new TextDecoder();
  const status = await main(words, {
    ...IO,
    stdout: (bytes) => {
      said.stdout += decoder.decode(bytes);
      return Promise.resolve();
    },
    stderr: (text) => void (said.stderr += text),
  });
  return { status, ...said };
}

/**
 * Writes the lines of a pipeline to a new topic, and works out what must stand
 * in the topics of its outputs: what weir answers, as far as windows are
 * complete, since a topic has no end. A batch of Spark ends all the same.
 *
 * @param engine Flink alone knows which rows are late: a batch of Spark has none, be it all of a job or a part of a stream.
 */
export async function onKafka(
  pipeline: KafkaPipeline,
  { brokers, folder, engine, first = pipeline.lines.length }: {
    readonly brokers: string;
    readonly folder: string;
    readonly engine: EngineName;
    /** How many lines are written at first; all of them when not given. */
    readonly first?: number;
  },
): Promise<OnKafka> {
  const { name, job, lines, windows } = pipeline;
  const topics = topicsOf(brokers);
  const topic = `${name}-${crypto.randomUUID()}`;
  await topics.make(topic, pipeline.partitions);
  const write = async (from: number, to: number) => {
    for (const [at, records] of recordsOf(pipeline, from, to).entries()) {
      await topics.write(topic, at, records);
    }
  };
  await write(0, first);
  const [file, jobFile] = [
    `${folder}/${name}.ndjson`,
    `${folder}/${name}.weir`,
  ];
  await Deno.writeTextFile(file, lines.map((line) => `${line}\n`).join(""));
  await Deno.writeTextFile(jobFile, job);
  const asked = parseArguments(["run", jobFile, file]);
  if (asked.kind !== "run") throw new TypeError(`Cannot run ${name}`);
  const plan = await portableOf(asked.spec, name, false);
  const spec = engine === "flink" ? plan.spec : waitingForAll(plan.spec);
  const here = await runHere(comparable(spec, [file]), IO);
  const completeMs = windows === null || engine === "spark"
    ? Infinity
    : Math.max(...lines.map(windows.timeMs)) - windows.delayMs;
  const sink = `${topic}.out`;
  const expected = new Map<string, readonly string[]>();
  const outputs = comparedOutputs(plan.job).map((output, at) => {
    const own = outputNames(plan.job)[at]!;
    const to = own === "results" ? sink : `${sink}.${own}`;
    const all = here.outputs.get(output.path) ?? [];
    const complete = all.filter((line) =>
      windows === null || endMs(line) <= completeMs
    );
    expected.set(to, complete);
    return { ...output, topic: to };
  });
  const { read } = topics;
  return {
    pipeline,
    words: [
      ...[jobFile, file],
      ...["--source", `kafka://${brokers}/${topic}`],
      ...["--sink", `kafka://${brokers}/${sink}`],
    ],
    sink,
    writeRest: () => write(first, lines.length),
    differences: async () => {
      const differ: string[] = [];
      const tell = (what: string) =>
        differ.push(`${name} on ${engine}: ${what}`);
      for (const { topic, asLines, fields } of outputs) {
        const wanted = expected.get(topic) ?? [];
        const actual = await read(topic);
        if (asLines) {
          if (!sameLines(wanted, actual)) tell(`${topic} has other lines`);
          continue;
        }
        const compared = compareResults(wanted, actual, fields);
        for (const { expected, actual } of compared.different) {
          tell(`${expected.line} is ${actual.line}`);
        }
        for (const { line } of compared.missing) tell(`missing ${line}`);
        for (const { line } of compared.extra) tell(`extra ${line}`);
        if (compared.equal === 0) tell("no row is equal");
      }
      const bad = await read(`${sink}.bad`);
      if (!sameLines(pipeline.bad, bad)) tell(`bad: ${JSON.stringify(bad)}`);
      const late = await read(`${sink}.late`);
      if (late.length !== here.account.late) {
        tell(`${late.length} late lines, not ${here.account.late}`);
      }
      return differ;
    },
    isThrough: async () => {
      const counts = new Map<string, number>(
        [...expected].map(([to, { length }]) => [to, length]),
      );
      counts.set(`${sink}.bad`, pipeline.bad.length);
      counts.set(`${sink}.late`, here.account.late);
      for (const [to, count] of counts) {
        if ((await read(to)).length < count) return false;
      }
      return true;
    },
  };
}

function endMs(line: string): number {
  const { window_end } = JSON.parse(line) as { readonly window_end: string };
  return Date.parse(window_end);
}

function sameLines(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join("\n") === other.toSorted().join("\n");
}
