import type { Column, FieldType } from "../../../lib/core/mod.ts";
import { codeColumn } from "../../format/arrow_tables.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";
import type { Random } from "../../sql/differential/generate.ts";

/** A column of the table that both sides aggregate. */
export interface TableColumn {
  readonly name: string;
  readonly type: FieldType;
  readonly cells: readonly TestCell[];
}

/** Makes one value of a column. */
type Make = (random: Random, row: number) => TestCell;

function among(random: Random, cells: readonly TestCell[]): TestCell {
  return cells[Math.floor(random() * cells.length)];
}

function whole(random: Random, most: number): number {
  return Math.floor(random() * (2 * most + 1)) - most;
}

const TEXTS = [
  "",
  "a",
  "aa",
  "B",
  "é",
  "z",
  "\u{1f600}",
  "\uffee",
  "it's",
  "x".repeat(40),
];
const WILD = [NaN, Infinity, -Infinity, 0, -0, 1e300, -1e300, 5e-324, 1, 2.5];
const GREAT = [
  2n ** 53n,
  2n ** 53n + 1n,
  -(2n ** 53n) - 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  0n,
  1n,
  7n,
];
const EDGES_US = [0, -1, 1, 1_700_000_000_000_000, -86_400_000_000];

/** Columns by name: how DuckDB calls their type, and how values come about. */
const MAKERS: Readonly<Record<string, readonly [FieldType, Make]>> = {
  // A few large groups and many small ones, one of which is NULL.
  g: [
    "BIGINT",
    (random) => random() < 0.02 ? null : Math.floor(60 * random() ** 3),
  ],
  n: ["BIGINT", (_, row) => row],
  i: ["BIGINT", (random) => whole(random, 20)],
  // Beyond 2^53 among others; sums go beyond 64 bits.
  big: [
    "BIGINT",
    (random) =>
      random() < 0.3
        ? among(random, GREAT)
        : BigInt(whole(random, 1e6)) * BigInt(whole(random, 1e6)) * 7919n,
  ],
  d: ["DOUBLE", (random) => ({ double: whole(random, 1e6) / 128 + 1e4 })],
  fraction: [
    "DOUBLE",
    (random) => ({ double: (random() - 0.5) * 10 ** whole(random, 6) }),
  ],
  wild: ["DOUBLE", (random) => ({ double: among(random, WILD) as number })],
  s: ["VARCHAR", (random) => among(random, TEXTS)],
  long: [
    "VARCHAR",
    (random) => `/api/${whole(random, 300)}/${whole(random, 3)}`,
  ],
  b: ["BOOLEAN", (random) => random() < 0.6],
  ts: ["TIMESTAMP", (random) => ({
    timeUs: random() < 0.2
      ? among(random, EDGES_US) as number
      : whole(random, 1e12) * 1000 + whole(random, 500),
  })],
};

/** A table of random rows; a value in eight is NULL, but not what numbers the rows. */
export function randomTable(random: Random, rows: number): TableColumn[] {
  return Object.entries(MAKERS).map(([name, [type, make]]) => ({
    name,
    type,
    cells: Array.from(
      { length: rows },
      (_, row) => name !== "n" && random() < 0.125 ? null : make(random, row),
    ),
  }));
}

/** Some rows of the table, as columns of a batch: texts stand as they are, with escapes, or as codes of a dictionary, by turns. */
export function batchColumns(
  table: readonly TableColumn[],
  from: number,
  to: number,
): Column[] {
  return table.map(({ cells, type }) => {
    const part = cells.slice(from, to);
    if (type !== "VARCHAR" || from % 3 === 0) return columnOf(part);
    if (from % 3 === 1) return columnOf(part.map(escaped));
    const texts = [...new Set(cells)].filter((cell) =>
      typeof cell === "string"
    );
    return codeColumn(
      texts,
      part.map((cell) => cell === null ? null : texts.indexOf(cell as string)),
    );
  });
}

function escaped(cell: TestCell): TestCell {
  if (typeof cell !== "string") return cell;
  const units = Array.from(
    { length: cell.length },
    (_, at) => `\\u${cell.charCodeAt(at).toString(16).padStart(4, "0")}`,
  );
  return { escaped: units.join("") };
}

/** The table as a statement of DuckDB's. */
export function tableSql(table: readonly TableColumn[]): string {
  const [{ cells: first }] = table as [TableColumn];
  const rows = first.map((_, row) =>
    `(${table.map(({ cells, type }) => literal(cells[row], type)).join(", ")})`
  );
  const names = table.map(({ name }) => name).join(", ");
  const casts = table.map(({ name, type }) => `${name}::${type} AS ${name}`);
  return `CREATE TABLE t AS SELECT ${casts.join(", ")} FROM (VALUES ${
    rows.join(",\n")
  }) AS v(${names})`;
}

function literal(cell: TestCell, type: FieldType): string {
  if (cell === null || cell === undefined) return "NULL";
  if (typeof cell !== "object") {
    return `'${String(cell).replaceAll("'", "''")}'`;
  }
  if ("timeUs" in cell) return `make_timestamp(${cell.timeUs})`;
  if (!("double" in cell)) throw new TypeError(`Cannot write a ${type}`);
  return Object.is(cell.double, -0) ? "'-0.0'" : `'${cell.double}'`;
}
