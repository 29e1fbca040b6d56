import { Fault } from "../../lib/core/mod.ts";
import {
  demandPossible,
  flinkTarget,
  jobOf,
  type PortableJob,
  printFlink,
  type PrintOptions,
  printSpark,
  sparkStreamTarget,
  sparkTarget,
  type Target,
} from "../../lib/export/mod.ts";
import type { MainIo } from "../io.ts";
import type { ExportWords, MoveWords } from "../parse/cluster_commands.ts";
import type { Described } from "../parse/described.ts";
import { shellWord } from "../parse/shell_text.ts";
import { connectionsOf, sourceEnds, uri } from "./connections.ts";
import { readPortable } from "./portable.ts";

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
  demandPossible(plan.constructs, engineTarget(engine, plan.finite), plan);
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
function engineTarget(engine: "flink" | "spark", finite: boolean): Target {
  if (engine === "flink") return flinkTarget;
  return finite ? sparkTarget : sparkStreamTarget;
}
