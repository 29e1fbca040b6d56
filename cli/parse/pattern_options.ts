import { Fault } from "../../lib/core/mod.ts";
import { PATTERN, patternFields } from "../../lib/format/pattern_fields.ts";
import type { ReadOptions } from "../../lib/pipeline/spec.ts";
import { type FlagsOf, lastGiven } from "./flags_of.ts";

const EXAMPLE =
  "For example: --pattern '^(?P<time>\\S+) (?P<level>\\w+) (?P<message>.*)$'";

/** The format of the input and its pattern: one asks for the other. */
export function patternOptions(
  given: readonly FlagsOf[],
  faults: Fault[],
): Pick<ReadOptions, "format" | "pattern"> {
  const format = lastGiven(given, "format");
  const pattern = lastGiven(given, "pattern");
  const named = format.flag?.value ?? null;
  const text = pattern.flag?.value ?? null;
  const tell = (
    { flag, origin }: typeof format,
    code: string,
    what: string,
    mend: string | null,
  ) =>
    void faults.push(
      new Fault(code, what, {
        ...(origin === undefined
          ? {}
          : { place: origin.place(flag!.valueWord) }),
        ...(mend === null ? {} : { mend }),
      }),
    );
  if (text === null) {
    if (named === PATTERN) {
      const what = "--format pattern needs the pattern that takes lines apart";
      tell(format, "usage/pattern", what, EXAMPLE);
    }
    return { format: named };
  }
  if (named !== null && named !== PATTERN) {
    tell(
      format,
      "usage/pattern",
      `--pattern takes the lines of text apart, and --format says that the input is ${named}`,
      "Leave out one of the two",
    );
  }
  try {
    patternFields(text);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    tell(pattern, error.code, error.message, error.mend);
  }
  return { format: PATTERN, pattern: text };
}
