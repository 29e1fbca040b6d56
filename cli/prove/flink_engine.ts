import { flinkStatements, submitFlink } from "../../lib/export/mod.ts";
import { comparing, type ProveEngine } from "./engine.ts";

/** Flink, through its SQL Gateway, with one task and a watermark after each row. */
export function flinkEngine(
  gateway: string,
  signal: AbortSignal | undefined,
): ProveEngine {
  const stop = signal === undefined ? {} : { signal };
  return {
    name: "flink",
    async run(job, input, output) {
      const statements = flinkStatements(job, comparing(input, output));
      const { ids, jobs, version } = await submitFlink(statements, {
        gateway,
        ...stop,
      });
      for (const id of ids) await jobs.wait(id, stop);
      return `Flink ${version}`;
    },
  };
}
