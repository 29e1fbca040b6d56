import { Fault, Faults } from "../../lib/core/mod.ts";
import {
  jobOf,
  judgeAll,
  type Judged,
  printFlink,
  printSpark,
  type TargetName,
} from "../../lib/export/mod.ts";
import type { MainIo } from "../io.ts";
import type { ExportWords } from "../parse/cluster_commands.ts";
import { shellWord } from "../parse/shell_text.ts";
import { connectionsOf, readPortable, sourceEnds } from "./portable.ts";
import { targetsOf } from "./targets.ts";

/** Prints a pipeline as a program of Flink or Spark. */
export async function exportCommand(
  words: ExportWords,
  argv: readonly string[],
  io: MainIo,
): Promise<number> {
  const finite = sourceEnds(words);
  const plan = await readPortable(words, io, {
    name: words.name,
    ...(finite === undefined ? {} : { finite }),
  });
  const target = engineTarget(words.engine, plan.finite);
  refuse(judgeAll(plan.constructs, targetsOf([target]), plan), target);
  const job = jobOf(plan);
  const print = words.engine === "flink" ? printFlink : printSpark;
  const text = print(job, {
    connections: connectionsOf(words, plan, job.name, words.engine),
    command: ["weir", ...argv].map(shellWord).join(" "),
    exact: words.exact,
  });
  await io.stdout(new TextEncoder().encode(text));
  return 0;
}

/** The target that an engine is for a job: Spark reads input that does not end as a stream. */
export function engineTarget(
  engine: "flink" | "spark",
  finite: boolean,
): TargetName {
  if (engine === "flink") return "flink";
  return finite ? "spark" : "spark-stream";
}

/**
 * Ends with all that a target has no place for.
 *
 * @throws {Faults} If there is anything.
 */
export function refuse(judged: readonly Judged[], target: TargetName): void {
  const faults = judged.flatMap(({ construct, judgements }) => {
    const { verdict, code, why, mend } = judgements.get(target)!;
    if (verdict !== "no") return [];
    return [
      new Fault(
        `export/${code}`,
        `cannot move ${construct.label} to ${target}: ${why} (${code})`,
        {
          ...(construct.place === null ? {} : { place: construct.place }),
          ...(mend === null ? {} : { mend }),
        },
      ),
    ];
  });
  if (faults.length > 0) throw new Faults(faults);
}
