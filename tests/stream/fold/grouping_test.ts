import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { valueAt } from "../../../lib/core/mod.ts";
import { Grouping } from "../../../lib/stream/fold/grouping.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";

Deno.test("Grouping of no keys is one group a pane, with rows and without", () => {
  const grouping = new Grouping([]);
  const groups = grouping.assign({
    columns: [],
    rows: 3,
    selection: Uint32Array.of(0, 2),
    selected: 2,
    panes: Int32Array.of(5, 5, 5),
  });
  const group = grouping.only(5);
  assertEquals([groups[0], groups[2]], [group, group]);
  const other = grouping.only(6);
  assert(other !== group);
  assertEquals([...grouping.sorted(6).slice(0, 1)], [other]);
  assertEquals([5, 6, 7].map((pane) => grouping.count(pane)), [1, 1, 0]);
  grouping.drop(5, (dropped) => assertEquals(dropped, group));
  assertEquals([5, 6].map((pane) => grouping.count(pane)), [0, 1]);
});

Deno.test("Grouping tells panes and values apart and forgets what is dropped, whatever the keys and the cut", () => {
  const cell = fc.oneof(
    fc.constantFrom<TestCell>(null, "", "a", "b", 1, 2, true, { timeUs: 1 }),
    fc.integer({ min: 0, max: 30 }),
  );
  const row = fc.tuple(cell, cell, cell, fc.nat(4), fc.boolean());
  fc.assert(
    fc.property(
      fc.nat(3),
      fc.array(row, { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (keys, rows, cut) => {
        const grouping = new Grouping([...Array(keys).keys()]);
        /** The values of each group, by name of pane and values. */
        const expected = new Map<string, TestCell[]>();
        for (let at = 0; at < rows.length; at += cut) {
          const part = rows.slice(at, at + cut);
          const selection = part.flatMap((row, i) => row[4] ? [i] : []);
          const groups = grouping.assign({
            columns: Array.from(
              { length: keys },
              (_, key) => columnOf(part.map((row) => row[key] as TestCell)),
            ),
            rows: part.length,
            selection: Uint32Array.from(selection),
            selected: selection.length,
            panes: Int32Array.from(part, (row) => row[3]),
          });
          const found = new Map<number, string>();
          for (const i of selection) {
            const cells = part[i]!.slice(0, keys) as TestCell[];
            const name = JSON.stringify([part[i]![3], ...cells]);
            expected.set(name, cells);
            assertEquals(found.get(groups[i]!) ?? name, name);
            found.set(groups[i]!, name);
          }
          for (let pane = 0; pane < 5; pane++) {
            const sorted = grouping.sorted(pane).slice(0, grouping.count(pane));
            const names = [...sorted].map((group) => {
              const values = Array.from({ length: keys }, (_, key) => {
                const [code] = grouping.codes(key, Uint32Array.of(group), 1);
                const column = grouping.values(key);
                const value = valueAt(column, code!);
                return column.tags[code!] === 10 ? { timeUs: value } : value;
              });
              return JSON.stringify([pane, ...values]);
            });
            assertEquals(
              names.toSorted(),
              [...expected.keys()].filter((name) =>
                JSON.parse(name)[0] === pane
              ).toSorted(),
            );
          }
          const dropped = at % 5;
          grouping.drop(dropped, () => {});
          for (const name of expected.keys()) {
            if (JSON.parse(name)[0] === dropped) expected.delete(name);
          }
        }
      },
    ),
    { seed: 1 },
  );
});

Deno.test("Grouping finds the group of another pane with the same values", () => {
  const grouping = new Grouping([0]);
  const [a, b] = grouping.assign({
    columns: [columnOf(["x", "y"])],
    rows: 2,
    selection: Uint32Array.of(0, 1),
    selected: 2,
    panes: Int32Array.of(0, 1),
  });
  const other = grouping.like(1, a!);
  assert(other !== a && other !== b);
  assertEquals(grouping.like(1, a!), other);
  assertEquals(grouping.like(0, other), a!);
  assertEquals([...grouping.sorted(1).slice(0, 2)], [other, b!]);
});

Deno.test("Grouping holds no more when windows come and go", () => {
  const grouping = new Grouping([0]);
  const cells = Array.from({ length: 1000 }, (_, n) => `${n}`);
  let most = 0;
  for (let round = 0; round < 20; round++) {
    grouping.assign({
      columns: [columnOf(cells.map((cell) => `${round} ${cell}`))],
      rows: 1000,
      selection: Uint32Array.from(cells, (_, row) => row),
      selected: 1000,
      panes: new Int32Array(1000).fill(round % 3),
    });
    if (round < 3) most = Math.max(most, grouping.byteLength);
    else assert(grouping.byteLength <= most * 2);
    if (round > 1) grouping.drop((round - 2) % 3, () => {});
  }
  assert(most > 1000 * 50);
});
