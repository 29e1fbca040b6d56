import { doubleText, Tag, type Value } from "../core/mod.ts";
import { formatTimestamp } from "../time/mod.ts";

/** A value as JSON text, as it would be written in a row of NDJSON. */
export function valueJson(value: Value, tag: Tag): string {
  if (value === null) return "null";
  if (tag === Tag.NESTED) return String(value);
  if (tag === Tag.TIME) return JSON.stringify(formatTimestamp(Number(value)));
  if (typeof value === "string") return JSON.stringify(value);
  if (tag === Tag.DOUBLE && typeof value === "number") {
    return Number.isFinite(value) ? doubleText(value) : "null";
  }
  return String(value);
}
