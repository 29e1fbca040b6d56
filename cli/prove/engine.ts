import type { PortableJob, PrintOptions } from "../../lib/export/mod.ts";

/** An engine that a job is proved on. */
export interface ProveEngine {
  /** Its name; `weir` is weir itself, run in another way. */
  readonly name: "flink" | "spark" | "weir";
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

/**
 * How a job is printed for a comparison: over a file or a folder, into a folder.
 *
 * @param exact Whether with the settings that repeat, which are slow.
 */
export function comparing(
  input: string,
  output: string,
  exact = true,
): PrintOptions {
  return {
    connections: {
      input: { kind: "files", path: `file://${input}` },
      output: { kind: "files", path: `file://${output}` },
      checkpoints: null,
    },
    command: "weir prove",
    exact,
  };
}
