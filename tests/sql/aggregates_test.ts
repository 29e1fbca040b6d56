import { assert, assertEquals, assertThrows } from "@std/assert";
import { Fault, type FieldType } from "../../lib/core/mod.ts";
import {
  checkAggregates,
  checkQuery,
  parseItems,
  parseQuery,
  type Scope,
} from "../../lib/sql/mod.ts";

const TYPES: Readonly<Record<string, FieldType>> = {
  status: "BIGINT",
  ms: "DOUBLE",
  path: "VARCHAR",
  ok: "BOOLEAN",
  at: "TIMESTAMP",
};
const scope: Scope = {
  resolve(path) {
    const name = String(path[0]);
    const type = TYPES[name];
    if (type !== undefined) return { type, known: true };
    return name.startsWith("open") ? { type: "ANY", known: false } : null;
  },
  names: () => Object.keys(TYPES),
};

function check(text: string) {
  const source = { text, source: "agg list" };
  return checkAggregates(source, parseItems(source), scope);
}

function query(text: string) {
  const { query, reason } = parseQuery({ text, source: "sql query" });
  assert(query !== null, String(reason));
  return checkQuery(query, scope);
}

const codeOf = (run: () => unknown) => assertThrows(run, Fault).code;

Deno.test("checkAggregates() splits a list into aggregates and expressions over them", () => {
  const { aggregates, items } = check(
    "count(*) FILTER (status >= 500) / count(*) AS bad, count(*) AS n, max(ms) - min(ms) AS spread",
  );
  assertEquals(
    aggregates.map((
      { name, args, filter },
    ) => [name, args.length, filter?.type ?? null]),
    [["count", 0, "BOOLEAN"], ["count", 0, null], ["max", 1, null], [
      "min",
      1,
      null,
    ]],
  );
  assertEquals(items.map(({ name, checked }) => [name, checked.type]), [
    ["bad", "DOUBLE"],
    ["n", "BIGINT"],
    ["spread", "DOUBLE"],
  ]);
  // The same aggregate is computed once.
  const [, n] = items;
  assert(n?.checked.kind === "slot" && n.checked.index === 1);
});

Deno.test("aggregates have the types that DuckDB gives them", () => {
  const cases: Readonly<Record<string, FieldType>> = {
    "count(path)": "BIGINT",
    "sum(status)": "HUGEINT",
    "sum(ms)": "DOUBLE",
    "sum(open)": "NUMBER",
    "sum(ok)": "HUGEINT",
    "avg(status)": "DOUBLE",
    "min(at)": "TIMESTAMP",
    "max(open)": "ANY",
    "median(at)": "TIMESTAMP",
    "p99(status)": "DOUBLE",
    "quantile_disc(status, 0.5)": "BIGINT",
    "stddev(status)": "DOUBLE",
    "arg_max(path, ms)": "VARCHAR",
    "bool_or(ok)": "BOOLEAN",
    "string_agg(status)": "VARCHAR",
    "mode(path)": "VARCHAR",
    "list(status)": "JSON",
  };
  for (const [text, type] of Object.entries(cases)) {
    assertEquals(check(text).items[0]?.checked.type, type, text);
  }
});

Deno.test("short forms stand for what they are short for", () => {
  const { aggregates, uses } = check(
    "p50(open_a), median(ms), mean(open_b), variance(ms)",
  );
  assertEquals(
    aggregates.map(({ name, constants }) => [name, constants]),
    [["quantile_cont", [0.5]], ["quantile_cont", [0.5]], ["avg", []], [
      "var_samp",
      [],
    ]],
  );
  assertEquals(uses.map(({ path, type }) => [path[0], type]), [[
    "open_a",
    "NUMBER",
  ], ["open_b", "NUMBER"]]);
});

Deno.test("an aggregate without AS takes its function's name, and names stand once", () => {
  assertEquals(
    check("count(*), p99(ms), sum(ms) / 2").items.map(({ name }) => name),
    ["count", "p99", "(sum(ms) / 2)"],
  );
  assertEquals(codeOf(() => check("count(*), count(path)")), "sql/twin");
});

Deno.test("each aggregate says what a fold holds for it", () => {
  const holds = (text: string) => check(text).aggregates[0]?.holds;
  assertEquals(holds("sum(ms)"), "partials");
  assertEquals(holds("p99(ms)"), "values");
  assertEquals(holds("count(DISTINCT path)"), "values");
  assertEquals(holds("max(DISTINCT ms)"), "partials");
  assertEquals(holds("approx_count_distinct(path)"), "sketch");
  assertEquals(holds("approx_count_distinct(DISTINCT path)"), "sketch");
  assertEquals(holds("approx_quantile(DISTINCT ms, 0.5)"), "values");
  assertEquals(holds("arg_max(DISTINCT path, ms)"), "partials");
});

Deno.test("checkAggregates() refuses what has no one value for a group", () => {
  const cases: Readonly<Record<string, string>> = {
    path: "sql/not-aggregated",
    "sum(ms) + ms": "sql/not-aggregated",
    "sum(count(*))": "sql/aggregate",
    "sum(path)": "sql/argument-type",
    "avg(ok)": "sql/argument-type",
    "quantile_cont(ms, 95)": "sql/arguments",
    "quantile_cont(ms)": "sql/arguments",
    "string_agg(path, path)": "sql/arguments",
    "sum(*)": "sql/arguments",
    "count(*) FILTER (status)": "sql/no-truth-value",
    "lower(path) FILTER (ok)": "sql/aggregate",
  };
  for (const [text, code] of Object.entries(cases)) {
    assertEquals(codeOf(() => check(text)), code, text);
  }
});

Deno.test("an aggregate of numbers says what to write for moments and truth values", () => {
  const cases: Readonly<Record<string, string>> = {
    "sum(at)": "Write epoch(at), which counts seconds",
    "approx_quantile(at, 0.5)":
      "Write quantile_cont(at, ...), which takes moments",
    "avg(ok)": "Write count_if(ok), or avg(CAST(... AS BIGINT))",
    "stddev(path)": "Write CAST(path AS DOUBLE)",
  };
  for (const [text, mend] of Object.entries(cases)) {
    assertEquals(assertThrows(() => check(text), Fault).mend, mend, text);
  }
});

Deno.test("checkQuery() replaces keys of groups and results of aggregates by slots", () => {
  const found = query(
    "SELECT date_trunc('minute', at) AS m, count(*) AS n FROM events WHERE status >= 500 GROUP BY m HAVING n > 1 ORDER BY n DESC, 1 LIMIT 3",
  );
  assertEquals(found.grouped, true);
  assertEquals(found.columns, ["m", "n"]);
  assertEquals(found.groups.map(({ type }) => type), ["TIMESTAMP"]);
  assertEquals(
    found.items.map(({ checked }) =>
      checked.kind === "slot" ? checked.of : checked.kind
    ),
    ["group", "aggregate"],
  );
  assertEquals(
    found.orderBy?.map(({ checked, descending }) => [checked.kind, descending]),
    [["slot", true], ["slot", false]],
  );
  assertEquals(found.having?.type, "BOOLEAN");
  assertEquals(found.fields.map(({ path }) => path[0]), ["status", "at"]);
});

Deno.test("checkQuery() reads GROUP BY ALL, numbers of columns and the name of the table", () => {
  assertEquals(
    query("SELECT path, sum(ms) FROM events GROUP BY ALL").groups.length,
    1,
  );
  assertEquals(
    query("SELECT path, sum(ms) FROM events GROUP BY 1").groups.length,
    1,
  );
  assertEquals(query("SELECT events.path FROM events").fields[0]?.path, [
    "path",
  ]);
  assertEquals(query("SELECT count(*) FROM events").grouped, true);
  const plain = query("SELECT *, ms * 2 AS twice FROM events WHERE ok");
  assertEquals([plain.grouped, plain.star, plain.columns], [false, true, null]);
});

Deno.test("checkQuery() reads undeclared fields by their use, beside GROUP BY too", () => {
  const { fields, items } = query(
    "SELECT open, open + 1 AS next FROM events GROUP BY open",
  );
  assertEquals(fields, [{ path: ["open"], type: "ANY" }]);
  assertEquals(items.map(({ checked }) => checked.type), ["ANY", "NUMBER"]);
});

Deno.test("checkQuery() refuses what is neither grouped nor aggregated", () => {
  assertEquals(
    codeOf(() => query("SELECT path, count(*) FROM events")),
    "sql/not-aggregated",
  );
  assertEquals(
    codeOf(() => query("SELECT * FROM events GROUP BY path")),
    "sql/star",
  );
  assertEquals(
    codeOf(() => query("SELECT path FROM events ORDER BY 5")),
    "sql/position",
  );
});
