import { assert, assertEquals, assertThrows } from "@std/assert";
import { tableFromIPC } from "@uwdata/flechette";
import fc from "fast-check";
import {
  type Batch,
  type Column,
  Fault,
  type Field,
  type Lines,
  type ReadAs,
  Tag,
  textAt,
  valueAt,
} from "../../lib/core/mod.ts";
import {
  isWeirStream,
  WeirDecoder,
  WeirEncoder,
} from "../../lib/format/weir_stream.ts";
import {
  codeColumn,
  columnOf,
  double,
  escaped,
  nested,
  type Plain,
  time,
} from "./arrow_tables.ts";

const FIELDS: readonly Field[] = [
  { name: "a", type: "ANY" },
  { name: "b", type: "VARCHAR" },
];

function linesOf(text: string, starts: number[], ends: number[]): Lines {
  const bytes = new TextEncoder().encode(text);
  return {
    bytes,
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
    source: "api.ndjson",
    lineOf: (row) => 10 + text.slice(0, starts[row]).split("\n").length - 1,
  };
}

function batchOf(columns: readonly Column[], rows: number): Batch {
  return {
    rows,
    columns,
    selection: null,
    selected: rows,
    lines: null,
    timesUs: null,
    newestUs: null,
    windows: null,
  };
}

function decodeAll(
  bytes: Uint8Array,
  chunk = bytes.length,
  read?: (field: Field) => ReadAs,
): { batches: Batch[]; decoder: WeirDecoder } {
  const decoder = new WeirDecoder("stdin", read);
  const batches: Batch[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    const part = bytes.subarray(at, at + chunk);
    const space = decoder.space();
    assert(space.length >= part.length || chunk > space.length);
    for (let from = 0; from < part.length; from += space.length) {
      const piece = part.subarray(from, from + space.length);
      decoder.space().set(piece);
      batches.push(...decoder.decode(piece.length, false));
    }
  }
  batches.push(...decoder.decode(0, true));
  return { batches, decoder };
}

function encodeAll(batches: readonly Batch[], fields = FIELDS): Uint8Array {
  const encoder = new WeirEncoder(fields, { zone: "UTC" });
  const parts = batches.map((batch) => encoder.encode(batch).slice());
  parts.push(encoder.end().slice());
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const values: readonly Plain[] = [
  1,
  2.5,
  double(3),
  2n ** 70n,
  true,
  false,
  null,
  undefined,
  "é",
  escaped('\\u00e9\\"'),
  nested('{"a": [1]}'),
  time(-1),
  double(-0),
  double(Infinity),
  "",
];

Deno.test("WeirDecoder gives back every kind of value, with its tag", () => {
  const column = columnOf(values);
  const { batches, decoder } = decodeAll(
    encodeAll([batchOf([column, column], values.length)]),
  );
  const [batch] = batches;
  assertEquals(batches.length, 1);
  assertEquals(decoder.head!.fields, FIELDS);
  assertEquals(decoder.head!.about, { zone: "UTC" });
  for (const found of batch!.columns) {
    values.forEach((_, row) => {
      assertEquals(found.tags[row], column.tags[row], `tag of row ${row}`);
      assertEquals(valueAt(found, row), valueAt(column, row));
    });
    assert(Object.is(found.numbers[12], -0));
  }
});

Deno.test("WeirDecoder hands text over as it stood in the row", () => {
  const texts = columnOf(["1.50", "true", escaped("\\u00e9"), "[1, 2]"]);
  const column: Column = {
    ...texts,
    layout: "spans",
    tags: Uint8Array.of(Tag.DOUBLE, Tag.TRUE, Tag.ESCAPED, Tag.NESTED),
  };
  const bytes = encodeAll([batchOf([column, column], 4)]);
  const { batches } = decodeAll(
    bytes,
    bytes.length,
    ({ name }) => name === "a" ? "text" : "value",
  );
  const [own, read] = batches[0]!.columns as [Column, Column];
  assertEquals(own.layout, "spans");
  assertEquals([0, 1, 2, 3].map((row) => textAt(own, row)), [
    "1.50",
    "true",
    "é",
    "[1, 2]",
  ]);
  const offset = own.spans[4]!;
  const raw = own.bytes.subarray(offset, offset + own.spans[5]!);
  assertEquals(new TextDecoder().decode(raw), "\\u00e9");
  assertEquals(valueAt(read, 0), 1.5);
});

Deno.test("WeirEncoder writes the selected rows and codes as text", () => {
  const batch: Batch = {
    ...batchOf([
      columnOf([1, 2, 3]),
      codeColumn(["x", "y"], [1, null, 0]),
    ], 3),
    selection: Uint32Array.of(0, 2, 7),
    selected: 2,
  };
  const [found] = decodeAll(encodeAll([batch])).batches;
  assertEquals(found!.selected, 2);
  assertEquals(
    found!.columns.map((column) => [valueAt(column, 0), valueAt(column, 1)]),
    [[1, 3], ["y", "x"]],
  );
});

Deno.test("WeirDecoder gives back lines, times, newest and windows", () => {
  const batch: Batch = {
    ...batchOf([columnOf([1, 2, 3]), columnOf([4, 5, 6])], 3),
    selection: Uint32Array.of(1, 2),
    selected: 2,
    lines: linesOf("x\n\nbb\nccc\n", [0, 3, 6], [1, 5, 9]),
    timesUs: Float64Array.of(1, NaN, 1_577_934_245_678_901),
    newestUs: Float64Array.of(-Infinity, -Infinity, -5),
    newestAfterUs: 1_577_934_245_678_901,
    windows: [
      { startUs: -60, endUs: 0, from: 0, to: 0 },
      { startUs: 0, endUs: 60, from: 0, to: 2 },
    ],
  };
  const [found] = decodeAll(encodeAll([batch])).batches;
  const { lines } = found!;
  const text = new TextDecoder().decode(lines!.bytes);
  assertEquals(
    [0, 1].map((row) => text.slice(lines!.starts[row], lines!.ends[row])),
    ["bb", "ccc"],
  );
  assertEquals([lines!.lineOf(0), lines!.lineOf(1)], [12, 13]);
  assertEquals(lines!.source, "api.ndjson");
  assertEquals(found!.timesUs, Float64Array.of(NaN, 1_577_934_245_678_901));
  assertEquals(found!.newestUs, Float64Array.of(-Infinity, -5));
  assertEquals(found!.newestAfterUs, 1_577_934_245_678_901);
  assertEquals(found!.windows, batch.windows);
  assertEquals(found!.windowStartsUs, undefined);
});

Deno.test("WeirDecoder gives back open windows", () => {
  const batch: Batch = {
    ...batchOf([columnOf([1, 2]), columnOf([4, 5])], 2),
    timesUs: Float64Array.of(1, 2),
    windowStartsUs: Float64Array.of(-60_000_000, NaN),
    newestAfterUs: -Infinity,
  };
  const [found] = decodeAll(encodeAll([batch])).batches;
  assertEquals(found!.windowStartsUs, Float64Array.of(-60_000_000, NaN));
  assertEquals(found!.newestAfterUs, -Infinity);
  assertEquals([found!.lines, found!.newestUs, found!.windows], [
    null,
    null,
    null,
  ]);
});

Deno.test("a batch of no rows carries progress alone", () => {
  const encoder = new WeirEncoder(FIELDS);
  const first = encoder.progress(5).slice();
  const second = encoder.encode({
    ...batchOf([columnOf([]), columnOf([])], 0),
    newestAfterUs: 9,
    windows: [{ startUs: 0, endUs: 7, from: 0, to: 0 }],
  }).slice();
  const bytes = new Uint8Array([...first, ...second, ...encoder.end()]);
  const { batches } = decodeAll(bytes);
  assertEquals(
    batches.map(({ rows, newestAfterUs, windows }) => [
      rows,
      newestAfterUs,
      windows,
    ]),
    [
      [0, 5, null],
      [0, 9, [{ startUs: 0, endUs: 7, from: 0, to: 0 }]],
    ],
  );
});

Deno.test("WeirDecoder does not show where the stream was cut", () => {
  const batch = {
    ...batchOf([columnOf(values), columnOf(values)], values.length),
    newestAfterUs: 3,
  };
  const bytes = encodeAll([batch, batch, batch]);
  const whole = decodeAll(bytes).batches;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), (chunk) => {
      const cut = decodeAll(bytes, chunk).batches;
      assertEquals(cut.length, 3);
      assertEquals(
        cut.map(({ columns }) =>
          columns.map(({ tags, numbers }) => [tags, numbers])
        ),
        whole.map(({ columns }) =>
          columns.map(({ tags, numbers }) => [tags, numbers])
        ),
      );
    }),
    { numRuns: 25 },
  );
});

Deno.test("other readers of Arrow read the stream as data", () => {
  const batch = {
    ...batchOf([columnOf([1, null]), columnOf(["x", "é"])], 2),
    lines: linesOf("x\ny\n", [0, 2], [1, 3]),
    timesUs: Float64Array.of(1_000, NaN),
  };
  const table = tableFromIPC(encodeAll([batch]));
  assertEquals(table.names, [
    "a",
    "_kind.a",
    "b",
    "_kind.b",
    "_raw",
    "_line",
    "_time",
    "_newest",
    "_window_start",
    "_window_end",
  ]);
  assertEquals([...table.getChild("a")], ["1", null]);
  assertEquals([...table.getChild("b")], ["x", "é"]);
  assertEquals([...table.getChild("_time")], [1, null]);
  assertEquals([...table.getChild("_line")], [10, 11]);
});

Deno.test("isWeirStream() tells the stream of a weir from other bytes as soon as it can", () => {
  const bytes = encodeAll([]);
  assertEquals(isWeirStream(bytes), true);
  assertEquals(isWeirStream(bytes.subarray(0, 3)), null);
  assertEquals(isWeirStream(bytes.subarray(0, 40)), null);
  assertEquals(isWeirStream(new Uint8Array(0)), null);
  assertEquals(isWeirStream(new TextEncoder().encode("{}")), false);
  assertEquals(isWeirStream(new Uint8Array(64).fill(255)), false);
});

Deno.test("WeirDecoder refuses damage, another version, plain Arrow and an early end", () => {
  const bytes = encodeAll([batchOf([columnOf([1]), columnOf([2])], 1)]);
  const code = (given: Uint8Array): string =>
    assertThrows(() => decodeAll(given), Fault).code;
  assertEquals(code(bytes.subarray(0, bytes.length - 8)), "weir/truncated");
  assertEquals(code(bytes.subarray(0, bytes.length - 20)), "weir/truncated");
  assertEquals(code(new Uint8Array(0)), "weir/truncated");
  assertEquals(code(new TextEncoder().encode("hello world")), "weir/damaged");
  const other = new TextDecoder("latin1").decode(bytes)
    .replace('"version":1', '"version":9');
  assertEquals(
    code(Uint8Array.from(other, (c) => c.charCodeAt(0))),
    "weir/version",
  );
});

Deno.test("WeirDecoder ends damaged bytes with a fault, whatever they are", () => {
  const bytes = encodeAll([
    batchOf([columnOf(values), columnOf(values)], values.length),
  ]);
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    }),
    (changes) => {
      const damaged = bytes.slice();
      for (const [at, byte] of changes) damaged[at] = byte;
      try {
        decodeAll(damaged);
      } catch (error) {
        assert(error instanceof Fault, String((error as Error).stack));
      }
    },
  ));
});
