import type { FieldType } from "../core/mod.ts";
import type { PathParts } from "./ast.ts";
import type { Span } from "./lex.ts";

/** What a name stands for. */
export interface Resolved {
  /** The type that is declared or fixed by the plan; `ANY` where nothing is. */
  readonly type: FieldType;
  /** Whether the field is known to be there: declared, or fixed by a header or format. */
  readonly known: boolean;
}

/** The names that an expression may use; the pipeline supplies one for each stage. */
export interface Scope {
  /** Looks a field up; `null` where the names are fixed and this is none of them. */
  resolve(path: PathParts, span: Span): Resolved | null;
  /** Whether a field of that name is known to be there. Unlike {@linkcode resolve} it is no use of the name; where it is not given, `resolve` tells. */
  has?(name: string): boolean;
  /** The names to offer the nearest of. */
  names(): readonly string[];
}

/** A use of an undeclared field that fixes how it is read (V2). */
export interface Use {
  /** The field. */
  readonly path: PathParts;
  /** The type that the use asks for. */
  readonly type: FieldType;
  /** Where the field stands. */
  readonly span: Span;
  /** Why, in words that follow "because it is": `compared with a number`. */
  readonly reason: string;
}

/** A value that a parameter has: one typed value, never text of the language. */
export type ParameterValue = string | number | bigint | boolean | null;

/** What fixes the meaning of an expression beside its text. */
export interface CheckOptions {
  /** Values of `$NAME`. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
}

/**
 * The value that a parameter's text stands for: a number or a truth value
 * where it reads as one, else the text itself. A whole number of more than 128
 * bits is a text too.
 *
 * @example What `--param` gives
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parameterValue("500"), 500);
 * assertEquals(parameterValue("true"), true);
 * assertEquals(parameterValue("5xx"), "5xx");
 * ```
 */
export function parameterValue(text: string): ParameterValue {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null" || text === "NULL") return null;
  if (/^[+-]?(?:0|[1-9]\d*)$/u.test(text)) {
    const value = BigInt(text);
    if (Number.isSafeInteger(Number(value))) return Number(value);
    // No number holds more than 128 bits: what does not fit keeps its digits as a text (V3).
    return BigInt.asIntN(128, value) === value ? value : text;
  }
  // A whole double would be taken for an integer: it keeps its text, and adapts.
  return /^[+-]?\d+\.\d+(?:[eE][+-]?\d+)?$/u.test(text) &&
      !Number.isInteger(Number(text))
    ? Number(text)
    : text;
}
