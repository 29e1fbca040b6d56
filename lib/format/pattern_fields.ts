import { Fault } from "../core/mod.ts";
import {
  type CompiledPattern,
  compilePattern,
  PatternError,
} from "../regex/mod.ts";

/** What `--format` calls text that a pattern takes apart. */
export const PATTERN = "pattern";

/** A field that a group of a pattern names. */
export interface PatternField {
  /** Its name. */
  readonly name: string;
  /** The number of the group, counted from 1. */
  readonly group: number;
}

/** A pattern that takes lines apart. */
export interface PatternFields {
  /** The pattern. */
  readonly pattern: CompiledPattern;
  /** Its fields, in order; at least one. */
  readonly fields: readonly PatternField[];
}

/** The code of a fault in a pattern. */
export const PATTERN_FAULT = "input/pattern";

/**
 * Reads the pattern of `--pattern`.
 *
 * @throws {Fault} Where it is no pattern, has no named group, or two of one name.
 */
export function patternFields(text: string): PatternFields {
  const pattern = compiled(text);
  const fields = pattern.names.flatMap((name, at) =>
    name === null ? [] : [{ name, group: at + 1 }]
  );
  const twice = fields.find(({ name }, at) =>
    fields.findIndex((field) => field.name === name) < at
  );
  if (twice !== undefined) {
    throw new Fault(
      PATTERN_FAULT,
      `two groups of the pattern are called ${twice.name}`,
      { mend: "Give each group a name of its own" },
    );
  }
  if (fields.length > 0) return { pattern, fields };
  throw new Fault(
    PATTERN_FAULT,
    pattern.captures === 0
      ? "the pattern has no group, so that rows would have no field"
      : "no group of the pattern has a name, so that rows would have no field",
    {
      mend:
        "Name what is to be a field: '^(?P<time>\\S+) (?P<level>\\w+) (?P<message>.*)$'",
    },
  );
}

function compiled(text: string): CompiledPattern {
  try {
    return compilePattern(text, {
      folds: false,
      literal: false,
      dotAll: false,
      whole: false,
      shortNames: true,
    });
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new Fault(
      PATTERN_FAULT,
      `the pattern cannot be used: ${error.message}`,
      error.mend === undefined ? {} : { mend: error.mend },
    );
  }
}
