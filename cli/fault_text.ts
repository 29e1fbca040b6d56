import { Fault, Faults, type Place } from "../lib/core/mod.ts";
import { type Paint, paint } from "./terminal/colour.ts";
import { shownText } from "./terminal/escape.ts";
import { excerptLines } from "./terminal/excerpt.ts";

/** How a fault is written. */
export interface FaultTextOptions {
  /** Colour for a terminal; `false` when not given. */
  readonly colour?: boolean;
  /**
   * Whole texts of sources that places name, such as the job file: the line
   * that is shown is taken from there, as the reader wrote it.
   */
  readonly texts?: ReadonlyMap<string, string>;
}

/** Columns that an excerpt may take, its indent included. */
const COLUMNS = 120;
const INDENT = "    ";

/**
 * A fault as its reader meets it: what, where, how to mend it. Ends with a
 * line end; several faults follow one another.
 *
 * What comes from data is escaped, so that a message has exactly the lines
 * that it should have.
 *
 * @example
 * ```ts
 * import { Fault } from "../lib/core/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const fault = new Fault("sql/name", "there is no field stauts", {
 *   place: { source: "filter expression", line: 1, column: 1, excerpt: "stauts >= 500", caret: 0, caretLength: 6 },
 *   mend: "Did you mean status?",
 * });
 * assertEquals(faultText(fault), `weir: there is no field stauts
 *   at filter expression:1:1
 *     stauts >= 500
 *     ^^^^^^
 *   Did you mean status?
 * `);
 * ```
 */
export function faultText(
  error: Fault | Faults,
  options: FaultTextOptions = {},
): string {
  const colours = paint(options.colour ?? false);
  const faults = error instanceof Faults ? error.faults : [error];
  return faults.map((fault) => oneText(fault, options.texts, colours)).join("");
}

/**
 * Any error as text without a stack trace: a fault as {@linkcode faultText}
 * has it, anything else as what it is, a mistake of weir's own.
 */
export function errorText(
  error: unknown,
  options: FaultTextOptions = {},
): string {
  if (error instanceof Fault || error instanceof Faults) {
    return faultText(error, options);
  }
  const what = error instanceof Error
    ? `${error.name}: ${error.message}`
    : String(error);
  const colours = paint(options.colour ?? false);
  return `${colours.fault("weir:")} this is a mistake in weir: ${
    shownText(what)
  }\n  Please report it, with the command line and the first lines of the input\n`;
}

/** A place as it stands in a message: `api.ndjson:412:38`. */
export function placeText({ source, line, column }: Place): string {
  const numbers = [line, column].filter((number) => number !== undefined);
  return shownText([source, ...numbers].join(":"));
}

function oneText(
  fault: Fault,
  texts: ReadonlyMap<string, string> | undefined,
  colours: Paint,
): string {
  let text = `${colours.fault("weir:")} ${shownText(fault.message)}\n`;
  if (fault.place !== null) text += placeLines(fault.place, texts, colours);
  if (fault.mend !== null) text += `  ${shownText(fault.mend)}\n`;
  return text;
}

function placeLines(
  place: Place,
  texts: ReadonlyMap<string, string> | undefined,
  colours: Paint,
): string {
  const text = `${colours.faint(`  at ${placeText(place)}`)}\n`;
  return text +
    placeTextLines(place, texts, colours).map((line) => `${line}\n`).join("");
}

/** The line that a place is in, and carets below the spot; none where the text is not known. */
export function placeTextLines(
  place: Place,
  texts?: ReadonlyMap<string, string>,
  colours: Paint = paint(false),
): readonly string[] {
  const line = sourceLine(place, texts) ?? place.excerpt;
  if (line === undefined) return [];
  if (place.caret === undefined) {
    const [shown] = excerptLines(
      { line, caret: 0, caretLength: 0 },
      COLUMNS - INDENT.length,
    );
    return [`${INDENT}${shown}`];
  }
  // The caret counts from the start of the excerpt, which in a file of texts is the line itself.
  const caret = line === place.excerpt || place.column === undefined
    ? place.caret
    : place.column - 1;
  const [shown, carets] = excerptLines(
    { line, caret, caretLength: place.caretLength ?? 1 },
    COLUMNS - INDENT.length,
  );
  return [`${INDENT}${shown}`, `${INDENT}${colours.pointer(carets)}`];
}

/** The line of a known text that a place is in. */
function sourceLine(
  { source, line }: Place,
  texts: ReadonlyMap<string, string> | undefined,
): string | undefined {
  const text = line === undefined ? undefined : texts?.get(source);
  return text?.split("\n")[(line ?? 1) - 1]?.replace(/\r$/, "");
}
