import type { InputFormat } from "../core/mod.ts";
import { CellDecoder } from "./cell_decoder.ts";
import { PATTERN, patternFields } from "./pattern_fields.ts";
import { PatternScanner } from "./pattern_scanner.ts";

/**
 * Text whose lines a regular expression takes apart, in the dialect of
 * `regexp_extract`: each named group is a field.
 *
 * A line in which the pattern matches nowhere is bad. A group that took no
 * part is NULL, one that matched nothing is ''; the kind of any other follows
 * from its text, as that of a CSV cell without quotes does.
 *
 * @param text The pattern.
 * @throws {Fault} Where it is no pattern, has no named group, or two of one name.
 */
export function patternFormat(text: string): InputFormat {
  const { pattern, fields } = patternFields(text);
  return {
    name: PATTERN,
    samples: [],
    fixedFields: null,
    timeField: null,
    // No line tells the pattern that it was made by.
    sniff: () => null,
    decoder: (options) =>
      new CellDecoder(new PatternScanner(pattern, fields), options),
  };
}
