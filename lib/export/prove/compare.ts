import type { FieldType } from "../../core/mod.ts";
import { parseTimestamp } from "../../time/mod.ts";

/** A field of the rows that are compared. */
export interface ComparedField {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: FieldType;
  /** Whether it is part of what tells a row from all others: a bound of a window, a key of a group. */
  readonly identity: boolean;
}

/** A row of results as an engine wrote it. */
export interface ComparedRow {
  /** The line. */
  readonly line: string;
  /** Its values, by the order of the fields. */
  readonly values: readonly Canonical[];
}

/** A value without the spelling of its engine: moments are microseconds, floored to whole milliseconds as clusters have them; whole numbers are exact. */
export type Canonical = null | boolean | bigint | number | string;

/** Two rows of the same identity that are not the same. */
export interface Difference {
  /** The row of weir. */
  readonly expected: ComparedRow;
  /** The row of the engine. */
  readonly actual: ComparedRow;
  /** The names of the fields that differ. */
  readonly fields: readonly string[];
}

/** What a comparison found. */
export interface Comparison {
  /** How many rows are the same. */
  readonly equal: number;
  /** Rows that differ in fields that are no identity. */
  readonly different: readonly Difference[];
  /** Rows that only weir has. */
  readonly missing: readonly ComparedRow[];
  /** Rows that only the engine has. */
  readonly extra: readonly ComparedRow[];
}

/** How far two doubles may be apart, relative to the greater one. */
export const TOLERANCE = 1e-9;

/**
 * Compares the results of two engines as bags of rows: their order says
 * nothing, their number does. Doubles may be {@linkcode TOLERANCE} apart; a
 * field that is absent is NULL.
 *
 * @param expected Lines of weir, JSON objects.
 * @param actual Lines of the engine.
 *
 * @example Order and spelling do not matter, values do
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const fields = [
 *   { name: "window_start", type: "TIMESTAMP", identity: true },
 *   { name: "avg", type: "DOUBLE", identity: false },
 * ] as const;
 * const found = compareResults(
 *   ['{"window_start":"2024-01-01T00:00:00Z","avg":0.30000000000000004}'],
 *   ['{"avg":0.3,"window_start":"2024-01-01T00:00:00.000Z"}'],
 *   fields,
 * );
 * assertEquals(found, { equal: 1, different: [], missing: [], extra: [] });
 * ```
 */
export function compareResults(
  expected: readonly string[],
  actual: readonly string[],
  fields: readonly ComparedField[],
): Comparison {
  const keyed = fields.some(({ identity }) => identity);
  const groups = new Map<
    string,
    { mine: ComparedRow[]; theirs: ComparedRow[] }
  >();
  const group = (row: ComparedRow) => {
    const key = identityOf(row, fields, keyed);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const made = { mine: [], theirs: [] };
    groups.set(key, made);
    return made;
  };
  for (const line of expected) {
    const row = readRow(line, fields);
    group(row).mine.push(row);
  }
  for (const line of actual) {
    const row = readRow(line, fields);
    group(row).theirs.push(row);
  }
  let equal = 0;
  const different: Difference[] = [];
  const missing: ComparedRow[] = [];
  const extra: ComparedRow[] = [];
  for (const { mine, theirs } of groups.values()) {
    const rest = [...theirs];
    const unmatched = mine.filter((row) => {
      const at = rest.findIndex((other) =>
        differing(row, other, fields).length === 0
      );
      if (at < 0) return true;
      rest.splice(at, 1);
      equal++;
      return false;
    });
    for (const row of unmatched) {
      const other = rest.shift();
      if (other === undefined) missing.push(row);
      else {
        different.push({
          expected: row,
          actual: other,
          fields: differing(row, other, fields),
        });
      }
    }
    for (const row of rest) extra.push(row);
  }
  return { equal, different, missing, extra };
}

/** Whether nothing differs. */
export function isSame({ different, missing, extra }: Comparison): boolean {
  return different.length + missing.length + extra.length === 0;
}

/** A line of JSON as values of the fields. A line that is no JSON object has only its text. */
function readRow(line: string, fields: readonly ComparedField[]): ComparedRow {
  let members: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(line, exactWhole);
    if (typeof value === "object" && value !== null) {
      members = value as Record<string, unknown>;
    }
  } catch {
    return { line, values: fields.map((_, at) => at === 0 ? line : null) };
  }
  return {
    line,
    values: fields.map(({ name, type }) => canonical(members[name], type)),
  };
}

/** Whole numbers keep all their digits: `JSON.parse` by itself rounds those beyond 2^53. */
function exactWhole(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  const source = context?.source ?? "";
  return typeof value === "number" && /^-?\d+$/u.test(source)
    ? BigInt(source)
    : value;
}

function canonical(value: unknown, type: FieldType): Canonical {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "TIMESTAMP":
    case "DATE":
      return moment(String(value));
    case "BIGINT":
    case "HUGEINT":
      return whole(value);
    case "DOUBLE":
    case "NUMBER":
      return typeof value === "string" && value.trim() === ""
        ? value
        : Number(value);
    case "BOOLEAN":
      return typeof value === "boolean" ? value : String(value);
    default:
      return typeof value === "string" ? value : String(value);
  }
}

function moment(text: string): Canonical {
  const timeUs = parseTimestamp(text);
  if (timeUs === null) return text;
  // Beyond the year 2255 doubles tell not every microsecond apart: what is nearest to a whole millisecond is one.
  const slack = Number.isSafeInteger(timeUs)
    ? 0
    : Math.abs(timeUs) * Number.EPSILON;
  return 1_000 * Math.floor((timeUs + slack) / 1_000);
}

/** Whole numbers may come as text, or with a point and zeros. */
function whole(value: unknown): Canonical {
  if (typeof value === "bigint") return value;
  const text = String(value);
  return /^[+-]?\d+(?:\.0+)?$/u.test(text)
    ? BigInt(text.replace(/\.0+$/u, ""))
    : text;
}

function identityOf(
  { values }: ComparedRow,
  fields: readonly ComparedField[],
  keyed: boolean,
): string {
  return JSON.stringify(
    values.flatMap((value, at) =>
      keyed && !fields[at]!.identity
        ? []
        : [[typeof value, rounded(value, keyed)]]
    ),
  );
}

/** Doubles of rows without identity fall into one bag where they may be equal within the tolerance. */
function rounded(value: Canonical, keyed: boolean): string {
  if (typeof value === "number" && !keyed) return "";
  return String(value);
}

function differing(
  one: ComparedRow,
  other: ComparedRow,
  fields: readonly ComparedField[],
): readonly string[] {
  return fields.filter(({ type }, at) =>
    !isEqual(one.values[at]!, other.values[at]!, type)
  ).map(({ name }) => name);
}

function isEqual(one: Canonical, other: Canonical, type: FieldType): boolean {
  if (one === other) return true;
  // Moments are numbers too, and none of them may differ.
  if (type !== "DOUBLE" && type !== "NUMBER") return false;
  if (typeof one !== "number" || typeof other !== "number") return false;
  if (Number.isNaN(one) && Number.isNaN(other)) return true;
  const greater = Math.max(Math.abs(one), Math.abs(other));
  return Math.abs(one - other) <= TOLERANCE * greater;
}
