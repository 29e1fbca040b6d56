import type { PortableJob } from "../../lib/export/mod.ts";

/** An engine that a job is proved on. */
export interface ProveEngine {
  /** Its name. */
  readonly name: "flink" | "spark";
  /**
   * Runs a job over a file, and waits for its end.
   *
   * @param input The file, by its path.
   * @param output The folder for results.
   * @returns What it calls itself, with its version.
   * @throws {Fault} Where the engine cannot be reached, or says no.
   */
  run(job: PortableJob, input: string, output: string): Promise<string>;
}
