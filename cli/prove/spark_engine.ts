import { printSpark } from "../../lib/export/mod.ts";
import { comparing, type ProveEngine } from "./engine.ts";
import { onSparkSubmit } from "./spark_submit.ts";

/** How Spark is reached. */
export interface SparkReach {
  /** The `spark-submit` to call; `null` for that of SPARK_HOME or PATH. */
  readonly path: string | null;
  /** Its master; `null` for what it takes by itself. */
  readonly master: string | null;
  /** Gives the run up. */
  readonly signal: AbortSignal | undefined;
}

/** Spark, as a batch of its own. */
export function sparkEngine({ path, master, signal }: SparkReach): ProveEngine {
  return {
    name: "spark",
    async run(job, input, output) {
      const program = printSpark(job, comparing(input, output));
      let version = "";
      await onSparkSubmit(job.name, program, {
        program: path,
        master,
        args: [],
        signal,
        onLine: (line) => {
          version = /Running Spark version (\S+)/u.exec(line)?.[1] ?? version;
        },
      });
      return `Spark ${version}`.trimEnd();
    },
  };
}
