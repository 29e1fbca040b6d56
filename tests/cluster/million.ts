import type { PortableJob } from "../../lib/export/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import { paths, statuses } from "./pipelines/make/access.ts";
import { calls } from "./pipelines/make/events.ts";
import { ALL, PIPELINES, portableOf, specOf } from "./pipelines/pipelines.ts";

/** A job whose time is taken. */
export interface TimedJob {
  /** Its name. */
  readonly name: string;
  /** The words behind `weir`. */
  readonly words: readonly string[];
  /** The run, with all types fixed. */
  readonly spec: RunSpec;
  /** The job. */
  readonly job: PortableJob;
  /** The file that it reads. */
  readonly input: string;
  /** The rows in it. */
  readonly rows: number;
}

/** Rows of the inputs, in a hundred minutes. */
const SIZE = { count: 1_000_000, spanMs: 100 * 60_000 };

const INPUTS = new Map([
  ["p01", () => statuses(101, SIZE)],
  ["p03", () => paths(303, SIZE)],
  ["p04", () => calls(404, SIZE)],
]);

/** The reference pipelines over inputs of a million rows, which are written to a folder. */
export async function millionRows(
  folder: string,
): Promise<readonly TimedJob[]> {
  const jobs: TimedJob[] = [];
  for (const pipeline of ALL) {
    const { name } = pipeline;
    const lines = INPUTS.get(name)?.();
    if (lines === undefined) continue;
    const input = `${folder}/${name}-${pipeline.input}`;
    await Deno.writeTextFile(input, lines.map((line) => `${line}\n`).join(""));
    const spec = { ...specOf(pipeline), inputs: [input] };
    const plan = await portableOf(spec, name);
    jobs.push({
      name,
      words: ["run", `${PIPELINES}${name}/job.weir`, input],
      spec: plan.spec,
      job: plan.job,
      input,
      rows: lines.length,
    });
  }
  return jobs;
}
