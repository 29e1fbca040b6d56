import { readOutput } from "../../cli/prove/read_output.ts";
import { runHere } from "../../cli/prove/run_here.ts";
import {
  comparedOutputs,
  compareResults,
  type PortableJob,
} from "../../lib/export/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import { IO } from "./pipelines/pipelines.ts";

/**
 * What an engine answers otherwise than weir, in a few words; `null` where
 * nothing.
 *
 * @param output Where the engine has written.
 */
export async function differenceTo(
  { spec, job }: { readonly spec: RunSpec; readonly job: PortableJob },
  output: string,
): Promise<string | null> {
  const here = await runHere(spec, IO);
  const [results] = comparedOutputs(job);
  const { equal, different, missing, extra } = compareResults(
    here.outputs.get(null)!,
    await readOutput(`${output}/results`),
    results!.fields,
  );
  const wrong = different.length + missing.length + extra.length;
  if (wrong === 0 && equal > 0) return null;
  const [first] = different;
  return `${equal} equal, ${wrong} not: ${
    first === undefined
      ? (missing[0] ?? extra[0])?.line
      : `${first.fields}: ${first.expected.line} | ${first.actual.line}`
  }`;
}
