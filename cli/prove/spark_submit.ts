import { submitSpark } from "../../lib/export/mod.ts";

/** How a program is handed to Spark. */
export interface SparkSubmit {
  /** The `spark-submit` to call; `null` for that of SPARK_HOME or PATH. */
  readonly program: string | null;
  /** Its master; `null` for what it takes by itself. */
  readonly master: string | null;
  /** More words for `spark-submit`; none when not given. */
  readonly words?: readonly string[];
  /** The arguments of the program. */
  readonly args: readonly string[];
  /** Ends it. */
  readonly signal: AbortSignal | undefined;
  /** Told each line of its log. */
  readonly onLine: (line: string) => void;
}

/**
 * Runs a printed program with `spark-submit`, to its end. The program stands in
 * a file of its own as long as it runs.
 *
 * @throws {Fault} For every way in which Spark says no.
 * @throws The reason of the signal, where that has ended it.
 */
export async function onSparkSubmit(
  name: string,
  text: string,
  { program, master, words = [], args, signal, onLine }: SparkSubmit,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "weir-spark-" });
  const path = `${folder}/${name}.py`;
  try {
    await Deno.writeTextFile(path, text);
    await submitSpark(path, {
      program,
      master,
      words,
      args,
      onLine,
      env: (key) => Deno.env.get(key),
      signal: signal ?? new AbortController().signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
