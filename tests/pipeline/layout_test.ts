import { assertEquals, assertThrows } from "@std/assert";
import type { PlannedStep } from "../../lib/pipeline/plan.ts";
import {
  isBarrier,
  neededBy,
  Positions,
  projectionOf,
} from "../../lib/pipeline/layout.ts";
import type { Ref } from "../../lib/pipeline/shape.ts";

const input = (
  name: string,
  as: "value" | "text" | "code" = "value",
): Ref & { readonly kind: "input" } => ({ kind: "input", path: [name], as });

/** A step that reads columns: an expression of which only the columns matter here. */
function reading(id: number, ...refs: Ref[]): PlannedStep {
  return {
    kind: "compute",
    id,
    expression: {
      source: { text: "", source: "" },
      checked: {} as never,
      refs: Object.fromEntries(refs.map((ref, at) => [String(at), ref])),
    },
  };
}

function fold(...keys: Ref[]): PlannedStep {
  return {
    kind: "fold",
    window: null,
    completed: false,
    keys: keys.map((input, id) => ({ input, id, type: "ANY" })),
    calls: [],
    narrow: false,
    windowKeys: 0,
    startId: 90,
    endId: 91,
    revisionId: 92,
    counted: true,
  };
}

function fields(...refs: Ref[]) {
  return {
    kind: "fields" as const,
    format: "ndjson",
    fields: refs.map((input) => ({ name: "f", type: "ANY" as const, input })),
  };
}

Deno.test("a column is needed until its last reader, and no longer", () => {
  const [a, b, c] = [input("a"), input("b"), input("c")];
  assertEquals(
    neededBy([reading(1, a), reading(2, b, a)], fields(c)),
    [[a, b, c], [b, a, c], [c]],
  );
});

Deno.test("a column is needed once, however many read it", () => {
  const a = input("a");
  assertEquals(neededBy([reading(1, a, a), reading(2, a)], fields(a)), [
    [a],
    [a],
    [a],
  ]);
});

Deno.test("what is read behind a fold is not asked for before it", () => {
  const [a, b] = [input("a"), input("b")];
  const result: Ref = { kind: "output", id: 0 };
  assertEquals(isBarrier(fold(a)), true);
  assertEquals(
    neededBy([reading(1, b), fold(a), reading(2, result)], fields(result)),
    [[b, a], [a], [result], [result]],
  );
});

Deno.test("Positions gives columns their places in order, and refuses one that nobody made", () => {
  const positions = new Positions();
  assertEquals([positions.add(input("a")), positions.add(input("b"))], [0, 1]);
  assertEquals(positions.of(input("b")), 1);
  assertEquals([positions.size, positions.has(input("c"))], [2, false]);
  assertThrows(() => positions.of(input("c")), TypeError, "no step has made");
  // The same field handed over in another way is another column.
  assertEquals(positions.has(input("a", "text")), false);
});

Deno.test("a field that is decoded as codes serves those who want its values", () => {
  const positions = new Positions();
  positions.add(input("a", "code"));
  assertEquals(positions.of(input("a")), 0);
  assertEquals(
    projectionOf([input("a"), input("a", "code"), input("b")]),
    [input("a", "code"), input("b")],
  );
  assertEquals(
    projectionOf([{ kind: "computed", id: 1 }, input("a", "text"), input("a")]),
    [input("a", "text"), input("a")],
  );
});
