import { assertEquals } from "@std/assert";
import {
  type ComparedField,
  compareResults,
  isSame,
} from "../../../lib/export/prove/compare.ts";

const fields: readonly ComparedField[] = [
  { name: "window_start", type: "TIMESTAMP", identity: true },
  { name: "host", type: "VARCHAR", identity: true },
  { name: "n", type: "BIGINT", identity: false },
  { name: "ms", type: "DOUBLE", identity: false },
];

const row = (start: string, host: string | null, n: unknown, ms: unknown) =>
  JSON.stringify({ window_start: start, host, n, ms });

Deno.test("compareResults() finds the same rows in any order", () => {
  const mine = [
    row("2024-01-01T00:00:00Z", "a", 1, 0.1 + 0.2),
    row("2024-01-01T00:00:00Z", null, 2, null),
  ];
  const theirs = [
    '{"window_start":"2024-01-01T00:00:00.000Z","n":2}',
    row("2024-01-01T00:00:00Z", "a", "1", 0.3),
  ];
  const found = compareResults(mine, theirs, fields);
  assertEquals(isSame(found), true);
  assertEquals(found.equal, 2);
});

Deno.test("compareResults() names the fields that differ in rows of one identity", () => {
  const found = compareResults(
    [row("2024-01-01T00:00:00Z", "a", 1, 2)],
    [row("2024-01-01T00:00:00Z", "a", 2, 2)],
    fields,
  );
  assertEquals(found.different.map((one) => one.fields), [["n"]]);
  assertEquals(found.missing.length + found.extra.length, 0);
});

Deno.test("compareResults() tells a row that is there twice from one that is there once", () => {
  const one = row("2024-01-01T00:00:00Z", "a", 1, 2);
  const found = compareResults([one, one], [one], fields);
  assertEquals([found.equal, found.missing.length], [1, 1]);
  const other = compareResults([one], [one, one], fields);
  assertEquals([other.equal, other.extra.length], [1, 1]);
});

Deno.test("compareResults() keeps all digits of whole numbers", () => {
  const line = (n: string) =>
    `{"window_start":"2024-01-01T00:00:00Z","host":"a","n":${n},"ms":1}`;
  const close = compareResults(
    [line("9007199254740993")],
    [line("9007199254740992")],
    fields,
  );
  assertEquals(close.different.length, 1);
  const decimal = compareResults([line("10")], [line("10.0")], fields);
  assertEquals(decimal.equal, 1);
});

Deno.test("compareResults() tells NULL from an empty text and from zero", () => {
  const found = compareResults(
    [row("2024-01-01T00:00:00Z", null, null, null)],
    [row("2024-01-01T00:00:00Z", "", null, null)],
    fields,
  );
  assertEquals([found.missing.length, found.extra.length], [1, 1]);
  const zero = compareResults(
    [row("2024-01-01T00:00:00Z", "a", null, null)],
    [row("2024-01-01T00:00:00Z", "a", 0, 0)],
    fields,
  );
  assertEquals(zero.different[0]?.fields, ["n", "ms"]);
});

Deno.test("compareResults() matches rows without identity by their values, doubles within the tolerance", () => {
  const loose = fields.map((field) => ({ ...field, identity: false }));
  const found = compareResults(
    [
      row("2024-01-01T00:00:00Z", "a", 1, 0.1 + 0.2),
      row("2024-01-01T00:00:00Z", "a", 1, 7),
    ],
    [
      row("2024-01-01T00:00:00Z", "a", 1, 7),
      row("2024-01-01T00:00:00Z", "a", 1, 0.3),
    ],
    loose,
  );
  assertEquals(found.equal, 2);
});

Deno.test("compareResults() compares lines that are no JSON as text", () => {
  const text: readonly ComparedField[] = [
    { name: "_raw", type: "VARCHAR", identity: false },
  ];
  const found = compareResults(["a b", "c"], ["c", "d"], text);
  assertEquals([
    found.equal,
    found.missing.length + found.extra.length + 2 * found.different.length,
  ], [1, 2]);
});

Deno.test("compareResults() lets no moment differ by a millisecond, and sees nothing finer", () => {
  const at = [{ name: "at", type: "TIMESTAMP", identity: false }] as const;
  const found = (mine: string, theirs: string) =>
    isSame(compareResults([`{"at":"${mine}"}`], [`{"at":"${theirs}"}`], at));
  assertEquals(
    found("2024-01-01T00:00:00Z", "2024-01-01T00:00:00.001Z"),
    false,
  );
  assertEquals(
    found("2024-01-01T00:00:00.999999Z", "2024-01-01T00:00:00.999Z"),
    true,
  );
  assertEquals(
    found("9999-12-31T23:59:59.998976Z", "9999-12-31T23:59:59.999Z"),
    true,
  );
  assertEquals(
    found("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999Z"),
    true,
  );
});

Deno.test("compareResults() tells of rows that one engine alone has, however many are alike", () => {
  const many = Array.from({ length: 300_000 }, () => '{"a":1}');
  const fields = [{ name: "a", type: "BIGINT" as const, identity: false }];
  const { equal, extra } = compareResults(['{"a":1}'], many, fields);
  assertEquals([equal, extra.length], [1, many.length - 1]);
});
