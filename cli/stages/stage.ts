import type { Fault } from "../../lib/core/mod.ts";
import type { SourceText, StageSpec } from "../../lib/pipeline/spec.ts";
import type { Example, Flag } from "../options/flag.ts";

/** A stage: a verb, what it takes, and how its words become a plan. */
export interface Stage {
  /** The verb. */
  readonly name: string;
  /** What follows the verb, as help shows it. */
  readonly usage: string;
  /**
   * Whether its words are one text in the expression or query language, which
   * a job file takes as it stands (C3, C4).
   */
  readonly isText: boolean;
  /** What it does, on one line. */
  readonly summary: string;
  /** What else one must know, a paragraph each. */
  readonly about: readonly string[];
  /** The flags that are its own. */
  readonly flags: readonly Flag[];
  /** Command lines to learn from. */
  readonly examples: readonly Example[];
  /**
   * What its words mean; `null` for `read`, which names inputs and makes no stage of the plan.
   *
   * @throws {Fault} Where words are missing, are too many, or are no number.
   */
  readonly spec: ((given: Given) => StageSpec) | null;
}

/** The words and flags that stand behind a verb, read but not yet understood. */
export interface Given {
  /** The words that are no flags. */
  readonly words: readonly string[];
  /**
   * Words joined by a space, as a text of the expression or query language.
   *
   * @param source What the text is called in messages.
   * @param first The first word to take, counted from 0.
   */
  text(source: string, first?: number): SourceText;
  /** The value of a flag, or `null` where it is not given. */
  value(flag: string): string | null;
  /** The value of a flag as a text of the expression language. */
  valueText(flag: string, source: string): SourceText | null;
  /** Whether a switch is on. */
  isOn(flag: string): boolean;
  /**
   * A fault at one of the words, or at the verb.
   *
   * @param word Which word, counted from 0; the verb when not given.
   */
  fault(code: string, what: string, mend: string, word?: number): Fault;
}

/** A fault for a stage without the words it needs; the first example shows how they are written. */
export function missingWords(stage: Stage, given: Given): Fault {
  const example = stage.examples[0];
  return given.fault(
    "usage/missing",
    `${stage.name} needs ${bare(stage.usage)}`,
    example === undefined
      ? `See weir ${stage.name} -h`
      : `For example: ${example.command}`,
  );
}

/** A fault for a word that a stage has no use for. */
export function extraWord(stage: Stage, given: Given, word: number): Fault {
  return given.fault(
    "usage/extra",
    `${stage.name} takes only ${bare(stage.usage)}`,
    `Put the word then in front of a further stage, quotes around what belongs together; see weir ${stage.name} -h`,
    word,
  );
}

/** A number of rows: digits, with _ or , between them where wanted; `null` where the word is none. */
export function rowCount(word: string): number | null {
  if (!/^\d+(?:[_,]\d+)*$/.test(word)) return null;
  const count = Number(word.replaceAll(/[_,]/g, ""));
  return Number.isSafeInteger(count) ? count : null;
}

/** What a stage takes, without the brackets of what may be left out. */
function bare(usage: string): string {
  return usage.replace(/[[\]]/gu, "");
}
