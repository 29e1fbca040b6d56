import { parseArguments } from "../../../cli/parse/arguments.ts";
import { readPortable } from "../../../cli/commands/portable.ts";
import type { MainIo } from "../../../cli/io.ts";
import type { PortableJob, PortablePlan } from "../../../lib/export/mod.ts";
import { jobOf } from "../../../lib/export/mod.ts";
import type { RunSpec } from "../../../lib/pipeline/mod.ts";
import { FixedClock } from "../../../lib/time/mod.ts";
import { SILENT_IO } from "../../cli/silent_io.ts";

/** The folder of the pipelines. */
export const PIPELINES: string = new URL(".", import.meta.url).pathname;

/** A reference pipeline. */
export interface Pipeline {
  /** Its folder: `p01`. */
  readonly name: string;
  /** Its input, beside its job. */
  readonly input: string;
  /** Lines of the input that are one micro-batch where it is read as a stream. */
  readonly batchLines: number;
  /** Its outputs: the file of what is expected, by the path that the job names; `null` for stdout. */
  readonly outputs: ReadonlyMap<string | null, string>;
}

const PLAIN: ReadonlyMap<string | null, string> = new Map([[
  null,
  "expected.ndjson",
]]);

const pipeline = (
  name: string,
  input: string,
  batchLines: number,
  outputs = PLAIN,
): Pipeline => ({ name, input, batchLines, outputs });

/** The lines of an input that are rows or should be: neither blank nor a header; and the header, where there is one. */
export function linesOf(
  { name, input }: Pipeline,
): { readonly header: string | null; readonly lines: readonly string[] } {
  const text = Deno.readTextFileSync(`${PIPELINES}${name}/${input}`);
  const lines = text.replace(/^\ufeff/u, "").split("\n")
    .filter((line) => line.trim() !== "");
  return input.endsWith(".csv")
    ? { header: lines[0] ?? null, lines: lines.slice(1) }
    : { header: null, lines };
}

/** The twelve of them. Batches are small where rows are late, so that Spark knows it too. */
export const ALL: readonly Pipeline[] = [
  pipeline("p01", "requests.log", 60),
  pipeline("p02", "events.ndjson", 12),
  pipeline("p03", "requests.log", 80),
  pipeline("p04", "calls.ndjson", 60),
  pipeline("p05", "requests.log", 40),
  pipeline("p06", "clicks.ndjson", 30),
  pipeline("p07", "edges.ndjson", 3),
  pipeline("p08", "samples.ndjson", 12),
  pipeline("p09", "dirty.ndjson", 20),
  pipeline("p10", "requests.log", 110),
  pipeline("p11", "containers.ndjson", 60),
  pipeline(
    "p12",
    "metrics.csv",
    60,
    new Map([...PLAIN, ["days.ndjson", "expected_days.ndjson"]]),
  ),
];

/** What the command has around it in these tests: a clock that stands still, and nobody who reads messages. */
export const IO: MainIo = {
  ...SILENT_IO,
  clock: new FixedClock(Date.UTC(2026, 5, 1) * 1_000),
};

/** The job of a pipeline as the command reads it, over its own input. */
export function specOf({ name, input }: Pipeline): RunSpec {
  const folder = `${PIPELINES}${name}`;
  const asked = parseArguments(["run", `${folder}/job.weir`]);
  if (asked.kind !== "run") throw new TypeError(`Cannot run ${name}`);
  return { ...asked.spec, inputs: [`${folder}/${input}`] };
}

/** The portable job of a run, and all that was found out about it. */
export async function portableOf(
  spec: RunSpec,
  name: string,
  finite = true,
): Promise<
  PortablePlan & { readonly job: PortableJob; readonly finite: boolean }
> {
  const plan = await readPortable({ spec, job: null }, IO, { name, finite });
  return { ...plan, job: jobOf(plan) };
}
