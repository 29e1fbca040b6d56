import { DuckDBInstance } from "@duckdb/node-api";

/** A value as tests compare it: moments as microseconds, whole numbers as numbers where those are exact. */
export type Cell = null | boolean | number | bigint | string;

/** Native DuckDB, with the settings of the engine. */
export interface Duckdb {
  /** Runs statements. */
  run(text: string): Promise<void>;
  /** Runs a query; its rows as objects. */
  rows(text: string): Promise<Record<string, Cell>[]>;
}

/** Opens native DuckDB for a test, and closes it. */
export async function withDuckdb(
  work: (duckdb: Duckdb) => Promise<void>,
): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run("SET threads=1; SET ieee_floating_point_ops=false");
    await work({
      async run(text) {
        await connection.run(text);
      },
      async rows(text) {
        const reader = await connection.runAndReadAll(text);
        return reader.getRowObjects().map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name, cellOf(value)]),
          )
        );
      },
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function cellOf(value: unknown): Cell {
  if (typeof value === "bigint") {
    return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER
      ? Number(value)
      : value;
  }
  if (typeof value === "object" && value !== null && "micros" in value) {
    const us = Number((value as { micros: bigint }).micros);
    return new Date(us / 1000).toISOString().replace(".000Z", "Z");
  }
  if (typeof value === "object" && value !== null) {
    throw new TypeError(`Cannot compare ${String(value)}`);
  }
  return value as Cell;
}
