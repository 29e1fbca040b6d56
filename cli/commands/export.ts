import { Fault, Faults } from "../../lib/core/mod.ts";
import {
  jobOf,
  judgeAll,
  type Judged,
  type PortableJob,
  printFlink,
  type PrintOptions,
  printSpark,
  type TargetName,
} from "../../lib/export/mod.ts";
import type { MainIo } from "../io.ts";
import type { ExportWords, MoveWords } from "../parse/cluster_commands.ts";
import type { Described } from "../parse/described.ts";
import { shellWord } from "../parse/shell_text.ts";
import { connectionsOf, sourceEnds, uri } from "./connections.ts";
import { readPortable } from "./portable.ts";
import { targetsOf } from "./targets.ts";

/** Prints a pipeline as a program of Flink or Spark. */
export async function exportCommand(
  words: ExportWords,
  argv: readonly string[],
  io: MainIo,
): Promise<number> {
  const { engine, exact } = words;
  const { job, options } = await movedJob(words, engine, exact, argv, io);
  const print = engine === "flink" ? printFlink : printSpark;
  await io.stdout(new TextEncoder().encode(print(job, options)));
  return 0;
}

/**
 * A pipeline as a job of an engine, and how that is printed.
 *
 * @param exact Whether it is printed with the settings for comparing.
 * @throws {Faults} If the engine has no place for something in it.
 */
export async function movedJob(
  words: Described & MoveWords,
  engine: "flink" | "spark",
  exact: boolean,
  argv: readonly string[],
  io: MainIo,
): Promise<{
  readonly job: PortableJob;
  readonly options: PrintOptions;
  /** Whether its input ends. */
  readonly finite: boolean;
}> {
  const finite = sourceEnds(words);
  const plan = await readPortable(words, io, {
    name: words.name,
    ...(finite === undefined ? {} : { finite }),
  });
  if (words.savepoint !== null && engine === "spark") {
    throw new Fault(
      "usage/extra",
      "--from-savepoint is of Flink: Spark goes on from its checkpoints",
      { mend: "Name the same --checkpoints as before" },
    );
  }
  const target = engineTarget(engine, plan.finite);
  refuse(judgeAll(plan.constructs, targetsOf([target]), plan), target);
  const job = jobOf(plan);
  const options: PrintOptions = {
    connections: connectionsOf(words, plan, job.name, engine),
    command: ["weir", ...argv].map(shellWord).join(" "),
    exact,
    ...(words.savepoint === null ? {} : { savepoint: uri(words.savepoint) }),
  };
  return { job, options, finite: plan.finite };
}

/** The target that an engine is for a job: Spark reads input that does not end as a stream. */
function engineTarget(
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
