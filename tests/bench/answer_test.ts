import { assertEquals, assertThrows } from "@std/assert";
import { type Answer, difference, minuteOf, readAnswer } from "./answer.ts";

const COUNTED = ["minute", "text", "number"] as const;

Deno.test("minuteOf() makes ISO 8601, DuckDB's and access log stamps alike", () => {
  const texts = [
    "2026-01-05T06:07:00Z",
    "2026-01-05 06:07:00",
    "2026-01-05T06:07",
    "[05/Jan/2026:06:07:59",
    "05/Jan/2026:06:07",
  ];
  for (const text of texts) assertEquals(minuteOf(text), "2026-01-05T06:07");
});

Deno.test("minuteOf() knows the last month", () => {
  assertEquals(minuteOf("31/Dec/2025:23:59:59"), "2025-12-31T23:59");
});

Deno.test("readAnswer() takes columns by position, whatever they are called", () => {
  const text = '{"minute":"2026-01-05 06:07:00","host":"a","n":3}\n';
  assertEquals(readAnswer(text, { printed: "ndjson", cells: COUNTED }), [
    ["2026-01-05T06:07", "a", 3],
  ]);
});

Deno.test("readAnswer() leaves out the end of a window where told to", () => {
  const text =
    '{"window_start":"2026-01-05T06:07:00Z","window_end":"2026-01-05T06:08:00Z","host":"a","n":3}\n';
  const read = readAnswer(text, {
    printed: "ndjson",
    cells: COUNTED,
    positions: [0, 2, 3],
  });
  assertEquals(read, [["2026-01-05T06:07", "a", 3]]);
});

Deno.test("readAnswer() reads counted lines with their count last", () => {
  const text = "      3 2026-01-05T06:07\ta\n     12 2026-01-05T06:08\tb\n";
  assertEquals(readAnswer(text, { printed: "counted", cells: COUNTED }), [
    ["2026-01-05T06:07", "a", 3],
    ["2026-01-05T06:08", "b", 12],
  ]);
});

Deno.test("readAnswer() refuses a line that is not counted", () => {
  assertThrows(
    () => readAnswer("oh no\n", { printed: "counted", cells: COUNTED }),
    SyntaxError,
  );
});

const ANSWER: Answer = [["a", 1], ["b", 0.3], ["c", 3]];

Deno.test("difference() finds none where only the order differs", () => {
  assertEquals(difference(ANSWER, ANSWER.toReversed()), null);
});

Deno.test("difference() lets doubles differ in their last digits", () => {
  assertEquals(
    difference(ANSWER, [["a", 1], ["b", 0.1 + 0.2], ["c", 3]]),
    null,
  );
});

Deno.test("difference() names a number that is wrong", () => {
  assertEquals(
    difference(ANSWER, [["a", 1], ["b", 0.31], ["c", 3]]),
    '["b",0.31] instead of ["b",0.3]',
  );
});

Deno.test("difference() names a key that is wrong", () => {
  assertEquals(
    difference(ANSWER, [["a", 1], ["B", 0.3], ["c", 3]]),
    '["B",0.3] instead of ["a",1]',
  );
});

Deno.test("difference() tells of rows that are too few or too many", () => {
  assertEquals(difference(ANSWER, [["a", 1]]), "1 rows instead of 3");
});

Deno.test("difference() does not take what is no number for one", () => {
  assertEquals(
    difference([["a", 1]], [["a", NaN]]),
    '["a",null] instead of ["a",1]',
  );
});
