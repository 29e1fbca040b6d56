import { assert, assertEquals } from "@std/assert";
import { tableFromIPC } from "@uwdata/flechette";
import { type Column, Tag } from "../../lib/core/mod.ts";
import { readArrowTable } from "../../lib/format/arrow_read.ts";
import { storedType } from "../../lib/format/arrow_narrow.ts";
import { ArrowWriter } from "../../lib/format/arrow_write.ts";
import {
  codeColumn,
  columnOf,
  double,
  escaped,
  nested,
  type Plain,
  rowsOf,
  schemaOf,
  tableOf,
  time,
} from "./arrow_tables.ts";

function narrow(
  values: readonly Plain[],
  type: "ANY" | "NUMBER" = "ANY",
): string {
  return storedType(type, columnOf(values), null, values.length);
}

function written(table: ReturnType<typeof tableOf>): Uint8Array {
  const writer = new ArrowWriter(table.fields);
  writer.batch({ columns: table.columns, selection: null, count: table.rows });
  writer.end();
  return writer.take();
}

Deno.test("storedType() of ANY is the narrowest that holds the values", () => {
  assertEquals(narrow([1, null, -5]), "BIGINT");
  assertEquals(narrow([1, 2n ** 62n]), "BIGINT");
  assertEquals(narrow([2n ** 63n - 1n, -(2n ** 63n)]), "BIGINT");
  assertEquals(narrow([2n ** 63n]), "VARCHAR");
  assertEquals(narrow([1, 1.5]), "DOUBLE");
  assertEquals(narrow([double(1)]), "DOUBLE");
  assertEquals(narrow([1.5, 2n ** 60n + 1n]), "VARCHAR");
  assertEquals(narrow([true, null, false]), "BOOLEAN");
  assertEquals(narrow([true, 1]), "VARCHAR");
  assertEquals(narrow([time(5)]), "TIMESTAMP");
  assertEquals(narrow([time(5), "x"]), "VARCHAR");
  assertEquals(narrow([nested("{}")]), "VARCHAR");
  assertEquals(narrow([null, undefined]), "VARCHAR");
  assertEquals(narrow([]), "VARCHAR");
});

Deno.test("storedType() of NUMBER is BIGINT or DOUBLE", () => {
  assertEquals(narrow([1, null], "NUMBER"), "BIGINT");
  assertEquals(narrow([1, 1.5], "NUMBER"), "DOUBLE");
  assertEquals(narrow(["1"], "NUMBER"), "DOUBLE");
  assertEquals(narrow([2n ** 70n], "NUMBER"), "DOUBLE");
  assertEquals(narrow([], "NUMBER"), "DOUBLE");
});

Deno.test("storedType() looks only at the rows that are selected", () => {
  const column = columnOf([1, "x", 2]);
  assertEquals(storedType("ANY", column, Uint32Array.of(0, 2), 2), "BIGINT");
  assertEquals(storedType("ANY", column, null, 1), "BIGINT");
});

Deno.test("ArrowWriter writes every type so that it reads back", () => {
  const table = tableOf({
    n: [1, null, 2n ** 60n],
    d: [0.1, double(-2), undefined],
    b: [true, false, null],
    s: ["é", escaped('\\u00e9\\"'), nested('{"a": 1}')],
    t: [time(-1), time(1_577_934_245_678_901), null],
    huge: ["HUGEINT", [2n ** 100n, -1, null]],
    day: ["DATE", [time(86_400_000_000), time(-1), null]],
    span: ["INTERVAL", ["1 year 2 months", "-00:00:01.5", "3 days 04:05:06"]],
    mixed: [1, "x", time(0)],
    none: [null, undefined, null],
  });
  const read = readArrowTable(written(table));
  assertEquals(schemaOf(read), [
    "n BIGINT",
    "d DOUBLE",
    "b BOOLEAN",
    "s VARCHAR",
    "t TIMESTAMP",
    "huge HUGEINT",
    "day DATE",
    "span INTERVAL",
    "mixed VARCHAR",
    "none VARCHAR",
  ]);
  assertEquals(rowsOf(read), [
    [
      1,
      0.1,
      true,
      "é",
      -1,
      2n ** 100n,
      86_400_000_000,
      "1 year 2 months",
      "1",
      null,
    ],
    [
      null,
      -2,
      false,
      'é"',
      1_577_934_245_678_901,
      -1,
      -86_400_000_000,
      "-00:00:01.5",
      "x",
      null,
    ],
    [
      2n ** 60n,
      null,
      null,
      '{"a": 1}',
      null,
      null,
      null,
      "3 days 04:05:06",
      "1970-01-01T00:00:00Z",
      null,
    ],
  ]);
});

Deno.test("ArrowWriter converts to a declared type, and counts what does not", () => {
  const table = tableOf({
    n: ["BIGINT", ["12", 2.5, 3.5, true, "x", 2n ** 70n, double(NaN)]],
    d: ["DOUBLE", ["1.5", 2, "inf", false, "1,5", nested("[]"), "-1e3"]],
    b: ["BOOLEAN", ["true", "F", 1, 0, "yes", null, "1"]],
    s: ["VARCHAR", [1, 1.5, true, double(2), time(0), "x", 2n ** 70n]],
    t: ["TIMESTAMP", [time(1), "x", 5, null, time(2), undefined, time(3)]],
  });
  const writer = new ArrowWriter(table.fields);
  writer.batch({ columns: table.columns, selection: null, count: table.rows });
  writer.end();
  const read = readArrowTable(writer.take());
  assertEquals(rowsOf(read), [
    [12, 1.5, true, "1", 1],
    [2, 2, false, "1.5", null],
    [4, Infinity, true, "true", null],
    [1, 0, false, "2.0", null],
    [null, null, null, "1970-01-01T00:00:00Z", 2],
    [null, null, null, "x", null],
    [null, -1000, true, String(2n ** 70n), 3],
  ]);
  // n: x, 2^70, NaN; d: 1,5 and []; b: yes; t: x and 5.
  assertEquals(writer.unreadable, 8);
});

Deno.test("ArrowWriter writes selected rows in batches of one schema", () => {
  const writer = new ArrowWriter([{ name: "n", type: "ANY" }, {
    name: "s",
    type: "ANY",
  }], { metadata: { origin: "weir", "ключ": "значение" } });
  const parts: Uint8Array[] = [];
  writer.batch({
    columns: [columnOf([1, 2, 3]), columnOf(["a", "b", "c"])],
    selection: Uint32Array.of(0, 2, 99),
    count: 2,
  });
  parts.push(writer.bytes().slice());
  writer.batch({
    columns: [columnOf([4, "five"]), columnOf([null, 6])],
    selection: null,
    count: 2,
  });
  parts.push(writer.bytes().slice());
  writer.batch({
    columns: [columnOf([]), columnOf([])],
    selection: null,
    count: 0,
  });
  writer.end();
  parts.push(writer.bytes().slice());
  const bytes = new Uint8Array(parts.flatMap((part) => [...part]));
  const table = tableFromIPC(bytes);
  assertEquals(table.numRows, 4);
  assertEquals([...table.getChild("n")], [1, 3, 4, null]);
  assertEquals([...table.getChild("s")], ["a", "c", null, "6"]);
  assertEquals(Object.fromEntries(table.schema.metadata!), {
    origin: "weir",
    "ключ": "значение",
  });
  assertEquals(writer.unreadable, 1);
});

Deno.test("ArrowWriter without a batch still writes a schema", () => {
  const writer = new ArrowWriter([
    { name: "n", type: "NUMBER" },
    { name: "s", type: "ANY" },
  ]);
  writer.end();
  const read = readArrowTable(writer.take());
  assertEquals([schemaOf(read), read.rows], [["n DOUBLE", "s VARCHAR"], 0]);
});

Deno.test("ArrowWriter lays codes as a dictionary where it is asked to", () => {
  const column = codeColumn(["x", "ä", "never", "z"], [3, null, 1, 1, 0]);
  for (const dictionaries of [true, false]) {
    const writer = new ArrowWriter([{ name: "s", type: "ANY" }], {
      dictionaries,
    });
    writer.batch({ columns: [column], selection: null, count: 5 });
    const late = { ...codeColumn(["x", "y"], [1, 0]) };
    const texts = columnOf(["free", "x"]);
    const mixed: Column = {
      ...texts,
      tags: Uint8Array.of(Tag.STRING, Tag.CODE),
      dictionary: late.dictionary!,
    };
    mixed.numbers[1] = 1;
    writer.batch({ columns: [mixed], selection: null, count: 2 });
    writer.end();
    const bytes = writer.take();
    const type = tableFromIPC(bytes).schema.fields[0]!.type;
    assertEquals(type.typeId, dictionaries ? -1 : 5);
    assertEquals(rowsOf(readArrowTable(bytes)).flat(), [
      "z",
      null,
      "ä",
      "ä",
      "x",
      "free",
      "y",
    ]);
  }
});

Deno.test("ArrowWriter writes columns of spans by their own text", () => {
  const values = columnOf(["12", "1.50", "true", "x", escaped("\\n")]);
  const column: Column = {
    ...values,
    layout: "spans",
    tags: Uint8Array.of(
      Tag.INTEGER,
      Tag.DOUBLE,
      Tag.TRUE,
      Tag.STRING,
      Tag.ESCAPED,
    ),
  };
  const write = (type: "VARCHAR" | "DOUBLE"): unknown[] => {
    const writer = new ArrowWriter([{ name: "s", type }]);
    writer.batch({ columns: [column], selection: null, count: 5 });
    writer.end();
    return rowsOf(readArrowTable(writer.take())).flat();
  };
  assertEquals(write("VARCHAR"), ["12", "1.50", "true", "x", "\n"]);
  assertEquals(write("DOUBLE"), [12, 1.5, 1, null, null]);
});

Deno.test("ArrowWriter leaves no bytes of an earlier batch in a buffer that is used again", () => {
  const long = tableOf({ s: ["x".repeat(900), "y".repeat(900)] });
  const short = tableOf({ s: ["a", null], b: [true, null], n: [null, 1] });
  const writer = new ArrowWriter(long.fields);
  writer.batch({ columns: long.columns, selection: null, count: 2 });
  const { buffer } = writer.take();
  const again = new ArrowWriter(short.fields, { buffer });
  again.batch({ columns: short.columns, selection: null, count: 2 });
  again.end();
  const bytes = again.take();
  assert(!bytes.includes("x".charCodeAt(0)));
  assertEquals(bytes, written(short));
});

Deno.test("ArrowWriter writes many columns and long names", () => {
  const columns = Object.fromEntries(
    Array.from(
      { length: 300 },
      (_, at) => [`c${"ü".repeat(at % 90)}${at}`, [at, null]],
    ),
  );
  const table = tableOf(columns);
  const read = readArrowTable(written(table));
  assertEquals(read.fields.map(({ name }) => name), Object.keys(columns));
  assertEquals(rowsOf(read)[0], Object.keys(columns).map((_, at) => at));
});
