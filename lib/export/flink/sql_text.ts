import type { FieldType } from "../../core/mod.ts";
import { civilFromDays } from "../../time/mod.ts";

/** The name of a column, table or view, in backquotes. */
export function name(text: string): string {
  return `\`${text.replaceAll("`", "``")}\``;
}

// deno-lint-ignore no-control-regex
const UNSEEN = /[\x00-\x1f\x7f\ufeff]/gu;

/** A text as a literal of Flink SQL: backslashes stand for themselves, characters that cannot be seen are spelt out. */
export function text(value: string): string {
  const doubled = value.replaceAll("'", "''");
  if (value.search(UNSEEN) < 0) return `'${doubled}'`;
  const spelt = doubled.replaceAll("\\", "\\\\").replace(
    UNSEEN,
    (unseen) => `\\${unseen.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `U&'${spelt}'`;
}

/**
 * What a group holds in the first match of a pattern; NULL where there is none.
 * REGEXP_EXTRACT says the same, and compiles the pattern for every row.
 */
export function firstMatch(
  value: string,
  pattern: string,
  group: number,
): string {
  return `REGEXP_EXTRACT_ALL(${value}, ${text(pattern)}, ${group})[1]`;
}

const DAY_MS = 86_400_000;
/** The longest interval whose days Flink reads: three digits of them. */
export const LONGEST_INTERVAL_MS = 1_000 * DAY_MS - 1;

/**
 * A length as a literal. Flink reads two digits of the greatest unit unless
 * told otherwise, so that lengths beyond 99 seconds are written with days.
 *
 * @param ms Whole milliseconds, from 0 to {@linkcode LONGEST_INTERVAL_MS}.
 */
export function interval(ms: number): string {
  if (ms > LONGEST_INTERVAL_MS) {
    throw new RangeError(
      `Cannot write an interval longer than 999 days: current value is ${ms} ms`,
    );
  }
  const fraction = ms % 1_000;
  if (ms < 60_000 || (ms < 100_000 && fraction > 0)) {
    const seconds = Math.floor(ms / 1_000);
    const digits = fraction === 0 ? "" : `.${padded(fraction, 3)}`;
    return `INTERVAL '${seconds}${digits}' SECOND`;
  }
  for (
    const [unit, size] of [["DAY", DAY_MS], ["HOUR", 3_600_000], [
      "MINUTE",
      60_000,
    ]] as const
  ) {
    if (ms % size === 0 && ms / size < 100) {
      return `INTERVAL '${ms / size}' ${unit}`;
    }
  }
  const days = Math.floor(ms / DAY_MS);
  return `INTERVAL '${days} ${clockText(ms % DAY_MS)}' DAY(3) TO SECOND(3)`;
}

/** A moment as a literal. */
export function moment(ms: number): string {
  const dayMs = Math.floor(ms / DAY_MS) * DAY_MS;
  const inDay = ms - dayMs;
  return `TIMESTAMP '${civilText(dayMs)} ${clockText(inDay)}'`;
}

/** A date as a literal. */
export function date(ms: number): string {
  return `DATE '${civilText(ms)}'`;
}

function civilText(ms: number): string {
  const { year, month, day } = civilFromDays(Math.floor(ms / DAY_MS));
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** `10:05:03.123`, of milliseconds in a day. */
function clockText(ms: number): string {
  const [hour, minute, second] = [
    ms / 3_600_000,
    ms / 60_000 % 60,
    ms / 1_000 % 60,
  ].map((part) => padded(Math.floor(part), 2));
  return `${hour}:${minute}:${second}.${padded(ms % 1_000, 3)}`;
}

function padded(value: number, size: number): string {
  return String(value).padStart(size, "0");
}

/** A piece of SQL two columns further in. */
export function indented(sql: string): string {
  return sql.split("\n").map((line) => `  ${line}`).join("\n");
}

const TYPES: ReadonlyMap<FieldType, string> = new Map([
  ["BOOLEAN", "BOOLEAN"],
  ["BIGINT", "BIGINT"],
  ["HUGEINT", "DECIMAL(38, 0)"],
  ["DOUBLE", "DOUBLE"],
  ["VARCHAR", "STRING"],
  ["TIMESTAMP", "TIMESTAMP(3)"],
  ["DATE", "DATE"],
]);

/** Flink's type for a type; `null` where it has none that holds the same values. */
export function flinkType(type: FieldType): string | null {
  return TYPES.get(type) ?? null;
}

/** A text as a pattern that matches it alone. */
export function literalPattern(value: string): string {
  return value.replace(/[\\^$.|?*+()[\]{}]/gu, "\\$&");
}
