// Rows and aggregates for the tests of D5, and what they compare by.
import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { good } from "./weir.ts";

/** Aggregates whose results do not follow from how ties are broken. */
const AGGREGATES: Readonly<Record<string, string>> = {
  n: "count(*)",
  xs: "count(x)",
  total: "sum(x)",
  mean: "avg(x)",
  least: "min(x)",
  most: "max(x)",
  first_text: "min(s)",
  last_text: "max(s)",
  spread: "stddev(x)",
  spread_all: "stddev_pop(x)",
  vary: "variance(x)",
  vary_all: "var_pop(x)",
  middle: "median(x)",
  p99: "quantile_cont(x, 0.99)",
  d90: "quantile_disc(x, 0.9)",
  texts: "count(DISTINCT s)",
  once: "sum(DISTINCT x)",
  all_true: "bool_and(b)",
  some_true: "bool_or(b)",
  trues: "count_if(b)",
  joined: "string_agg(s, '|')",
  one: "first(s)",
  other: "last(s)",
  any_one: "any_value(s)",
  where_most: "arg_max(s, i)",
  where_least: "arg_min(x, i)",
  few: "count(*) FILTER (x > 3)",
  share: "sum(x) FILTER (b) / count(*)",
  listed: "list(s)",
  product: "sum(x * 2 + i)",
  longest: "max(length(s))",
  middle_text: "quantile_disc(s, 0.5)",
  middle_truth: "quantile_disc(b, 0.3)",
  once_most: "arg_max(DISTINCT s, i)",
  moment: "median(make_timestamp(i * 1000003))",
};

/** Calls of all of them. */
export const LIST = Object.entries(AGGREGATES).map(([name, call]) =>
  `${call} AS ${name}`
).join(", ");

/** Values of `x`. */
export const whole = fc.integer({ min: -50, max: 50 });
/** Others, with two digits behind the point. */
export const fraction = fc.integer({ min: -5_000, max: 5_000 }).map((n) =>
  n / 100
);
/** Others, beyond what a double holds. */
export const great = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n });

/** Rows of JSON whose `x` is of one kind, some without it; windows of a minute, keys, an order in `i`. */
export function rows(x: fc.Arbitrary<number | bigint>, seed: number): string {
  const [sample] = fc.sample(
    fc.array(
      fc.record({
        t: fc.integer({ min: 0, max: 400 }),
        k: fc.constantFrom("a", "b", "c", null),
        x: fc.option(x, { freq: 6 }),
        s: fc.option(fc.constantFrom("", "é", "z", "aa", "Z", "\u{1f600}"), {
          freq: 6,
        }),
        b: fc.option(fc.boolean(), { freq: 4 }),
      }),
      { minLength: 300, maxLength: 300 },
    ),
    { numRuns: 1, seed },
  );
  return sample!.map(({ t, k, x, s, b }, i) =>
    `{"t":${t},"i":${i},"k":${JSON.stringify(k)},"x":${x},"s":${
      JSON.stringify(s)
    },"b":${b}}\n`
  ).join("");
}

/** The same columns and values in the same order, doubles within 1e-9. */
export function assertSameRows(
  folded: readonly Record<string, unknown>[],
  asked: readonly Record<string, unknown>[],
): void {
  assertEquals(folded.length, asked.length);
  asked.forEach((row, at) => {
    const other = folded[at]!;
    assertEquals(Object.keys(other), Object.keys(row));
    for (const [name, value] of Object.entries(row)) {
      const found = other[name];
      if (typeof value === "number" && typeof found === "number") {
        const near = 1e-9 * Math.max(1, Math.abs(value));
        assertAlmostEquals(found, value, near, `${name} of row ${at}`);
      } else assertEquals(found, value, `${name} of row ${at}`);
    }
  });
}

/** Whether a query is folded, or held for DuckDB. */
export async function assertFolded(
  query: string,
  folded: boolean,
  stdin: string,
) {
  const text = await good(["explain", "sql", query], { stdin });
  assertEquals(
    /not folded/.test(text),
    !folded,
    `${query} is${folded ? " not" : ""} folded:\n${text}`,
  );
}
