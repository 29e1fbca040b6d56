import type { FieldType } from "../../core/mod.ts";
import type { Scalar } from "../values.ts";

/**
 * What a parameter takes beside a plain type.
 *
 * - `NUMERIC`: any number; all such arguments of a call are brought to one type.
 * - `VALUE`: anything; all such arguments are brought to one type.
 * - `EACH`: anything, as it is.
 * - `TEXT`: anything, as its text.
 */
export type ParameterType = FieldType | "NUMERIC" | "VALUE" | "EACH" | "TEXT";

/** Computes a result from values; `undefined` where it fails on this row (V5). */
export type Implementation = (...args: Scalar[]) => Scalar | undefined;

/** One way to call a function. */
export interface Signature {
  /** What it takes. */
  readonly parameters: readonly ParameterType[];
  /** How many of the parameters, from the last on, may be left out; 0 when not given. */
  readonly optional?: number;
  /** Whether the last parameter may come again and again. */
  readonly repeats?: boolean;
  /** What it gives; `SAME`: the type that its NUMERIC or VALUE arguments are brought to. */
  readonly result: FieldType | "SAME";
  /** Whether it is the one for arguments that the text itself gives; it is for all when not given. */
  readonly fits?: (constants: readonly (Scalar | undefined)[]) => boolean;
  /** Whether it is also called where an argument is NULL; else the result is NULL there. */
  readonly seesNull?: boolean;
  /** Whether it may fail on a row; a function where that depends on the types or on what the text itself gives. */
  readonly fails?:
    | boolean
    | ((
      types: readonly FieldType[],
      constants: readonly (Scalar | undefined)[],
    ) => boolean);
  /** What is wrong with arguments that the text itself gives; `null` where nothing is. Told before the first row. */
  readonly refuse?: (
    constants: readonly (Scalar | undefined)[],
  ) => Refusal | null;
  /**
   * Makes the function for one call.
   *
   * @param types The types of the arguments, after they were brought to what the parameters ask.
   * @param constants The arguments that the text itself gives; `undefined` for others.
   */
  readonly make: (
    types: readonly FieldType[],
    constants: readonly (Scalar | undefined)[],
  ) => Implementation;
}

/** Why a call can never work. */
export interface Refusal {
  /** Which argument, counted from 0. */
  readonly argument: number;
  /** What is wrong with it. */
  readonly what: string;
  /** How to mend it. */
  readonly mend?: string;
}

/** The chapters of the list of functions. */
export type Chapter =
  | "operators"
  | "text"
  | "patterns"
  | "numbers"
  | "time"
  | "values"
  | "json";

/** One function of the language. */
export interface FunctionEntry {
  /** Its name, lower case. */
  readonly name: string;
  /** Other names for it. */
  readonly aliases?: readonly string[];
  /** Where it stands in the list. */
  readonly chapter: Chapter;
  /** How it is called: `substr(text, start [, length])`. */
  readonly usage: string;
  /** One line on what it gives. */
  readonly about: string;
  /** Expressions and what they give, as `CAST(... AS VARCHAR)` prints it; `null` for NULL. */
  readonly examples: readonly (readonly [string, string | null])[];
  /** The ways to call it; of those that fit, the one with the fewest conversions is taken. */
  readonly signatures: readonly Signature[];
  /** Whether DuckDB has no function of this name, so that the printer says it otherwise. */
  readonly ours?: boolean;
}

/** A signature whose function does not depend on types or constants. */
export function plain(
  parameters: readonly ParameterType[],
  result: FieldType | "SAME",
  call: Implementation,
  options: Omit<Signature, "parameters" | "result" | "make"> = {},
): Signature {
  return { parameters, result, make: () => call, ...options };
}

/** Makes entries of one chapter; the name is what stands before the parenthesis of the usage. */
export function entriesOf(chapter: Chapter): (
  usage: string,
  about: string,
  signatures: readonly Signature[],
  examples: FunctionEntry["examples"],
  aliases?: readonly string[],
) => FunctionEntry {
  return (usage, about, signatures, examples, aliases = []) => ({
    name: usage.slice(0, usage.indexOf("(")),
    aliases,
    chapter,
    usage,
    about,
    examples,
    signatures,
  });
}

/** The same function of a moment and of a date: both are microseconds. */
export function ofMoment(
  result: FieldType | "SAME",
  call: (us: number) => Scalar | undefined,
): readonly Signature[] {
  return (["TIMESTAMP", "DATE"] as const).map((type) =>
    plain([type], result, (us) => call(us as number))
  );
}
