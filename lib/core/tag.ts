/**
 * What a value is, told from its own bytes alone (V1), and how its 8-byte slot
 * is read. A column holds one tag a row beside one slot a row.
 *
 * Tags up to `NULL` mean that there is no value, so `tag <= Tag.NULL` is the
 * one test for "is null".
 *
 * @example Nothing sorts below NULL
 * ```ts
 * import { assert } from "@std/assert";
 *
 * assert(Tag.MISSING < Tag.NULL && Tag.NULL < Tag.FALSE);
 * ```
 */
export const Tag = {
  /** The row has no such field. */
  MISSING: 0,
  /** The row says null (JSON `null`, an empty unquoted CSV cell, `-` in an access log). */
  NULL: 1,
  /** False. The slot is unused, or the span of its text. */
  FALSE: 2,
  /** True. The slot is unused, or the span of its text. */
  TRUE: 3,
  /** A whole number, |v| at most 2^53: the slot is that number. */
  INTEGER: 4,
  /** A number with a point or an exponent: the slot is the nearest double. */
  DOUBLE: 5,
  /** A whole number beyond 2^53: the slot is the span of its digits. */
  BIG: 6,
  /** Text as it stands: the slot is the span of its UTF-8 bytes. */
  STRING: 7,
  /** A JSON string with escapes: the slot is the span between its quotes. */
  ESCAPED: 8,
  /** A JSON object or array: the slot is the span of its text. */
  NESTED: 9,
  /** A moment: the slot is microseconds since the epoch, UTC. */
  TIME: 10,
  /** Text by number: the slot is a code of the column's dictionary. */
  CODE: 11,
} as const;

/** One of the values of {@linkcode Tag}. */
export type Tag = typeof Tag[keyof typeof Tag];

/** The greatest whole number that a double slot holds without rounding: 2^53. */
export const EXACT_LIMIT = 9_007_199_254_740_992;
