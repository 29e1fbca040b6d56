import { comparedOutputs, outputNames } from "../../lib/export/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import type { MainIo } from "../io.ts";
import type { ProveEngine } from "./engine.ts";
import { typesText } from "../parse/types_text.ts";
import { comparable, runHere } from "./run_here.ts";

/**
 * weir itself with one type a field, as clusters must have them. Compared with
 * weir as the user wrote the job, it tells whether that alone changes answers.
 *
 * @param spec The run with all types fixed.
 * @param settled The types that only the first rows have settled.
 */
export function typedEngine(
  spec: RunSpec,
  settled: Readonly<Record<string, string>>,
  io: MainIo,
): ProveEngine {
  return {
    name: "weir",
    async run(job, input, output) {
      const { outputs } = await runHere(comparable(spec, [input]), io);
      const names = outputNames(job);
      for (const [at, { path }] of comparedOutputs(job).entries()) {
        await Deno.mkdir(`${output}/${names[at]}`, { recursive: true });
        const lines = outputs.get(path) ?? [];
        await Deno.writeTextFile(
          `${output}/${names[at]}/rows`,
          lines.map((line) => `${line}\n`).join(""),
        );
      }
      return `weir with --types ${typesText(settled)}`;
    },
  };
}
