import { Names } from "./names.ts";
import type { PortableJob } from "./portable_job.ts";

/** The folders and tables that every exported job has beside its outputs. */
export const SIDE_OUTPUTS = ["bad", "late"] as const;

/**
 * What the outputs of a job are called on a cluster, by the order of its
 * `write` steps: `results` for the last one, the name of the file without its
 * ending for those in the middle.
 */
export function outputNames(job: PortableJob): readonly string[] {
  const names = new Names([...SIDE_OUTPUTS]);
  return job.steps.flatMap((step) => {
    if (step.kind !== "write") return [];
    const file = step.path?.split("/").at(-1)?.replace(/\..*$/u, "");
    return [names.free(file === undefined || file === "" ? "results" : file)];
  });
}
