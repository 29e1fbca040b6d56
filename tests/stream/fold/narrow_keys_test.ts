import { assertEquals } from "@std/assert";
import { type FieldType, valueAt } from "../../../lib/core/mod.ts";
import { narrowGroups } from "../../../lib/stream/fold/narrow_keys.ts";
import { columnOf, type TestCell } from "../../format/batches.ts";

/** Groups by the values of their keys, with the places that became one. */
function narrowed(
  ...keys: readonly (readonly [FieldType | null, readonly TestCell[]])[]
): unknown {
  const count = keys[0]![1].length;
  const found = narrowGroups(
    keys.map(([type, cells]) => ({
      type,
      values: columnOf([...cells]),
      codes: Int32Array.from(cells, (_, at) => at),
    })),
    count,
  );
  return found?.members.map((members, row) => [
    ...found.keys.map((column) => valueAt(column, row)),
    members,
  ]) ?? null;
}

Deno.test("narrowGroups() leaves values of one kind as they are", () => {
  assertEquals(narrowed(["ANY", [1, 2, null]]), null);
  assertEquals(narrowed(["ANY", ["a", "b", null]]), null);
  assertEquals(narrowed(["ANY", [{ double: 1 }, { double: 2.5 }]]), null);
  assertEquals(narrowed(["ANY", [true, false, null]]), null);
  assertEquals(narrowed(["ANY", []]), null);
});

Deno.test("narrowGroups() makes doubles of whole numbers beside doubles, and one group of equal ones", () => {
  assertEquals(
    narrowed(["ANY", [1, 3, { double: 1 }, { double: 1.5 }, null]]),
    [[1, [0, 2]], [1.5, [3]], [3, [1]], [null, [4]]],
  );
});

Deno.test("narrowGroups() makes texts of values of several kinds, in the order of texts", () => {
  assertEquals(
    narrowed(["ANY", [true, 9, 10, { double: 9 }, "9", "b", null]]),
    [
      ["10", [2]],
      ["9", [1, 4]],
      ["9.0", [3]],
      ["b", [5]],
      ["true", [0]],
      [null, [6]],
    ],
  );
});

Deno.test("narrowGroups() gives a key the type that the plan has for it", () => {
  assertEquals(narrowed(["VARCHAR", [5, 6]]), [["5", [0]], ["6", [1]]]);
  assertEquals(narrowed(["NUMBER", [1, { double: 1 }]]), [[1, [0, 1]]]);
  assertEquals(narrowed(["BIGINT", [1, 2]]), null);
});

Deno.test("narrowGroups() looks at the rows of each window key alone, whose values keep their kinds", () => {
  assertEquals(
    narrowed(
      [null, ["p", "p", "q", "q"]],
      ["ANY", [1, "1", 1, 2]],
    ),
    null,
  );
  const codes = Int32Array.of(0, 0, 1, 1);
  const found = narrowGroups([
    { type: null, values: columnOf([7, "x"]), codes },
    {
      type: "ANY",
      values: columnOf([1, "1", 2]),
      codes: Int32Array.of(0, 1, 0, 2),
    },
  ], 4)!;
  assertEquals(found.members, [[0, 1], [2], [3]]);
  assertEquals(
    found.members.map((_, row) =>
      found.keys.map((column) => valueAt(column, row))
    ),
    [[7, "1"], ["x", 1], ["x", 2]],
  );
});
