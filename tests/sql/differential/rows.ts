import {
  type Column,
  ColumnBuilder,
  type Dictionary,
  type FieldType,
  Tag,
  type Value,
} from "../../../lib/core/mod.ts";

/** One column of the table that both sides compute on. */
export interface TestColumn {
  readonly name: string;
  readonly type: FieldType;
  /** Its values as literals of DuckDB. */
  readonly sql: readonly string[];
  /** Its values as weir has them. */
  readonly values: readonly Value[];
}

function column(
  name: string,
  type: FieldType,
  cells: readonly (string | number | bigint | boolean | null)[],
): TestColumn {
  const sql = cells.map((cell) => literal(cell, type));
  const values = cells.map((cell) => value(cell, type));
  return { name, type, sql, values };
}

function literal(
  cell: string | number | bigint | boolean | null,
  type: FieldType,
): string {
  if (cell === null) return `CAST(NULL AS ${type})`;
  if (typeof cell === "string") {
    return `CAST('${cell.replaceAll("'", "''")}' AS ${type})`;
  }
  if (typeof cell === "number") {
    const text = Object.is(cell, -0) ? "-0.0" : String(cell);
    return `CAST('${text}' AS ${type})`;
  }
  return `CAST('${cell}' AS ${type})`;
}

function value(
  cell: string | number | bigint | boolean | null,
  type: FieldType,
): Value {
  if (typeof cell === "string" && (type === "TIMESTAMP" || type === "DATE")) {
    const iso = cell.includes(" ")
      ? cell.replace(" ", "T")
      : `${cell}T00:00:00`;
    const [whole, fraction = ""] = iso.split(".");
    const ms = Temporal.Instant.from(`${whole}Z`).epochMilliseconds;
    return ms * 1000 + Number(fraction.padEnd(6, "0"));
  }
  return cell;
}

const TEXTS = [
  "",
  "a",
  "abc",
  "ABC",
  "Hello World",
  "  padded  ",
  "GET /api/v1/users?id=5",
  "/index.html",
  "añ😀b",
  "naïve",
  "ÀÉÎ",
  "straße",
  "日本語",
  "%_\\",
  "it's",
  "a,b,,c",
  "12",
  "-7.5",
  "1e3",
  "true",
  "2024-02-29 10:20:30",
  "x".repeat(40),
  "\u{10000}",
  "\uffee",
  "line\nbreak",
  "tab\there",
  null,
  "abcabc",
  "aaa",
  "0",
] as const;

const WHOLES = [
  0,
  1,
  -1,
  2,
  3,
  5,
  7,
  10,
  -10,
  100,
  255,
  500,
  1000,
  12345,
  -99999,
  2147483647,
  -2147483648,
  4294967296n,
  9007199254740991n,
  9007199254740992n,
  9007199254740993n,
  -9007199254740993n,
  9223372036854775807n,
  -9223372036854775808n,
  null,
  6,
  8,
  60,
  404,
  42,
] as const;

const DOUBLES = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  0.1,
  0.2,
  3.14159,
  100.25,
  1e10,
  -1e10,
  1e15,
  1e16,
  1e-5,
  1e-300,
  1e300,
  -1e300,
  9007199254740992,
  123456.789,
  2,
  3,
  10,
  null,
  0.3,
  1e18,
  7,
] as const;

// Near enough to 1970 that sums and differences stay within 285 years of it, where every microsecond is exact.
const MOMENTS = [
  "1970-01-01 00:00:00",
  "1969-12-31 23:59:59.999999",
  "1969-12-31 23:59:59",
  "2024-02-29 12:34:56.789",
  "2024-01-01 00:00:00",
  "2023-12-31 23:59:59.5",
  "2000-02-29 00:00:00",
  "1950-03-01 06:30:00",
  "1951-12-31 23:00:00",
  "1952-09-14 00:00:00",
  "2039-12-31 23:59:59",
  "2021-01-03 10:00:00",
  "2024-12-30 08:15:00.000001",
  "1960-02-29 03:04:05.25",
  "2024-03-31 02:30:00",
  null,
  "2015-05-17 10:05:03",
  "2016-12-31 23:59:59",
  "1999-12-31 23:59:59.123456",
  "2038-01-19 03:14:08",
  "1969-07-20 20:17:40",
  "2024-06-15 15:45:30",
  "1983-01-01 00:00:00",
  "2032-02-28 23:59:59",
  "2024-05-06 00:00:00",
  "1970-01-05 00:00:00",
  "1969-12-29 00:00:00",
  "2026-11-22 13:51:33.238349",
  "1955-06-18 09:00:00",
  "2000-01-01 12:00:00",
] as const;

const BOOLEANS = [true, false, null] as const;

function rotated<T>(cells: readonly T[], by: number, rows: number): T[] {
  return Array.from(
    { length: rows },
    (_, row) => cells[(row * 7 + by) % cells.length]!,
  );
}

/** How many rows the table has. */
export const ROWS = 30;

/** The table: the same lists in different orders, so that edges meet. */
export const TABLE: readonly TestColumn[] = [
  column("i", "BIGINT", rotated(WHOLES, 0, ROWS)),
  column("j", "BIGINT", rotated(WHOLES, 11, ROWS)),
  column("k", "BIGINT", rotated([0, 1, 2, 3, -2, 5, null, 10, 7, -1], 1, ROWS)),
  column("d", "DOUBLE", rotated(DOUBLES, 0, ROWS)),
  column("e", "DOUBLE", rotated(DOUBLES, 17, ROWS)),
  column("s", "VARCHAR", rotated(TEXTS, 0, ROWS)),
  column("u", "VARCHAR", rotated(TEXTS, 13, ROWS)),
  column("b", "BOOLEAN", rotated(BOOLEANS, 0, ROWS)),
  column(
    "c",
    "BOOLEAN",
    rotated(BOOLEANS, 1, ROWS).map((cell, row) => row % 4 === 0 ? null : cell),
  ),
  column("ts", "TIMESTAMP", rotated(MOMENTS, 0, ROWS)),
  column("t2", "TIMESTAMP", rotated(MOMENTS, 19, ROWS)),
  column(
    "dt",
    "DATE",
    rotated(MOMENTS.map((each) => each?.slice(0, 10) ?? null), 5, ROWS),
  ),
];

/** The table as columns of a decoder. Texts stand as plain bytes, as JSON escapes or as codes of a dictionary. */
export function columnsOf(texts: "plain" | "escaped" | "codes"): Column[] {
  return TABLE.map(({ type, values }) => {
    const builder = new ColumnBuilder();
    const known: string[] = [];
    for (const cell of values) {
      if (cell === null) builder.appendNull();
      else if (typeof cell === "string") {
        if (texts === "plain") builder.appendText(cell);
        else if (texts === "escaped") {
          builder.appendText(JSON.stringify(cell).slice(1, -1), Tag.ESCAPED);
        } else {
          if (!known.includes(cell)) known.push(cell);
          builder.appendNumber(known.indexOf(cell));
        }
      } else if (typeof cell === "boolean") builder.appendBoolean(cell);
      else if (type === "TIMESTAMP" || type === "DATE") {
        builder.appendTime(cell as number);
      } else if (type === "DOUBLE") builder.appendDouble(cell as number);
      else builder.appendInteger(BigInt(cell));
    }
    const column = builder.finish();
    if (texts !== "codes" || type !== "VARCHAR") return column;
    const tags = column.tags.map((tag) => tag === Tag.INTEGER ? Tag.CODE : tag);
    const dictionary: Dictionary = {
      size: known.length,
      text: (code) => known[code]!,
    };
    return { ...column, tags, dictionary };
  });
}
