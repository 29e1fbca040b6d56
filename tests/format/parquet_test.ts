import { assertEquals, assertRejects } from "@std/assert";
import { DuckDBInstance } from "@duckdb/node-api";
import { Fault, type Table } from "../../lib/core/mod.ts";
import { readParquetTable } from "../../lib/format/parquet.ts";
import {
  decompressLz4Block,
  decompressLz4Frame,
} from "../../lib/format/lz4.ts";
import { rowsOf, schemaOf } from "./arrow_tables.ts";

/** Has native DuckDB write the answer of a query as Parquet. */
async function parquetOf(
  query: string,
  options = "",
): Promise<Uint8Array<ArrayBuffer>> {
  const path = await Deno.makeTempFile({ suffix: ".parquet" });
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(
      `COPY (${query}) TO '${path}' (FORMAT parquet ${options})`,
    );
    return await Deno.readFile(path);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await Deno.remove(path);
  }
}

async function read(query: string, options?: string): Promise<Table> {
  return await readParquetTable(await parquetOf(query, options));
}

/** Type and values of the one column of a query. */
async function column(expression: string): Promise<unknown[]> {
  const table = await read(
    `SELECT * FROM (VALUES ${
      expression.split(";").map((each) => `(${each})`).join(", ")
    }) AS t(v)`,
  );
  return [table.fields[0]!.type, ...rowsOf(table).flat()];
}

Deno.test("readParquetTable() reads whole numbers and decimals exactly", async () => {
  assertEquals(await column("1::TINYINT; NULL; (-128)::TINYINT"), [
    "BIGINT",
    1,
    null,
    -128,
  ]);
  assertEquals(await column("4294967295::UINTEGER"), ["BIGINT", 4294967295]);
  assertEquals(await column("9007199254740993; -9223372036854775808"), [
    "BIGINT",
    9007199254740993n,
    -(2n ** 63n),
  ]);
  assertEquals(await column("18446744073709551615::UBIGINT"), [
    "HUGEINT",
    2n ** 64n - 1n,
  ]);
  assertEquals(await column("1.25::DECIMAL(9,2); NULL; -0.05::DECIMAL(9,2)"), [
    "DOUBLE",
    1.25,
    null,
    -0.05,
  ]);
  assertEquals(
    await column(
      "12345678901234567890.123456789::DECIMAL(38,9); 1.5::DECIMAL(38,9); -1::DECIMAL(38,9)",
    ),
    ["NUMBER", "12345678901234567890.123456789", 1.5, -1],
  );
  assertEquals(
    await column("0.07::DECIMAL(18,2); 1234567890123456.78::DECIMAL(18,2)"),
    ["NUMBER", 0.07, "1234567890123456.78"],
  );
});

Deno.test("readParquetTable() reads floats, truth values, text and bytes", async () => {
  assertEquals(await column("0.1::DOUBLE; 'nan'::DOUBLE; NULL"), [
    "DOUBLE",
    0.1,
    NaN,
    null,
  ]);
  assertEquals(await column("0.1::FLOAT; 3.4e38::FLOAT"), [
    "DOUBLE",
    0.1,
    3.4e38,
  ]);
  assertEquals(await column("true; NULL; false"), [
    "BOOLEAN",
    true,
    null,
    false,
  ]);
  assertEquals(await column("'é'; ''; NULL; 'é'"), [
    "VARCHAR",
    "é",
    "",
    null,
    "é",
  ]);
  assertEquals(await column("'\\xAA\\x00a'::BLOB"), ["VARCHAR", "\\xAA\\x00a"]);
  assertEquals(await column("'eeccb8c5-9943-b2bb-bb5e-222f4e14b687'::UUID"), [
    "VARCHAR",
    "eeccb8c5-9943-b2bb-bb5e-222f4e14b687",
  ]);
});

Deno.test("readParquetTable() reads moments, days, times of day and intervals", async () => {
  assertEquals(
    await column(
      "TIMESTAMP '2020-01-02 03:04:05.678901'; NULL; TIMESTAMP '1969-12-31 23:59:59.999999'",
    ),
    [
      "TIMESTAMP",
      1577934245678901,
      null,
      -1,
    ],
  );
  assertEquals(await column("TIMESTAMP_NS '1969-12-31 23:59:59.999999999'"), [
    "TIMESTAMP",
    -1,
  ]);
  assertEquals(await column("TIMESTAMP_MS '2020-01-02 03:04:05.678'"), [
    "TIMESTAMP",
    1577934245678000,
  ]);
  assertEquals(await column("DATE '2020-01-02'; DATE '1969-12-31'"), [
    "DATE",
    1577923200000000,
    -86400000000,
  ]);
  assertEquals(await column("TIME '12:34:56.789012'"), [
    "VARCHAR",
    "12:34:56.789012",
  ]);
  assertEquals(await column("INTERVAL '1 month 2 days 03:04:05.678'"), [
    "INTERVAL",
    "1 month 2 days 03:04:05.678",
  ]);
});

Deno.test("readParquetTable() makes valid JSON of nested values", async () => {
  assertEquals(await column("[1, NULL, 3]; NULL; []"), [
    "JSON",
    "[1,null,3]",
    null,
    "[]",
  ]);
  assertEquals(
    await column(
      "{'a': 9007199254740993, 'b': [{'x': 1.5::DECIMAL(4,2), 'y': 'q\"'}]}",
    ),
    ["JSON", '{"a":9007199254740993,"b":[{"x":1.5,"y":"q\\""}]}'],
  );
  assertEquals(await column("MAP {'k': TIMESTAMP '2020-01-02'}"), [
    "JSON",
    '{"k":"2020-01-02T00:00:00Z"}',
  ]);
});

Deno.test("readParquetTable() reads every codec, row groups and dictionaries", async () => {
  const query =
    "SELECT range AS n, 'h' || range % 7 AS host, CASE WHEN range % 3 = 0 THEN NULL ELSE range / 8 END AS d FROM range(5000)";
  const plain = rowsOf(await read(query, ", COMPRESSION uncompressed"));
  assertEquals(plain.length, 5000);
  assertEquals(plain[4999], [4999, "h1", 624.875]);
  for (const codec of ["snappy", "gzip", "zstd", "brotli", "lz4_raw"]) {
    const table = await read(
      query,
      `, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`,
    );
    assertEquals(schemaOf(table), ["n BIGINT", "host VARCHAR", "d DOUBLE"]);
    assertEquals(rowsOf(table), plain, codec);
  }
});

Deno.test("readParquetTable() reads a file by its parts, and one without rows", async () => {
  const bytes = await parquetOf("SELECT 1 AS a WHERE false");
  let largest = 0;
  const table = await readParquetTable({
    byteLength: bytes.length,
    slice(start: number, end = bytes.length) {
      largest = Math.max(largest, end - start);
      return Promise.resolve(bytes.slice(start, end).buffer);
    },
  });
  assertEquals([schemaOf(table), table.rows], [["a BIGINT"], 0]);
});

Deno.test("readParquetTable() says that something else is not Parquet", async () => {
  const fault = await assertRejects(
    () =>
      readParquetTable(
        new TextEncoder().encode("a,b\n1,2\n".repeat(9)),
        "geo.parquet",
      ),
    Fault,
    "cannot read geo.parquet as Parquet",
  );
  assertEquals(fault.code, "parquet/unreadable");
});

Deno.test("decompressLz4Block() copies matches that reach into themselves", () => {
  // "abc", then 9 bytes from 3 back, then "x".
  const block = Uint8Array.of(0x35, 97, 98, 99, 3, 0, 0x10, 120);
  assertEquals(
    new TextDecoder().decode(decompressLz4Block(block, 13)),
    "abcabcabcabcx",
  );
});

Deno.test("decompressLz4Frame() joins blocks, compressed or not", () => {
  const block = [0x35, 97, 98, 99, 3, 0, 0x10, 120];
  const frame = Uint8Array.from([
    ...[0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82],
    ...[block.length, 0, 0, 0, ...block],
    ...[2, 0, 0, 0x80, 121, 122],
    ...[0, 0, 0, 0],
  ]);
  assertEquals(
    new TextDecoder().decode(decompressLz4Frame(frame, 15)),
    "abcabcabcabcxyz",
  );
});
