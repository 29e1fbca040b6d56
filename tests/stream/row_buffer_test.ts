import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Batch,
  type Dictionary,
  lineNumbers,
  Tag,
} from "../../lib/core/mod.ts";
import { RowBuffer, sharedDictionaries } from "../../lib/stream/mod.ts";
import {
  batchOf,
  columnOf,
  linesBatch,
  spansOf,
  type TestCell,
} from "../format/batches.ts";
import { codeColumn } from "../format/arrow_tables.ts";
import { snapshot } from "./collect.ts";

function all(batch: Batch): Uint32Array {
  return Uint32Array.from(
    { length: batch.selected },
    (_, at) => batch.selection === null ? at : batch.selection[at]!,
  );
}

Deno.test("RowBuffer keeps rows when the memory they came from is used again", () => {
  const keeping = {
    columns: [1],
    layouts: ["values" as const],
    lines: true,
  };
  const buffer = new RowBuffer(keeping, sharedDictionaries(keeping));
  const batch = linesBatch("one\ntwo\r\n", [
    columnOf([1, 2]),
    columnOf(["eins", "zwei"]),
  ]);
  buffer.append(batch, all(batch), 2);
  batch.lines!.bytes.fill(0);
  batch.columns[1]!.bytes.fill(0);
  const kept = buffer.batch();
  assertEquals(snapshot(kept).rows, [["eins"], ["zwei"]]);
  const { bytes, starts, ends } = kept.lines!;
  assertEquals(
    [0, 1].map((row) =>
      new TextDecoder().decode(bytes.subarray(starts[row]!, ends[row]!))
    ),
    ["one", "two\r"],
  );
});

Deno.test("RowBuffer keeps the text of values byte for byte in a column of spans", () => {
  const keeping = { columns: [0], layouts: ["spans" as const], lines: false };
  const buffer = new RowBuffer(keeping, sharedDictionaries(keeping));
  const batch = batchOf([
    spansOf([["1.00", Tag.DOUBLE], ["", Tag.NULL], ["007", Tag.STRING]]),
  ], 3);
  buffer.append(batch, all(batch), 3);
  const [column] = buffer.batch().columns;
  const text = (row: number) =>
    new TextDecoder().decode(
      column!.bytes.subarray(
        column!.spans[2 * row]!,
        column!.spans[2 * row]! + column!.spans[2 * row + 1]!,
      ),
    );
  assertEquals([text(0), text(2)], ["1.00", "007"]);
  assertEquals([...column!.tags.subarray(0, 3)], [
    Tag.DOUBLE,
    Tag.NULL,
    Tag.STRING,
  ]);
});

Deno.test("RowBuffer keeps the numbers of its lines, in whatever order it takes rows", () => {
  const keeping = { columns: [], layouts: [], lines: true };
  const buffer = new RowBuffer(keeping, sharedDictionaries(keeping));
  buffer.append(linesBatch("a\n\nb\n"), Uint32Array.of(2, 0), 2);
  const held = buffer.batch();
  const again = new RowBuffer(keeping, sharedDictionaries(keeping));
  again.append(held, Uint32Array.of(1, 0), 2);
  const { lines } = again.batch();
  assertEquals([lines!.lineOf(0), lines!.lineOf(1)], [1, 3]);
  assertEquals([...lineNumbers(lines!, 2)], [1, 3]);
});

Deno.test("RowBuffer names the input of its lines where they are all of one", () => {
  const keeping = { columns: [], layouts: [], lines: true };
  const source = (...names: string[]) => {
    const buffer = new RowBuffer(keeping, sharedDictionaries(keeping));
    for (const source of names) {
      const batch = linesBatch("x\n");
      const lines = { ...batch.lines!, source };
      buffer.append({ ...batch, lines }, Uint32Array.of(0), 1);
    }
    return buffer.batch().lines!.source;
  };
  assertEquals(source("a.log", "a.log"), "a.log");
  assertEquals(source("a.log", "b.log"), "the inputs");
  assertEquals(source("a.log", "b.log", "b.log"), "the inputs");
});

Deno.test("RowBuffer follows a dictionary that grows, and one that takes its place", () => {
  const keeping = { columns: [0], layouts: ["values" as const], lines: false };
  const dictionaries = sharedDictionaries(keeping);
  const buffer = new RowBuffer(keeping, dictionaries);
  const texts = ["a"];
  const growing: Dictionary = {
    get size() {
      return texts.length;
    },
    text: (code) => texts[code]!,
  };
  const push = (codes: number[], dictionary?: Dictionary) => {
    const column = codeColumn(texts, codes);
    const batch = batchOf(
      [dictionary === undefined ? column : { ...column, dictionary }],
      codes.length,
    );
    buffer.append(batch, all(batch), codes.length);
  };
  push([0, 0], growing);
  texts.push("b", "c");
  push([2, 1], growing);
  push([0], { size: 1, text: () => "other" });
  push([1], growing);
  const other = batchOf([columnOf(["plain", null])], 2);
  buffer.append(other, all(other), 2);
  assertEquals(snapshot(buffer.batch()).rows.flat(), [
    "a",
    "a",
    "c",
    "b",
    "other",
    "b",
    "plain",
    null,
  ]);
});

Deno.test("RowBuffer gives back any values in any cut", () => {
  const cell = fc.oneof(
    fc.constantFrom<TestCell>(null, undefined, true, false, 0, -1.5),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.record({ timeUs: fc.integer() }),
    fc.record({ double: fc.integer() }),
  );
  fc.assert(fc.property(
    fc.array(fc.tuple(cell, fc.boolean(), fc.nat(4)), { maxLength: 60 }),
    (list) => {
      const keeping = {
        columns: [0],
        layouts: ["values" as const],
        lines: false,
      };
      const buffer = new RowBuffer(keeping, sharedDictionaries(keeping));
      for (let at = 0; at < list.length;) {
        const part = list.slice(at, at + 1 + list[at]![2]);
        at += part.length;
        const batch = batchOf(
          [columnOf(part.map(([value]) => value))],
          part.length,
          part.flatMap(([, there], row) => there ? [row] : []),
        );
        buffer.append(batch, all(batch), batch.selected);
      }
      const kept = list.filter(([, there]) => there).map(([value]) => value);
      assertEquals(
        snapshot(buffer.batch()).rows,
        snapshot(batchOf([columnOf(kept)], kept.length)).rows,
      );
      assertEquals(buffer.rows, kept.length);
    },
  ));
});
