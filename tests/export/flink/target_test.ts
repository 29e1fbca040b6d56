import { assertEquals } from "@std/assert";
import { flinkTarget } from "../../../lib/export/flink/mod.ts";
import { judgeAll } from "../../../lib/export/mod.ts";
import { planOf } from "../plan_of.ts";

const ROWS =
  '{"ts":"2024-01-01T00:00:01Z","level":"error","ms":12,"f":1.5,"ok":true,"tags":["a"],"user":{"id":"u1"}}\n';

/** What is not exact in a pipeline, as `label: verdict code`; formats, times and fields left out. */
async function judged(
  words: readonly string[],
  finite = true,
): Promise<string[]> {
  const { constructs } = await planOf(words, ROWS, finite);
  return judgeAll(constructs, [flinkTarget], { finite }).flatMap(
    ({ construct: { label, what }, judgements }) => {
      const { verdict, code } = judgements.get("flink")!;
      const told = !["format", "time", "column"].includes(what.kind) &&
        verdict !== "exact";
      return told ? [`${label}: ${verdict} ${code}`] : [];
    },
  );
}

const expression = (text: string) => judged(["select", `${text} AS x`]);
const aggregate = (text: string) =>
  judged(["window", "1m", "then", "agg", `${text} AS x`]);

Deno.test("flinkTarget takes what Flink says in the same words", async () => {
  const exact = [
    "ms + 1",
    "ms / 0",
    "substr(level, 2, 3)",
    "level LIKE 'e%'",
    "regexp_extract(level, '(e+)r', 1)",
    "regexp_replace(level, 'r+', '-', 'g')",
    "regexp_replace(level, 'r*', '-')",
    "regexp_replace(level, '(r)(o)', '<\\2\\1>')",
    "substr(level, -2)",
    "split_part(level, 'r', -1)",
    "round(f, 2)",
    "dayname(ts)",
    "try_cast(level AS TIMESTAMP)",
    "try_cast(level AS DATE)",
    "CASE WHEN ok THEN ms ELSE 0 END",
    "date_trunc('week', ts)",
    "ts + INTERVAL 90 MINUTES",
    "try_cast(level AS BIGINT)",
    "greatest(ms, 3)",
  ];
  for (const text of exact) {
    assertEquals([text, ...await expression(text)], [text]);
  }
});

Deno.test("flinkTarget refuses functions that are in no table", async () => {
  assertEquals(await expression("strip_accents(level)"), [
    "strip_accents: no P006",
  ]);
  assertEquals(await expression("f % 2"), ["%: no P006"]);
  assertEquals(await expression("trim(level, 'er')"), []);
  assertEquals(await expression("trim(level, level)"), ["trim: no P006"]);
  assertEquals(await expression("now()"), ["now(): no P021"]);
  assertEquals(await expression("strptime(level, '%Y')"), [
    "strptime: no P009",
  ]);
});

Deno.test("flinkTarget refuses patterns that are not in the text, or mean another thing in Java", async () => {
  for (
    const text of [
      "level LIKE level",
      "regexp_matches(level, level)",
      "regexp_replace(level, 'r*', '-', 'g')",
      "regexp_replace(level, 'r', level)",
      "regexp_replace(level, '(r)', '<\\2>')",
      "regexp_replace(level, '(r)', '<\\1>', 'g')",
    ]
  ) {
    const [first = ""] = await expression(text);
    assertEquals([text, first.replace(/^.*: /u, "")], [text, "no P007"]);
  }
});

Deno.test("flinkTarget says where values differ within a bound", async () => {
  assertEquals(await expression("upper(level)"), ["upper: approximate P011"]);
  assertEquals(await expression("coalesce(cast(level AS DOUBLE), 0.0)"), [
    "cast(level AS DOUBLE): approximate P011",
  ]);
  assertEquals(await expression("cast(level AS DOUBLE) + 1"), []);
  const [spread = ""] = await aggregate("stddev(f)");
  assertEquals(spread.replace(/^.*: /u, ""), "approximate P011");
});

Deno.test("flinkTarget refuses times that Flink reads otherwise", async () => {
  assertEquals(await expression("strftime(ts, '%A')"), ["strftime: no P009"]);
  assertEquals(await expression("ts + INTERVAL 1 MONTH"), ["+: no P009"]);
  // Both sums begin at the same place.
  assertEquals(
    await expression("ts + INTERVAL 1 MONTH + INTERVAL 3 HOUR"),
    ["+: no P009"],
  );
});

Deno.test("flinkTarget takes aggregates that do not hang on order", async () => {
  for (
    const text of [
      "count(*)",
      "count(DISTINCT level)",
      "sum(ms) FILTER (WHERE ok)",
      "avg(f)",
      "max(level)",
      "p99(ms)",
      "bool_and(ok)",
    ]
  ) assertEquals([text, ...await aggregate(text)], [text]);
});

Deno.test("flinkTarget refuses aggregates that hang on order, or that Flink has not", async () => {
  const code = async (text: string) =>
    (await aggregate(text)).map((one) => one.replace(/^.*: /u, ""));
  assertEquals(await code("first(level)"), ["no P010"]);
  assertEquals(await code("string_agg(level)"), ["no P010"]);
  assertEquals(await code("arg_max(level, ms)"), ["no P006"]);
  assertEquals(await code("quantile_disc(ms, 0.5)"), ["no P006"]);
  assertEquals(await code("median(DISTINCT ms)"), ["no P012"]);
});

Deno.test("flinkTarget refuses windows that overlap in parts of a step", async () => {
  const words = [
    "window",
    "5m",
    "--every",
    "2m",
    "then",
    "agg",
    "count(*) AS n",
  ];
  assertEquals(await judged(words), ["window 5m --every 2m: no P013"]);
});

Deno.test("flinkTarget refuses to wait for the end of an input that has none", async () => {
  const words = [
    "window",
    "5m",
    "--watermark",
    "end",
    "then",
    "agg",
    "count(*) AS n",
  ];
  assertEquals(await judged(words), []);
  assertEquals(await judged(words, false), [
    "window 5m --watermark end: no P032",
  ]);
});

Deno.test("flinkTarget aggregates all rows only where they end", async () => {
  const words = ["agg", "count(*) AS n", "--by", "level"];
  assertEquals(await judged(words), []);
  assertEquals(await judged(words, false), [
    "agg 'count(*) AS n' --by level: no P024",
  ]);
});

Deno.test("flinkTarget says that CSV loses its header", async () => {
  assertEquals(await judged(["select", "level", "-o", "csv"]), [
    "csv output: approximate P011",
  ]);
});

Deno.test("flinkTarget tells under which condition an answer is the same", async () => {
  const told = async (text: string) => {
    const { constructs } = await planOf(["select", `${text} AS a`], ROWS);
    return judgeAll(constructs, [flinkTarget], { finite: true })
      .flatMap(({ construct: { what }, judgements }) => {
        const { verdict, code } = judgements.get("flink")!;
        return what.kind === "function" || what.kind === "cast"
          ? [`${verdict} ${code}`]
          : [];
      });
  };
  assertEquals(await told("ms + ms"), ["exact P028"]);
  assertEquals(await told("hour(ts)"), ["exact P009"]);
  assertEquals(await told("date_trunc('day', ts)"), ["exact null"]);
  assertEquals(await told("date_trunc('week', ts)"), ["exact P009"]);
  assertEquals(await told("date_trunc('month', ts)"), ["exact P009"]);
  assertEquals(await told("trim(level)"), ["exact P011"]);
  assertEquals(await told("level > '\u{1F600}'"), ["exact P011"]);
  assertEquals(await told("level > 'b'"), ["exact null"]);
  assertEquals(await told("regexp_matches(level, '(a|bc)*')"), ["exact P007"]);
  assertEquals(await told("regexp_matches(level, '(a|bc){2}[ab]*(ab)*')"), [
    "exact null",
  ]);
});
