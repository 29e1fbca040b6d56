import { judgeAll } from "../../lib/export/mod.ts";
import type { MainIo } from "../io.ts";
import type { CheckWords } from "../parse/cluster_commands.ts";
import { checkText, isPossible } from "../terminal/check_text.ts";
import { readPortable } from "./portable.ts";
import { targetsOf } from "./targets.ts";

/**
 * Tells what of a pipeline runs on which engine.
 *
 * @returns The exit status: 1 where a construct has no place on a target that was asked for.
 */
export async function checkCommand(
  words: CheckWords,
  io: MainIo,
): Promise<number> {
  const plan = await readPortable(words, io, { name: null });
  const judged = judgeAll(plan.constructs, targetsOf(words.targets), plan);
  const text = checkText({
    judged,
    targets: words.targets,
    types: plan.settled,
  });
  await io.stdout(new TextEncoder().encode(text));
  return words.targets.every((target) => isPossible(judged, target)) ? 0 : 1;
}
