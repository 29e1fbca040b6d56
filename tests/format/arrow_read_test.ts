import { assertEquals, assertThrows } from "@std/assert";
import * as flechette from "@uwdata/flechette";
import fc from "fast-check";
import { Fault } from "../../lib/core/mod.ts";
import { readArrowTable } from "../../lib/format/arrow_read.ts";
import { ArrowWriter } from "../../lib/format/arrow_write.ts";
import {
  columnOf,
  double,
  type Plain,
  rowsOf,
  schemaOf,
  time,
} from "./arrow_tables.ts";

type AnyType = Parameters<typeof flechette.columnFromArray>[1];

/** What a column written by another producer reads as. */
function read(
  values: unknown[],
  type: AnyType,
  form: "stream" | "file" = "stream",
): [string, ...unknown[]] {
  const table = flechette.tableFromColumns({
    v: flechette.columnFromArray(values, type),
  });
  const bytes = flechette.tableToIPC(table, { format: form })!;
  const found = readArrowTable(bytes);
  return [found.fields[0]!.type, ...rowsOf(found).flat()];
}

Deno.test("readArrowTable() reads whole numbers exactly, whatever their width", () => {
  assertEquals(read([-1, null, 127], flechette.int8()), [
    "BIGINT",
    -1,
    null,
    127,
  ]);
  assertEquals(read([65535], flechette.uint16()), ["BIGINT", 65535]);
  assertEquals(read([4294967295], flechette.uint32()), ["BIGINT", 4294967295]);
  assertEquals(
    read(
      [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, 2n ** 53n + 1n],
      flechette.int64(),
    ),
    ["BIGINT", 2n ** 63n - 1n, -(2n ** 63n), 2 ** 53, 2n ** 53n + 1n],
  );
  assertEquals(read([2n ** 64n - 1n], flechette.uint64()), [
    "HUGEINT",
    2n ** 64n - 1n,
  ]);
});

Deno.test("readArrowTable() reads floats with the digits they were written with", () => {
  assertEquals(read([0.1, null, -0], flechette.float64()), [
    "DOUBLE",
    0.1,
    null,
    -0,
  ]);
  assertEquals(read([0.1, 16777216, 3.4e38], flechette.float32()), [
    "DOUBLE",
    0.1,
    16777216,
    3.4e38,
  ]);
  assertEquals(read([0.5, Infinity], flechette.float16()), [
    "DOUBLE",
    0.5,
    Infinity,
  ]);
});

Deno.test("readArrowTable() reads decimals exactly: as doubles where a double has their digits, else as text", () => {
  const scaled = (values: bigint[], type: AnyType): unknown[] =>
    read(values, type, "file");
  assertEquals(read([1.25, -0.5], flechette.decimal(9, 2)), [
    "DOUBLE",
    1.25,
    -0.5,
  ]);
  assertEquals(scaled([7n, 2n ** 90n], flechette.decimal(38, 0)), [
    "HUGEINT",
    7,
    2n ** 90n,
  ]);
  const wide = flechette.decimal(38, 9);
  assertEquals(scaled([12345678901234567890123456789n, 1_500_000_000n], wide), [
    "NUMBER",
    "12345678901234567890.123456789",
    1.5,
  ]);
});

Deno.test("readArrowTable() reads moments to the microsecond, finer digits floored", () => {
  const { timestamp, TimeUnit } = flechette;
  assertEquals(read([1_000, -1_000], timestamp(TimeUnit.SECOND)), [
    "TIMESTAMP",
    1_000_000,
    -1_000_000,
  ]);
  assertEquals(read([1], timestamp(TimeUnit.MILLISECOND, "Europe/Berlin")), [
    "TIMESTAMP",
    1_000,
  ]);
  assertEquals(
    read([-0.000001, 0.001999], timestamp(TimeUnit.NANOSECOND)),
    ["TIMESTAMP", -1, 1],
  );
  assertEquals(read([new Date("2026-01-05")], flechette.dateDay()), [
    "DATE",
    Date.UTC(2026, 0, 5) * 1_000,
  ]);
  assertEquals(read([new Date("2026-01-05")], flechette.dateMillisecond()), [
    "DATE",
    Date.UTC(2026, 0, 5) * 1_000,
  ]);
});

Deno.test("readArrowTable() writes times of day, durations and bytes as DuckDB does", () => {
  const { TimeUnit } = flechette;
  assertEquals(read([45_296_789], flechette.timeMillisecond()), [
    "VARCHAR",
    "12:34:56.789",
  ]);
  assertEquals(read([1n], flechette.timeNanosecond()), [
    "VARCHAR",
    "00:00:00.000000001",
  ]);
  assertEquals(read([90_061], flechette.duration(TimeUnit.SECOND)), [
    "INTERVAL",
    "25:01:01",
  ]);
  assertEquals(read([Uint8Array.of(65, 0, 255, 92)], flechette.binary()), [
    "VARCHAR",
    "A\\x00\\xFF\\x5C",
  ]);
  assertEquals(read([Uint8Array.of(1, 2)], flechette.fixedSizeBinary(2)), [
    "VARCHAR",
    "\\x01\\x02",
  ]);
});

Deno.test("readArrowTable() reads text in every layout", () => {
  for (
    const type of [
      flechette.utf8(),
      flechette.largeUtf8(),
      flechette.dictionary(flechette.utf8()),
    ]
  ) {
    assertEquals(
      read(["é", null, "", "a long text that is not inlined"], type),
      [
        "VARCHAR",
        "é",
        null,
        "",
        "a long text that is not inlined",
      ],
    );
  }
});

Deno.test("readArrowTable() makes valid JSON of nested values", () => {
  const { field, float64, int32, list, map, struct, utf8 } = flechette;
  assertEquals(read([[1, null], null, []], list(int32())), [
    "JSON",
    "[1,null]",
    null,
    "[]",
  ]);
  const person = struct([field('na"me', utf8()), field("x", float64())]);
  assertEquals(read([{ 'na"me': "\u0001é", x: 1 }, null], person), [
    "JSON",
    '{"na\\"me":"\\u0001é","x":1.0}',
    null,
  ]);
  assertEquals(
    read([[["k", 1], ["l", null]]], map(utf8(), int32())),
    ["JSON", '{"k":1,"l":null}'],
  );
  assertEquals(read([[NaN, 1e300, -0]], list(float64())), [
    "JSON",
    "[null,1e+300,-0.0]",
  ]);
  assertEquals(
    read([[2n ** 63n - 1n]], list(flechette.int64())),
    ["JSON", "[9223372036854775807]"],
  );
});

Deno.test("readArrowTable() reads NULL columns, no columns and no rows", () => {
  assertEquals(read([null, null], flechette.nullType()), ["NULL", null, null]);
  const empty = flechette.tableToIPC(
    flechette.tableFromColumns({
      v: flechette.columnFromArray([], flechette.utf8()),
    }),
    { format: "file" },
  )!;
  const found = readArrowTable(empty);
  assertEquals([schemaOf(found), found.rows], [["v VARCHAR"], 0]);
});

Deno.test("readArrowTable() reads bytes that do not begin where typed arrays can", () => {
  const bytes = flechette.tableToIPC(
    flechette.tableFromArrays({ v: [1.5, 2.5] }),
    { format: "stream" },
  )!;
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assertEquals(rowsOf(readArrowTable(shifted.subarray(3))).flat(), [1.5, 2.5]);
});

Deno.test("readArrowTable() says that something else is not Arrow", () => {
  const fault = assertThrows(
    () => readArrowTable(new TextEncoder().encode("a,b\n1,2\n"), "geo.arrow"),
    Fault,
    "cannot read geo.arrow as Arrow",
  );
  assertEquals(fault.code, "arrow/unreadable");
});

Deno.test("what ArrowWriter writes readArrowTable() and flechette read alike", () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.constant(undefined),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
    fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
    fc.integer().map(time),
    fc.integer().map(double),
  ) as fc.Arbitrary<Plain>;
  fc.assert(fc.property(
    fc.array(fc.array(value, { minLength: 5, maxLength: 5 }), { maxLength: 4 }),
    (lists) => {
      const fields = lists.map((_, at) => ({
        name: `c${at}`,
        type: "ANY" as const,
      }));
      const writer = new ArrowWriter(fields);
      writer.batch({
        columns: lists.map(columnOf),
        selection: Uint32Array.of(0, 2, 3),
        count: 3,
      });
      writer.end();
      const bytes = writer.take();
      const ours = readArrowTable(bytes);
      const theirs = flechette.tableFromIPC(bytes, { useBigInt: true });
      assertEquals(writer.unreadable, 0);
      ours.columns.forEach((_, at) => {
        const mine = rowsOf(ours).map((row) => row[at]);
        if (ours.fields[at]!.type === "TIMESTAMP") return;
        assertEquals(
          mine.map((each) => typeof each === "number" ? Number(each) : each),
          [...theirs.getChildAt(at)].map((each) =>
            typeof each === "bigint" && BigInt(Number(each)) === each &&
              Math.abs(Number(each)) <= 2 ** 53
              ? Number(each)
              : each
          ),
        );
      });
    },
  ));
});
