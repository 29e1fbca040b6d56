import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Column,
  type Dictionary,
  valueAt,
} from "../../../lib/core/mod.ts";
import { GroupIndex } from "../../../lib/stream/fold/group_index.ts";
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

Deno.test("GroupIndex of no keys is one group, with rows and without", () => {
  const index = new GroupIndex(0);
  assertEquals(index.size, 1);
  const out = new Int32Array([9, 9, 9]);
  index.assign([], Uint32Array.of(0, 2), 2, out);
  assertEquals([...out], [0, 9, 0]);
});

Deno.test("GroupIndex tells how the groups came, whatever the keys and the cut", () => {
  const cell = fc.oneof(
    fc.constantFrom<TestCell>(null, "", "a", "b", 1, 2, true, { timeUs: 1 }),
    fc.integer({ min: 0, max: 30 }),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.tuple(cell, cell, cell, cell, fc.boolean()), {
        maxLength: 60,
      }),
      fc.integer({ min: 1, max: 20 }),
      (keys, rows, cut) => {
        const index = new GroupIndex(keys);
        const groups = new Map<string, number>();
        const found: number[] = [];
        const expected: number[] = [];
        for (let at = 0; at < rows.length; at += cut) {
          const part = rows.slice(at, at + cut);
          const columns = Array.from(
            { length: keys },
            (_, key) => columnOf(part.map((row) => row[key] as TestCell)),
          );
          const selection = part.flatMap((row, i) => row[4] ? [i] : []);
          const out = new Int32Array(part.length);
          index.assign(
            columns,
            Uint32Array.from(selection),
            selection.length,
            out,
          );
          for (const row of selection) {
            found.push(out[row]!);
            const name = JSON.stringify(part[row]!.slice(0, keys));
            if (!groups.has(name)) groups.set(name, groups.size);
            expected.push(groups.get(name)!);
          }
        }
        assertEquals(found, expected);
        assertEquals(index.size, groups.size);
        for (let key = 0; key < keys; key++) {
          const { values, rows: at } = index.key(key);
          for (const [name, group] of groups) {
            const cell = JSON.parse(name)[key];
            const plain = cell !== null && typeof cell === "object"
              ? cell.timeUs
              : cell;
            assertEquals(valueAt(values, at[group]!), plain);
          }
        }
      },
    ),
    { seed: 1 },
  );
});

Deno.test("GroupIndex tells how much it holds, which grows with its groups", () => {
  const index = new GroupIndex(2);
  const before = index.byteLength;
  const cells = Array.from({ length: 1000 }, (_, n) => n);
  index.assign(
    [columnOf(cells), columnOf(cells.map(String))],
    Uint32Array.from(cells),
    1000,
    new Int32Array(1000),
  );
  assert(index.byteLength > before + 1000 * 50);
});
