import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Column,
  type Dictionary,
  valueAt,
} from "../../../lib/core/mod.ts";
import { KeyCoder } from "../../../lib/stream/fold/key_coder.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";
import { codeColumn } from "../../format/arrow_tables.ts";

function codes(coder: KeyCoder, column: Column, rows: number): number[] {
  const out = new Int32Array(rows);
  coder.assign(column, Uint32Array.from(out, (_, row) => row), rows, out);
  return [...out];
}

const coded = (coder: KeyCoder, ...cells: TestCell[]) =>
  codes(coder, columnOf(cells), cells.length);

Deno.test("KeyCoder numbers values in order of first appearance", () => {
  const coder = new KeyCoder();
  assertEquals(coded(coder, "b", "a", "b", 7, null, true, false), [
    0,
    1,
    0,
    2,
    3,
    4,
    5,
  ]);
  assertEquals(coded(coder, false, "a", "c"), [5, 1, 6]);
  assertEquals(coder.size, 7);
  assertEquals(
    Array.from({ length: 7 }, (_, row) => valueAt(coder.values(), row)),
    ["b", "a", 7, null, true, false, "c"],
  );
});

Deno.test("KeyCoder takes NULL and missing for one, zero and minus zero for one, and NaN for one", () => {
  assertEquals(coded(new KeyCoder(), null, undefined), [0, 0]);
  assertEquals(coded(new KeyCoder(), 0, { double: -0 }, { double: 0 }), [
    0,
    0,
    0,
  ]);
  assertEquals(coded(new KeyCoder(), { double: NaN }, { double: NaN }), [0, 0]);
});

Deno.test("KeyCoder takes a whole number and a double of its value for one, unless they are to stay apart", () => {
  assertEquals(coded(new KeyCoder(), 1, { double: 1 }), [0, 0]);
  const apart = new KeyCoder(true);
  assertEquals(coded(apart, 1, { double: 1 }, 1), [0, 1, 0]);
  apart.retain(0);
  apart.retain(1);
  apart.release(1);
  assertEquals(coded(apart, 1, { double: 2 }), [0, 1]);
});

Deno.test("KeyCoder never takes a text for a number, a moment or a truth value", () => {
  const different: TestCell[] = [
    "1",
    1,
    { timeUs: 1 },
    true,
    "true",
    null,
    "",
    "null",
    { json: "[1]" },
    "[1]",
    2n ** 60n,
    String(2n ** 60n),
  ];
  assertEquals(
    coded(new KeyCoder(), ...different),
    different.map((_, at) => at),
  );
});

Deno.test("KeyCoder takes a text for the same however it came", () => {
  const coder = new KeyCoder();
  assertEquals(coded(coder, "é\n", { escaped: "\\u00e9\\n" }), [0, 0]);
  assertEquals(codes(coder, codeColumn(["x", "é\n"], [1, 0, 1]), 3), [0, 1, 0]);
  assertEquals(coded(coder, "x"), [1]);
});

Deno.test("KeyCoder follows a dictionary that grows, and one that takes its place", () => {
  const coder = new KeyCoder();
  const texts = ["a"];
  const growing: Dictionary = {
    get size() {
      return texts.length;
    },
    text: (code) => texts[code]!,
  };
  const at = (list: number[], dictionary: Dictionary = growing) =>
    codes(coder, { ...codeColumn([], list), dictionary }, list.length);
  assertEquals(at([0, 0]), [0, 0]);
  for (let n = 1; n < 200; n++) texts.push(`t${n}`);
  assertEquals(at([199, 1, 0]), [1, 2, 0]);
  assertEquals(at([0, 1], { size: 2, text: (code) => ["t1", "a"][code]! }), [
    2,
    0,
  ]);
  assertEquals(at([1, 199, 5]), [2, 1, 3]);
});

Deno.test("KeyCoder tells thousands of texts apart, those of one hash and great length too", () => {
  const coder = new KeyCoder();
  // Texts that differ in the last byte only, and two bytes that an FNV hash mixes badly.
  const texts = Array.from(
    { length: 20_000 },
    (_, n) => `${"x".repeat(n % 50)}${n}${String.fromCharCode(n % 128)}`,
  );
  assertEquals(
    coded(coder, ...texts, ...texts),
    [...texts, ...texts].map((_, at) => at % 20_000),
  );
});

Deno.test("KeyCoder keeps its codes when the memory of the column is used again", () => {
  const coder = new KeyCoder();
  const column = columnOf(["first", "second"]);
  codes(coder, column, 2);
  column.bytes.fill(0x2e);
  assertEquals(coded(coder, "second", "first"), [1, 0]);
});

Deno.test("KeyCoder gives the codes of released values out again, and forgets none that is in use", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.oneof(
            fc.string({ maxLength: 3 }),
            fc.integer({ min: 0, max: 9 }),
            fc.constantFrom<TestCell>(null, true, false, { timeUs: 4 }),
          ),
          fc.nat(5),
        ),
        { maxLength: 200 },
      ),
      (cells) => {
        const coder = new KeyCoder();
        const kept: { code: number; cell: TestCell }[] = [];
        for (const [cell, drop] of cells) {
          const [code] = coded(coder, cell);
          coder.retain(code!);
          kept.push({ code: code!, cell });
          while (kept.length > drop) coder.release(kept.shift()!.code);
          for (const { code, cell } of kept) {
            assertEquals(coded(coder, cell), [code]);
          }
        }
        assertEquals(coder.size, new Set(kept.map(({ code }) => code)).size);
        assert(kept.every(({ code }) => code < 7));
      },
    ),
    { seed: 1 },
  );
});

Deno.test("KeyCoder forgets which code of a dictionary a released value had", () => {
  const coder = new KeyCoder();
  const dictionary: Dictionary = { size: 2, text: (code) => ["a", "b"][code]! };
  const at = (...list: number[]) =>
    codes(coder, { ...codeColumn([], list), dictionary }, list.length);
  assertEquals(at(0), [0]);
  coder.retain(0);
  coder.release(0);
  assertEquals(at(1, 0), [0, 1]);
});

Deno.test("KeyCoder does not hold the bytes of texts that came and went", () => {
  const coder = new KeyCoder();
  for (let n = 0; n < 3_000; n++) {
    const [code] = coded(coder, `${"x".repeat(500)}${n}`);
    coder.retain(code!);
    coder.release(code!);
  }
  assertEquals(coder.size, 0);
  assert(coder.byteLength < 400_000, `${coder.byteLength}`);
});

Deno.test("KeyCoder ranks values as ORDER BY does, all of them or a few", () => {
  const coder = new KeyCoder();
  const cells = ["b", "a", 10, 9, null, true, "\u{10000}", "\uffff"];
  const found = coded(coder, ...cells);
  const ordered = (some: number[]) => {
    const ranks = coder.ranks(Int32Array.from(some), some.length);
    return [...some].sort((a, b) => ranks[a]! - ranks[b]!);
  };
  assertEquals(ordered(found), [5, 3, 2, 1, 0, 7, 6, 4]);
  coded(coder, ...Array.from({ length: 100 }, (_, n) => `c${n}`));
  assertEquals(ordered([0, 1, 4]), [1, 0, 4]);
});
