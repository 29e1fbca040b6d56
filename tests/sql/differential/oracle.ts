import { DuckDBInstance } from "@duckdb/node-api";
import { ROWS, TABLE } from "./rows.ts";

/** A value of either side in one form: moments and dates in microseconds, intervals as text. */
export type Plain = null | boolean | number | bigint | string;

/** Native DuckDB, with the settings that the engine has. */
export interface Oracle {
  /** The value of an expression for each row of the table; the message of DuckDB where it does not bind. */
  ask(expression: string): Promise<readonly Plain[] | string>;
  /** The value of an expression for one row, computed alone. */
  askRow(expression: string, row: number): Promise<Plain>;
  /** The values of expressions that need no row; the message where one fails. */
  values(expressions: readonly string[]): Promise<readonly Plain[]>;
  /** The first column of any query. */
  query(sql: string): Promise<readonly Plain[]>;
  /** Gives the database back. */
  close(): void;
}

/**
 * Opens an empty database with the table of {@linkcode TABLE}.
 *
 * The optimizer is off: it drops parts of expressions, and what it drops cannot
 * fail. TRY is known to answer wrongly in rows beside one that fails, and even
 * to change the table (1.4.4): each query reads a copy, and whoever finds a
 * difference asks again for that row alone.
 */
export async function openOracle(): Promise<Oracle> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run("SET ieee_floating_point_ops = false");
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run("PRAGMA disable_optimizer");
  const columns = TABLE.map(({ name, type }) => `${name} ${type}`);
  await connection.run(`CREATE TABLE t (id INTEGER, ${columns.join(", ")})`);
  for (let row = 0; row < ROWS; row++) {
    const cells = TABLE.map(({ sql }) => sql[row]);
    await connection.run(`INSERT INTO t VALUES (${row}, ${cells.join(", ")})`);
  }

  async function query(sql: string): Promise<readonly Plain[]> {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRows().map((row) => plainValue(row[0]));
  }

  return {
    query,
    async ask(expression) {
      try {
        return await query(
          `SELECT TRY(${expression}) FROM (FROM t ORDER BY id LIMIT ${ROWS}) ORDER BY id`,
        );
      } catch (error) {
        return (error as Error).message.split("\n")[0]!;
      }
    },
    async askRow(expression, row) {
      const values = await query(
        `SELECT TRY(${expression}) FROM (FROM t WHERE id = ${row} ORDER BY id LIMIT 1)`,
      );
      return values[0]!;
    },
    async values(expressions) {
      const list = expressions.map((expression) =>
        `(SELECT TRY(${expression}))`
      );
      const reader = await connection.runAndReadAll(
        `SELECT ${list.join(", ")}`,
      );
      return reader.getRows()[0]!.map(plainValue);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

interface DuckObject {
  readonly micros?: bigint;
  readonly days?: number;
  readonly months?: number;
}

function plainValue(value: unknown): Plain {
  if (typeof value !== "object" || value === null) return value as Plain;
  const { micros, days, months } = value as DuckObject;
  if (months !== undefined) return `${months} ${days} ${micros}`;
  if (micros !== undefined) return Number(micros);
  return Number(days) * 86_400_000_000;
}

/** One of weir's values in the same form. */
export function plainOf(value: unknown): Plain {
  if (typeof value !== "object" || value === null) return value as Plain;
  const { months, days, us } = value as {
    months: number;
    days: number;
    us: number;
  };
  return `${months} ${days} ${us}`;
}

/** Whether both sides say the same. Doubles may differ in the last digits where a function is not exact. */
export function isSame(ours: Plain, theirs: Plain, tolerance = 0): boolean {
  if (typeof ours === "bigint" || typeof theirs === "bigint") {
    return isWholeValue(ours) && isWholeValue(theirs) &&
      BigInt(ours) === BigInt(theirs);
  }
  if (typeof ours === "number" && typeof theirs === "number") {
    if (Object.is(ours, theirs)) return true;
    return tolerance > 0 &&
      Math.abs(ours - theirs) <= tolerance * Math.abs(theirs);
  }
  return ours === theirs;
}

function isWholeValue(value: Plain): value is number | bigint {
  return typeof value === "bigint" ||
    (typeof value === "number" && Number.isInteger(value));
}

/** A value for a message. */
export function shown(value: Plain | undefined): string {
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : JSON.stringify(value) ?? "nothing";
}
