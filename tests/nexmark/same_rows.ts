import { assertEquals } from "@std/assert";

type Row = Readonly<Record<string, unknown>>;

/** Doubles may differ in their last digits (D5). */
const TOLERANCE = 1e-9;

/** Fails where two answers differ, order of rows and of columns aside. */
export function assertSameRows(
  actual: readonly Row[],
  expected: readonly Row[],
): void {
  assertEquals(actual.length, expected.length, "rows");
  const given = inOrder(actual);
  inOrder(expected).forEach((row, at) => {
    const other = given[at]!;
    assertEquals(Object.keys(other).sort(), Object.keys(row).sort());
    const near = Object.entries(row).every(([name, value]) =>
      isNear(value, other[name])
    );
    if (!near) assertEquals(other, row);
  });
}

function isNear(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}

function inOrder(rows: readonly Row[]): Row[] {
  const keyed = rows.map((row) => {
    const cells = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
    return { row, key: JSON.stringify(cells.map(([, value]) => rough(value))) };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ row }) => row);
}

function rough(value: unknown): unknown {
  return typeof value === "number" ? value.toPrecision(10) : value;
}
