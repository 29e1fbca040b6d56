import { assertEquals } from "@std/assert";
import type { FieldType } from "../../../lib/core/mod.ts";
import {
  judgeAll,
  type Judged,
  type Verdict,
} from "../../../lib/export/mod.ts";
import {
  sparkStreamTarget,
  sparkTarget,
} from "../../../lib/export/spark/mod.ts";
import { FUNCTIONS } from "../../../lib/sql/functions/catalog.ts";
import { planOf } from "../plan_of.ts";

const ROW =
  `{"ts":"2024-01-01T00:00:01Z","user":"ann","path":"/a","ms":1,"x":1.5,"ok":true,"o":{"a":1}}\n`;

/** What both targets make of a pipeline: the constructs that are not exact, with verdict and code. */
async function judged(words: readonly string[], finite = true) {
  const { constructs } = await planOf(words, ROW, finite);
  const all = judgeAll(constructs, [sparkTarget, sparkStreamTarget], {
    finite,
  });
  const of = (name: "spark" | "spark-stream") =>
    all.map((one) => told(one, name)).filter((text) => text !== null);
  return { batch: of("spark"), stream: of("spark-stream") };
}

function told(
  { construct, judgements }: Judged,
  name: "spark" | "spark-stream",
): string | null {
  const { verdict, code } = judgements.get(name)!;
  return verdict === "exact" ? null : `${construct.label}: ${verdict} ${code}`;
}

Deno.test("sparkTarget takes windows that wait for the end, sparkStreamTarget does not", async () => {
  const { batch, stream } = await judged(
    ["window", "1m", "then", "agg", "count(*) AS n"],
  );
  assertEquals(batch, []);
  assertEquals(stream, ["window 1m: no P032"]);
});

Deno.test("a delay makes late rows: a batch has none", async () => {
  const words = [
    ...["window", "1m", "--watermark", "5s", "then"],
    ...["agg", "count(*) AS n"],
  ];
  const label = "window 1m --watermark 5s: order-dependent";
  assertEquals(await judged(words), {
    batch: [`${label} P031`],
    stream: [`${label} P033`],
  });
  assertEquals((await judged(words, false)).stream, [`${label} P031`]);
});

Deno.test("windows that grow, and what is over all rows, are for batches", async () => {
  const grown = await judged([
    ...["window", "10m", "--step", "2m", "--watermark", "5s", "then"],
    ...["agg", "count(*) AS n"],
  ]);
  assertEquals(grown.stream, [
    "window 10m --step 2m --watermark 5s: no P034",
  ]);
  const all = await judged(["agg", "count(*) AS n"]);
  assertEquals(all, { batch: [], stream: ["agg 'count(*) AS n': no P024"] });
});

Deno.test("a step longer than the windows is none of Spark's", async () => {
  const words = (every: string) => [
    ...["window", "1m", "--every", every, "--watermark", "5s", "then"],
    ...["agg", "count(*) AS n"],
  ];
  const gaps = "window 1m --every 2m --watermark 5s: no P013";
  assertEquals(await judged(words("2m")), { batch: [gaps], stream: [gaps] });
  const same = await judged(words("30s"));
  assertEquals(same.batch, [
    "window 1m --every 30s --watermark 5s: order-dependent P031",
  ]);
});

Deno.test("aggregates are judged by what Spark does with them", async () => {
  const of = async (text: string) =>
    (await judged(["agg", `${text} AS a`])).batch;
  assertEquals(await of("count(DISTINCT user)"), []);
  assertEquals(await of("quantile_cont(x, 0.9)"), []);
  assertEquals(await of("string_agg(user)"), [
    "string_agg(user): order-dependent P010",
  ]);
  assertEquals(await of("max_by(user, ms)"), [
    "max_by(user, ms): order-dependent P010",
  ]);
  assertEquals(await of("approx_count_distinct(user)"), [
    "approx_count_distinct(user): approximate P011",
  ]);
  assertEquals(await of("list(user)"), ["list(user): no P006"]);
  assertEquals(await of("quantile_disc(x, 0.5)"), [
    "quantile_disc(x, 0.5): no P006",
  ]);
});

Deno.test("a stream sums no distinct values", async () => {
  const { batch, stream } = await judged([
    ...["window", "1m", "--watermark", "0s", "then"],
    ...["agg", "sum(DISTINCT ms) AS a"],
  ]);
  assertEquals(batch.length, 1);
  assertEquals(stream.at(-1), "sum(DISTINCT ms): no P012");
});

Deno.test("functions are judged by their constants too", async () => {
  const of = async (text: string) =>
    (await judged(["select", `${text} AS a`])).batch;
  assertEquals(await of("substr(user, 2, 3)"), []);
  assertEquals(await of("substr(user, ms)"), ["substr: no P006"]);
  assertEquals(await of("regexp_matches(user, '^a\\b')"), []);
  assertEquals(await of("regexp_matches(user, path)"), [
    "regexp_matches: no P007",
  ]);
  assertEquals(await of("regexp_replace(user, 'a*', '', 'g')"), [
    "regexp_replace: no P007",
  ]);
  assertEquals(await of("round(x, 2)"), []);
  assertEquals(await of("round(x, ms)"), ["round: no P006"]);
  assertEquals(await of("lpad(user, 1000000, ' ')"), []);
  assertEquals(await of("lpad(user, 1000001, ' ')"), ["lpad: no P006"]);
  assertEquals(await of("now()"), ["now(): no P021"]);
  const origin = (moment: string) =>
    of(`time_bucket(INTERVAL 5 MINUTE, ts, ${moment})`);
  assertEquals(await origin("TIMESTAMP '2024-01-01'"), []);
  assertEquals(await origin("ts"), ["time_bucket: no P009"]);
  assertEquals(await of("CAST(x AS VARCHAR)"), []);
  assertEquals(await of("CAST(x + 1 AS VARCHAR)"), [
    "CAST AS VARCHAR: approximate P011",
  ]);
});

Deno.test("what two engines compute in ways of their own is told", async () => {
  const of = async (text: string) =>
    (await judged(["select", `${text} AS a`])).batch;
  const near = "approximate P011";
  for (const name of ["ln", "log", "log2", "log10", "exp", "cbrt"]) {
    assertEquals(await of(`${name}(x)`), [`${name}: ${near}`]);
  }
  assertEquals(await of("log(2.0, x)"), [`log: ${near}`]);
  assertEquals(await of("pow(x, 0.3)"), [`pow: ${near}`]);
  assertEquals(await of("x ** 0.3"), [`pow: ${near}`]);
  assertEquals(await of("sqrt(x)"), []);
  assertEquals(await of("upper(user)"), [`upper: ${near}`]);
  assertEquals(await of("lower(user)"), [`lower: ${near}`]);
  assertEquals(await of("reverse(user)"), [`reverse: ${near}`]);
  assertEquals(await of("user ILIKE 'stra\u00dfe'"), [`ilike: ${near}`]);
  assertEquals(await of("user ILIKE 'a%'"), []);
  assertEquals(await of("user LIKE 'stra\u00dfe'"), []);
});

Deno.test("what is exact under a condition says so", async () => {
  const codeOf = async (text: string) => {
    const { constructs } = await planOf(["select", `${text} AS a`], ROW);
    const [judged] = judgeAll(
      constructs.filter(({ what: { kind } }) =>
        kind === "function" || kind === "cast"
      ),
      [sparkTarget],
      { finite: true },
    );
    const { verdict, code } = judged!.judgements.get("spark")!;
    return `${verdict} ${code}`;
  };
  assertEquals(await codeOf("user ILIKE '%Timeout%'"), "exact P011");
  assertEquals(await codeOf("trim(user)"), "exact P011");
  assertEquals(await codeOf("trim(user, '/')"), "exact null");
  assertEquals(await codeOf("TRY_CAST(user AS TIMESTAMP)"), "exact P009");
  assertEquals(await codeOf("TRY_CAST(user AS DATE)"), "exact P009");
  assertEquals(await codeOf("TRY_CAST(user AS BIGINT)"), "exact P028");
  assertEquals(await codeOf("TRY_CAST(user AS DOUBLE)"), "exact null");
  assertEquals(await codeOf("round(ms, -1)"), "exact P028");
  assertEquals(await codeOf("abs(ms)"), "exact null");
  assertEquals(await codeOf("DATE '2024-01-31' + ms"), "exact P028");
});

Deno.test("a field with nested values is refused", async () => {
  const { batch } = await judged(["select", "o"]);
  assertEquals(batch, ["o: JSON: no P005"]);
});

Deno.test("every refusal has a code, a reason, and mostly a way out", () => {
  const types: readonly FieldType[] = [
    ...(["BIGINT", "DOUBLE", "VARCHAR", "TIMESTAMP", "JSON"] as const),
  ];
  const verdicts = new Map<Verdict, number>();
  for (const { name } of FUNCTIONS.values()) {
    for (const left of types) {
      for (const right of types) {
        const { verdict, code, why } = sparkTarget.judge({
          kind: "function",
          name,
          types: [left, right],
          result: left,
          constants: [undefined, undefined],
        }, { finite: true });
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        if (verdict === "exact") continue;
        assertEquals(/^P0\d\d$/u.test(code ?? ""), true, name);
        assertEquals((why ?? "") !== "", true, name);
      }
    }
  }
  // What takes any two types takes none of JSON.
  assertEquals(verdicts.get("order-dependent"), undefined);
  assertEquals((verdicts.get("no") ?? 0) > (verdicts.get("exact") ?? 0), true);
});
