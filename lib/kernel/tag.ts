/**
 * The tags of values, number for number as `core` has them.
 *
 * Folders of one floor do not import each other, and the assembly needs its
 * own copy anyway; a test holds the three against each other.
 */
export const Tag = {
  /** No such field. */
  MISSING: 0,
  /** `null`. */
  NULL: 1,
  /** `false`. */
  FALSE: 2,
  /** `true`. */
  TRUE: 3,
  /** A whole number, exact in a double. */
  INTEGER: 4,
  /** A number with a point or an exponent. */
  DOUBLE: 5,
  /** A whole number beyond 2^53, as digits. */
  BIG: 6,
  /** Text without escapes. */
  STRING: 7,
  /** Text with escapes. */
  ESCAPED: 8,
  /** An object or a list. */
  NESTED: 9,
  /** Microseconds since the epoch. */
  TIME: 10,
  /** A code of a dictionary. */
  CODE: 11,
} as const;

/** One of the values of {@linkcode Tag}. */
export type Tag = typeof Tag[keyof typeof Tag];
