/** What a column of an answer holds, and so how two tools' texts of it are made alike. */
export type Cell = "minute" | "text" | "number";

/** How a tool prints its answer: a JSON object a line, or the counted lines of `uniq -c`. */
export type Printed = "ndjson" | "counted";

/** Rows of one answer, cells in the order of the job's columns. */
export type Answer = readonly (readonly (string | number)[])[];

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
/** Sums of doubles may differ in their last digits (D5). */
const TOLERANCE = 1e-9;

/** The minute of a moment as `2026-01-05T06:00`, from ISO 8601 or from an access log's stamp. */
export function minuteOf(text: string): string {
  const log = /^\[?(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d)/.exec(text);
  if (log === null) return text.slice(0, 16).replace(" ", "T");
  const [, day, month, year, clock] = log;
  const number = MONTHS.indexOf(month!) / 3 + 1;
  return `${year}-${String(number).padStart(2, "0")}-${day}T${clock}`;
}

/**
 * Reads what a tool printed.
 *
 * Cells are taken by position, because tools name columns each in their own
 * way.
 *
 * @param text What stood on stdout.
 * @param options How it is printed, what each column holds, and at which
 * positions the columns stand if not at the first ones.
 */
export function readAnswer(
  text: string,
  options: {
    readonly printed: Printed;
    readonly cells: readonly Cell[];
    readonly positions?: readonly number[];
  },
): Answer {
  const { printed, cells } = options;
  const positions = options.positions ?? cells.map((_, at) => at);
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const values: readonly unknown[] = printed === "ndjson"
      ? Object.values(JSON.parse(line))
      : countedValues(line);
    return cells.map((cell, at) => {
      const value = values[positions[at]!];
      if (cell === "number") return Number(value);
      return cell === "minute" ? minuteOf(String(value)) : String(value);
    });
  });
}

function countedValues(line: string): string[] {
  const counted = /^ *(\d+) (.*)$/.exec(line);
  if (counted === null) {
    throw new SyntaxError(`Cannot read as counted: ${line}`);
  }
  return [...counted[2]!.split("\t"), counted[1]!];
}

/**
 * Tells how an answer differs from the expected one, order aside; `null` where
 * it does not.
 */
export function difference(expected: Answer, actual: Answer): string | null {
  if (expected.length !== actual.length) {
    return `${actual.length} rows instead of ${expected.length}`;
  }
  const wanted = inOrder(expected);
  const given = inOrder(actual);
  for (let row = 0; row < wanted.length; row++) {
    const equal = wanted[row]!.every((cell, at) =>
      sameCell(cell, given[row]![at])
    );
    if (!equal) {
      return `${JSON.stringify(given[row])} instead of ${
        JSON.stringify(wanted[row])
      }`;
    }
  }
  return null;
}

/** Sorted by the cells that are text, for they are the keys; equal keys by their numbers. */
function inOrder(answer: Answer): Answer {
  const keyed = answer.map((row) => ({
    row,
    key: row.filter((cell) => typeof cell === "string").join("\0"),
  }));
  keyed.sort((a, b) =>
    a.key === b.key ? byNumbers(a.row, b.row) : a.key < b.key ? -1 : 1
  );
  return keyed.map(({ row }) => row);
}

function byNumbers(a: Answer[number], b: Answer[number]): number {
  for (let at = 0; at < a.length; at++) {
    const order = Number(a[at]) - Number(b[at]);
    if (order < 0 || order > 0) return order;
  }
  return 0;
}

function sameCell(
  expected: string | number,
  actual: string | number | undefined,
): boolean {
  if (typeof expected === "string" || typeof actual !== "number") {
    return expected === actual;
  }
  return Math.abs(expected - actual) <= TOLERANCE * Math.abs(expected);
}
