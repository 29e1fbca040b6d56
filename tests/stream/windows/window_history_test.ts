import { assertEquals, assertThrows } from "@std/assert";
import { ColumnBuilder, Fault, type Table } from "../../../lib/core/mod.ts";
import { WindowHistory } from "../../../lib/stream/windows/window_history.ts";

function tableOf(value: number): Table {
  const builder = new ColumnBuilder();
  builder.appendNumber(value);
  return {
    fields: [{ name: "n", type: "ANY" }],
    columns: [builder.finish()],
    rows: 1,
  };
}

const valuesOf = (tables: readonly Table[]) =>
  tables.map(({ columns }) => columns[0]!.numbers[0]);
const span = (number: number) => ({
  startUs: number * 10,
  endUs: number * 10 + 10,
});
const memory = { limitBytes: 1e6, mend: "" };

Deno.test("WindowHistory gives the last windows of a key, oldest first, and holds no more", () => {
  const history = new WindowHistory({ windows: 2, memory });
  for (const at of [1, 2, 3]) history.take("a", span(at), tableOf(at));
  history.take("b", span(3), tableOf(9));
  assertEquals(valuesOf(history.before("a", span(4))), [2, 3]);
  assertEquals(valuesOf(history.before("b", span(4))), [9]);
  assertEquals(history.before("c", span(4)), []);
  const { byteLength } = history;
  history.take("a", span(4), tableOf(4));
  assertEquals(history.byteLength, byteLength);
});

Deno.test("WindowHistory takes a window that leaves again in place of what it was", () => {
  const history = new WindowHistory({ windows: 2, memory });
  const telling = { window: 5, last: false, forgotten: [] };
  const told = (kind: "update" | "result" | "refire" | "withdrawal") => ({
    ...span(1),
    telling: { ...telling, kind },
  });
  history.take("", told("update"), tableOf(1));
  assertEquals(history.before("", span(2)), []);
  history.take("", told("result"), tableOf(2));
  history.take("", told("refire"), tableOf(3));
  assertEquals(valuesOf(history.before("", span(2))), [3]);
  assertEquals(history.before("", span(1)), []);
  history.take("", told("withdrawal"), tableOf(4));
  assertEquals(history.before("", span(2)), []);
  assertEquals(history.byteLength, 0);
});

Deno.test("WindowHistory keeps a window whose name goes to another", () => {
  const history = new WindowHistory({ windows: 2, memory });
  const telling = { window: 5, kind: "result", last: false } as const;
  history.take(
    "",
    { ...span(1), telling: { ...telling, forgotten: [] } },
    tableOf(1),
  );
  history.take(
    "",
    { ...span(2), telling: { ...telling, forgotten: [5] } },
    tableOf(2),
  );
  assertEquals(valuesOf(history.before("", span(3))), [1, 2]);
});

Deno.test("WindowHistory ends the run where it holds more than it may", () => {
  const history = new WindowHistory({
    windows: 2,
    memory: { limitBytes: 1, mend: "" },
  });
  assertThrows(() => history.take("", span(1), tableOf(1)), Fault);
});
