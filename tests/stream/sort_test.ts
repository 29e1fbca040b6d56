import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { compareValues, type Value } from "../../lib/core/mod.ts";
import { type Projection, sortStep } from "../../lib/stream/mod.ts";
import { batchOf, columnOf, linesBatch, spansOf } from "../format/batches.ts";
import { Tag } from "../../lib/core/mod.ts";
import { collect, windowsOf } from "./collect.ts";

const first: Projection = (columns) => columns[0]!;
const ascending = { value: first, descending: false, nullsFirst: false };

Deno.test("sortStep() sorts NULL last, also the other way round, unless told otherwise", () => {
  const batch = batchOf([columnOf([2, null, 3, undefined, 1])], 5);
  const sorted = (descending: boolean, nullsFirst: boolean) =>
    collect(sortStep([{ value: first, descending, nullsFirst }]), [batch])[0]!
      .rows.map(([value]) => value);
  assertEquals(sorted(false, false), [1, 2, 3, null, null]);
  assertEquals(sorted(true, false), [3, 2, 1, null, null]);
  assertEquals(sorted(false, true), [null, null, 1, 2, 3]);
  assertEquals(sorted(true, true), [null, null, 3, 2, 1]);
});

Deno.test("sortStep() compares texts by their bytes, above and below the surrogates", () => {
  const texts = ["\u{1f600}", "z", "\uff5e", "é", "Z", ""];
  const [taken] = collect(sortStep([ascending]), [
    batchOf([columnOf(texts)], texts.length),
  ]);
  assertEquals(taken!.rows.map(([text]) => text), [
    "",
    "Z",
    "z",
    "é",
    "\uff5e",
    "\u{1f600}",
  ]);
});

Deno.test("sortStep() sorts whole numbers beyond 2^53 exactly", () => {
  const values = [9007199254740993n, 9007199254740992, 9007199254740994n];
  const [taken] = collect(sortStep([ascending]), [
    batchOf([columnOf(values)], 3),
  ]);
  assertEquals(taken!.rows.map(([value]) => BigInt(value as number)), [
    9007199254740992n,
    9007199254740993n,
    9007199254740994n,
  ]);
});

Deno.test("sortStep() keeps the text of values and the lines with their rows", () => {
  const batch = linesBatch("c 1e2\nb 10\na 1.50\n", [
    columnOf([3, 2, 1]),
    spansOf([["1e2", Tag.DOUBLE], ["10", Tag.INTEGER], ["1.50", Tag.DOUBLE]]),
  ]);
  let lines: string[] = [];
  sortStep([ascending]).push(batch, (sorted) => {
    const { bytes, starts, ends } = sorted.lines!;
    lines = Array.from(
      { length: sorted.rows },
      (_, row) =>
        new TextDecoder().decode(bytes.subarray(starts[row]!, ends[row]!)),
    );
    assertEquals(sorted.columns[1]!.layout, "spans");
  });
  assertEquals(lines, ["a 1.50", "b 10", "c 1e2"]);
});

Deno.test("sortStep() moves the times and marks of rows with them", () => {
  const batch = {
    ...batchOf([columnOf([3, 1, 9, 2])], 4, [0, 1, 3]),
    timesUs: Float64Array.of(30, 10, 90, 20),
    newestUs: Float64Array.of(-1, 30, 30, 31),
    newestAfterUs: 44,
    windows: windowsOf([3]),
  };
  const [taken] = collect(sortStep([ascending]), [batch]);
  assertEquals(taken!.timesUs, [10, 20, 30]);
  assertEquals(taken!.newestUs, [30, 31, -1]);
  assertEquals(taken!.newestAfterUs, 44);
});

Deno.test("sortStep() agrees with a stable sort of each window", () => {
  const cell = fc.option(
    fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(0.5)),
  );
  const row = fc.tuple(cell, cell, fc.boolean());
  fc.assert(fc.property(
    fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 4 }),
    fc.boolean(),
    fc.boolean(),
    fc.boolean(),
    (windows, down, downToo, nullsFirst) => {
      const all = windows.flat();
      const second: Projection = (columns) => columns[1]!;
      const step = sortStep([
        { value: first, descending: down, nullsFirst },
        { value: second, descending: downToo, nullsFirst: false },
      ]);
      const selection = all.flatMap(([, , there], at) => there ? [at] : []);
      const batch = {
        ...batchOf(
          [
            columnOf(all.map(([a]) => a)),
            columnOf(all.map(([, b]) => b)),
            columnOf(all.map((_, at) => at)),
          ],
          all.length,
          selection,
        ),
        windows: windowsOf(
          windows.map((rows) => rows.filter(([, , there]) => there).length),
        ),
      };
      const order = (
        a: Value,
        b: Value,
        descending: boolean,
        nulls: boolean,
      ) => {
        if (a === null && b === null) return 0;
        if (a === null) return nulls ? -1 : 1;
        if (b === null) return nulls ? 1 : -1;
        return compareValues(a, b) * (descending ? -1 : 1);
      };
      const expected = windows.flatMap((rows, at) => {
        const before = windows.slice(0, at).flat().length;
        return rows.map(([a, b, there], i) => ({ a, b, there, n: before + i }))
          .filter(({ there }) => there)
          .sort((x, y) =>
            order(x.a, y.a, down, nullsFirst) ||
            order(x.b, y.b, downToo, false)
          ).map(({ n }) => n);
      });
      const [taken] = collect(step, [batch]);
      assertEquals(taken!.rows.map((values) => values[2]), expected);
    },
  ));
});
