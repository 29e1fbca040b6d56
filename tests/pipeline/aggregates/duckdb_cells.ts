import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { DuckDBListValue, DuckDBTimestampValue } from "@duckdb/node-api";
import { Tag } from "../../../lib/core/mod.ts";
import { valueJson } from "../../../lib/pipeline/value_json.ts";
import type { Shown } from "../../stream/collect.ts";

/** Runs a query of native DuckDB's; values as tests of folds show them, lists as JSON text. */
export async function ask(
  connection: DuckDBConnection,
  text: string,
): Promise<Shown[][]> {
  const reader = await connection.runAndReadAll(text);
  const doubles = reader.columnTypes().map((type) => `${type}` === "DOUBLE");
  return reader.getRows().map((row) =>
    row.map((value, at) => shownOf(value, doubles[at]!))
  );
}

function shownOf(value: DuckDBValue, double: boolean): Shown {
  if (value instanceof DuckDBListValue) {
    return `[${value.items.map(jsonOf).join(",")}]`;
  }
  if (value instanceof DuckDBTimestampValue) {
    return { timeUs: Number(value.micros) };
  }
  if (typeof value === "bigint") {
    return BigInt(Number(value)) === value && Math.abs(Number(value)) <= 2 ** 53
      ? Number(value)
      : value;
  }
  if (double && Number.isInteger(value)) return { double: Number(value) };
  return value as Shown;
}

function jsonOf(value: DuckDBValue): string {
  const shown = shownOf(value, false);
  if (typeof value === "number") return valueJson(value, Tag.DOUBLE);
  if (shown !== null && typeof shown === "object") {
    return valueJson((shown as { timeUs: number }).timeUs, Tag.TIME);
  }
  return valueJson(shown, Tag.STRING);
}
