import type { Fault } from "../../lib/core/mod.ts";
import { type Stage, stageNamed } from "../options.ts";
import type { Word } from "./origin.ts";
import type { GivenFlag, Token } from "./tokens.ts";

/** What stands between two `then`. */
export interface Segment {
  /** The verb; `null` where the segment has none that weir knows. */
  readonly stage: Stage | null;
  /** The word that is the verb, or should be; `null` where there is no word. */
  readonly verb: Word | null;
  /** Words before the verb: inputs, in the first segment. */
  readonly before: readonly Word[];
  /** Words behind the verb. */
  readonly words: readonly Word[];
  /** Flags before the verb. */
  readonly flagsBefore: readonly GivenFlag[];
  /** Flags behind the verb. */
  readonly flags: readonly GivenFlag[];
  /** What is wrong with its flags. */
  readonly faults: readonly Fault[];
  /** The `then` behind it; `null` for the last. */
  readonly then: Word | null;
}

/** Cuts a command line at `then`. There is at least one segment. */
export function segments(tokens: readonly Token[]): readonly Segment[] {
  const found: Segment[] = [];
  let current: Token[] = [];
  for (const token of tokens) {
    if (token.kind === "then") {
      found.push(segment(current, found.length === 0, token.word));
      current = [];
    } else {
      current.push(token);
    }
  }
  found.push(segment(current, found.length === 0, null));
  return found;
}

/** In the first segment words may stand before the verb, so it is the first that is a stage. */
function segment(
  tokens: readonly Token[],
  first: boolean,
  then: Word | null,
): Segment {
  const verbAt = tokens.findIndex((token) =>
    token.kind === "word" &&
    (!first || stageNamed(token.word.text) !== undefined)
  );
  const behind = verbAt < 0 ? tokens.length : verbAt;
  const verb = verbAt < 0 ? null : wordOf(tokens[verbAt]);
  const words = (part: readonly Token[]) =>
    part.flatMap((token) => token.kind === "word" ? [token.word] : []);
  const flags = (part: readonly Token[]) =>
    part.flatMap((token) => token.kind === "flag" ? [token.flag] : []);
  return {
    stage: verb === null ? null : stageNamed(verb.text) ?? null,
    verb,
    before: words(tokens.slice(0, behind)),
    words: words(tokens.slice(behind + 1)),
    flagsBefore: flags(tokens.slice(0, behind)),
    flags: flags(tokens.slice(behind)),
    faults: tokens.flatMap((token) =>
      token.kind === "wrong" ? [token.fault] : []
    ),
    then,
  };
}

function wordOf(token: Token | undefined): Word | null {
  return token?.kind === "word" ? token.word : null;
}
