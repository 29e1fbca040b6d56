import { Names } from "./names.ts";
import type { PortableJob } from "./portable_job.ts";

/** The folders and tables that every exported job has beside its outputs. */
export const SIDE_OUTPUTS = ["bad", "late"] as const;

const RESULTS = "results";

/**
 * What the outputs of a job are called on a cluster, by the order of its
 * `write` steps: `results` for the last one, the name of the file without its
 * ending for those in the middle.
 */
export function outputNames(job: PortableJob): readonly string[] {
  const writes = job.steps.filter((step) => step.kind === "write");
  const names = new Names(SIDE_OUTPUTS);
  const last = writes.some(({ path }) => path === null)
    ? names.free(RESULTS)
    : RESULTS;
  return writes.map(({ path }) => {
    if (path === null) return last;
    const file = path.split("/").at(-1)!.replace(/\..*$/u, "");
    return names.free(file === "" ? RESULTS : file);
  });
}
