import { doubleText, type FieldType } from "../core/mod.ts";
import { civilFromDays, DAY_US } from "../time/mod.ts";
import { intervalText } from "./interval.ts";
import { isExactWhole, isInterval, isNested, type Scalar } from "./values.ts";

/** A value as `CAST(... AS VARCHAR)` prints it. */
export function textOf(
  value: Exclude<Scalar, null>,
  type: FieldType,
): string {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return String(value);
    case "number":
      return numberText(value, type);
    default:
      if (isInterval(value)) return intervalText(value);
      return isNested(value) ? value.json : "";
  }
}

function numberText(value: number, type: FieldType): string {
  switch (type) {
    case "TIMESTAMP":
      return momentText(value);
    case "DATE":
      return dateText(value);
    case "DOUBLE":
      return doubleText(value);
    default:
      return isExactWhole(value) ? String(value + 0) : doubleText(value);
  }
}

/** A date as DuckDB prints it: `2024-01-31`, `0044-03-15 (BC)`. */
export function dateText(dayUs: number): string {
  const { year, month, day } = civilFromDays(Math.floor(dayUs / DAY_US));
  const shown = year > 0 ? year : 1 - year;
  const text = `${String(shown).padStart(4, "0")}-${two(month)}-${two(day)}`;
  return year > 0 ? text : `${text} (BC)`;
}

/** A moment as DuckDB prints it: `2024-01-31 10:05:03.5`, no zone. */
export function momentText(timeUs: number): string {
  const dayUs = Math.floor(timeUs / DAY_US) * DAY_US;
  const inDay = timeUs - dayUs;
  const seconds = Math.floor(inDay / 1_000_000);
  const clock = `${two(Math.floor(seconds / 3600))}:${
    two(Math.floor(seconds / 60) % 60)
  }:${two(seconds % 60)}`;
  const fraction = String(inDay - seconds * 1_000_000).padStart(6, "0")
    .replace(/0+$/u, "");
  const point = fraction === "" ? "" : `.${fraction}`;
  return `${dateText(dayUs)} ${clock}${point}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
