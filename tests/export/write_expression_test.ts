import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { FieldType } from "../../lib/core/mod.ts";
import { FlinkWriter } from "../../lib/export/flink/expression.ts";
import { sparkWriter } from "../../lib/export/spark/expression.ts";
import type { ExpressionWriter } from "../../lib/export/write_expression.ts";
import { type Checked, checkValue, type Scope } from "../../lib/sql/mod.ts";

const TYPES: Readonly<Record<string, FieldType>> = {
  x: "DOUBLE",
  y: "DOUBLE",
  n: "BIGINT",
  ok: "BOOLEAN",
  bad: "BOOLEAN",
  ts: "TIMESTAMP",
  word: "VARCHAR",
};
const SCOPE: Scope = {
  resolve(path) {
    const type = TYPES[String(path[0])];
    return type === undefined ? null : { type, known: true };
  },
  names: () => Object.keys(TYPES),
};

const flinkWriter = new FlinkWriter((column) => column);

function checked(text: string): Checked {
  return checkValue({ text, source: "expression" }, SCOPE).node;
}

Deno.test("brackets stand where operators meet, and nowhere else", () => {
  const written: readonly [text: string, flink: string, spark: string][] = [
    ["x > 1", "x > 1E0", "x > 1D"],
    ["(x - y) * x", "(x - y) * x", "(x - y) * x"],
    ["ok AND (bad OR x > y)", "ok AND (bad OR x > y)", "ok AND (bad OR x > y)"],
    ["NOT (x > y)", "NOT (x > y)", "NOT (x > y)"],
    ["(x > y) IS NULL", "(x > y) IS NULL", "(x > y) IS NULL"],
    ["(n + 1) IN (1, 2)", "(n + 1) IN (1, 2)", "try_add(n, 1L) IN (1, 2)"],
    // Flink would cut the list to the type of the literal, one character or 32 bits.
    ["'a' IN (word)", "CAST('a' AS STRING) IN (word)", "'a' IN (word)"],
    ["5 IN (n, 7)", "CAST(5 AS BIGINT) IN (n, 7)", "5L IN (n, 7)"],
    ["upper(word || 'a')", "UPPER(word || 'a')", "upper(word || 'a')"],
    [
      "CASE WHEN x > y THEN x + y ELSE 0 END",
      "CASE WHEN x > y THEN x + y ELSE 0E0 END",
      "CASE WHEN x > y THEN x + y ELSE 0D END",
    ],
    [
      "CASE WHEN ok THEN x END",
      "CASE WHEN ok THEN x END",
      "CASE WHEN ok THEN x END",
    ],
    ["coalesce(x + y, 0)", "COALESCE(x + y, 0E0)", "coalesce(x + y, 0D)"],
    [
      "CAST(n AS DOUBLE) * x",
      "CAST(n AS DOUBLE) * x",
      "CAST(n AS DOUBLE) * x",
    ],
    // Where it divides, what is multiplied by it comes first.
    [
      "x * epoch(ts)",
      "x * ((EXTRACT(EPOCH FROM ts) * 1000 + EXTRACT(MILLISECOND FROM ts)) / 1E3)",
      "x * (CAST(unix_micros(CAST(ts AS TIMESTAMP)) AS DOUBLE) / 1000000D)",
    ],
    [
      "date_trunc('hour', ts + INTERVAL 1 DAY)",
      "FLOOR((ts + INTERVAL '1' DAY) TO HOUR)",
      "date_trunc('HOUR', try_add(ts, make_interval(0, 0, 0, 1, 0, 0, 0)))",
    ],
    [
      "CAST(n AS TINYINT) + 1",
      "CASE WHEN n BETWEEN -128 AND 127 THEN n END + 1",
      "try_add(CASE WHEN n BETWEEN -128 AND 127 THEN n END, 1L)",
    ],
  ];
  for (const [text, flink, spark] of written) {
    const node = checked(text);
    assertEquals(
      [flinkWriter.whole(node), sparkWriter.whole(node)],
      [flink, spark],
    );
  }
});

/** Expressions whose text is the same in weir and on both targets, with brackets around all. */
const { number } = fc.letrec<{ number: string; truth: string }>((tie) => {
  const [number, truth] = [tie("number"), tie("truth")];
  const two = (operators: readonly string[], part: fc.Arbitrary<string>) =>
    fc.tuple(part, fc.constantFrom(...operators), part)
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`);
  return {
    number: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom("x", "y"),
      two(["+", "-", "*"], number),
      number.map((one) => `(-${one})`),
      fc.tuple(truth, number, number).map(([when, then, otherwise]) =>
        `(CASE WHEN ${when} THEN ${then} ELSE ${otherwise} END)`
      ),
      fc.tuple(number, number).map((two) => `coalesce(${two.join(", ")})`),
    ),
    truth: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom("ok", "bad"),
      two(["=", "<>", "<", "<=", ">", ">="], number),
      two(["AND", "OR"], truth),
      truth.map((one) => `(NOT ${one})`),
      fc.tuple(number, fc.constantFrom("IS NULL", "IS NOT NULL"))
        .map(([one, test]) => `(${one} ${test})`),
      fc.tuple(truth, fc.constantFrom("IS TRUE", "IS NOT FALSE"))
        .map(([one, test]) => `(${one} ${test})`),
      fc.tuple(number, number, number)
        .map(([one, ...list]) => `(${one} IN (${list.join(", ")}))`),
    ),
  };
});

/** A tree without the places of its parts in their text. */
function withoutPlaces(node: Checked): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) => key === "span" ? undefined : value),
  );
}

const targets: readonly [name: string, writer: ExpressionWriter][] = [
  ["Flink", flinkWriter],
  ["Spark", sparkWriter],
];
for (const [name, writer] of targets) {
  Deno.test(`what is written for ${name} is read as it was meant, with fewer brackets`, () => {
    fc.assert(
      fc.property(number, (text) => {
        const node = checked(text);
        assertEquals(
          withoutPlaces(checked(writer.whole(node))),
          withoutPlaces(node),
        );
      }),
      { numRuns: 500 },
    );
  });
}
