import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  flinkTarget,
  judgeAll,
  type PortablePlan,
  sparkTarget,
} from "../../lib/export/mod.ts";
import { plan, ROWS, steps } from "./lowered.ts";
import { planOf } from "./plan_of.ts";

/** The codes of what no cluster has. */
const codes = ({ constructs }: PortablePlan) =>
  constructs.flatMap(({ what }) => what.kind === "local" ? [what.code] : []);

Deno.test("numbers that are none, and lines that are no objects, are seen in the first rows", async () => {
  const seen = async (...lines: readonly string[]) => {
    const { constructs } = await planOf(
      ["select", "round(n, 1) AS n"],
      lines.map((line) => `${line}\n`).join(""),
    );
    const judged = judgeAll(constructs, [flinkTarget, sparkTarget], {
      finite: true,
    });
    return judged.flatMap(({ judgements }) =>
      [...judgements].flatMap(([target, { verdict, code }]) =>
        verdict === "exact" ? [] : [`${target}: ${verdict} ${code}`]
      )
    );
  };
  assertEquals(await seen('{"n":1.5}', '{"n":"n/a"}', '{"n":null}'), []);
  const told = ["flink: approximate P028"];
  assertEquals(await seen('{"n":1.5}', '{"n":"NaN"}'), told);
  assertEquals(await seen('{"n":1e400}'), told);
  for (const odd of ["0x10", "1_000", "\\t12"]) {
    assertEquals(await seen('{"n":1.5}', `{"n":"${odd}"}`), told);
  }
  assertEquals(await seen('{"n":1.5}', '{"n":"a_1"}', '{"n":" 12 "}'), []);
  assertEquals(await seen('{"n":1.5}', "[1]"), [
    "flink: approximate P011",
    "spark: approximate P011",
  ]);
});

Deno.test("what rows are grouped by of the bounds of their window is made behind the aggregate", async () => {
  const found = await plan(
    ...["window", "1m", "then", "set", "h = hour(window_start), k = h + 1"],
    ...["then", "agg", "count(*) AS n", "--by", "window_end AS e,k,service"],
  );
  assertEquals(
    steps(found, "aggregate")[0]?.keys.map(({ column }) => column),
    ["service"],
  );
  const computed = steps(found, "select").flatMap(({ columns }) =>
    columns.map(({ column }) => column)
  );
  assertEquals(computed.length, 2);
  assertEquals(
    steps(found, "write")[0]?.fields.map(({ name, column }) => [name, column]),
    [
      ["window_start", "window_start"],
      ["window_end", "window_end"],
      ["e", "window_end"],
      ["k", computed[1]],
      ["service", "service"],
      ["n", "n"],
    ],
  );
});

Deno.test("what asks for the bounds of a window in its rows otherwise is refused", async () => {
  const grouped = (...by: readonly string[]) =>
    plan("window", "1m", "then", "agg", "count(*) AS n", ...by);
  assertEquals(
    codes(
      await plan(
        "window",
        "1m",
        "then",
        "agg",
        "max(_time - window_start) AS n",
      ),
    ),
    ["P002"],
  );
  assertEquals(
    codes(await plan("window", "1m", "then", "agg", "max(window_start) AS n")),
    ["P002"],
  );
  assertEquals(
    codes(await grouped("then", "set", "h = hour(window_start)")),
    [],
  );
});

Deno.test("what follows from a refusal is not told again", async () => {
  const { constructs } = await plan("agg", "max(_line) AS l");
  assertEquals(constructs.map(({ what }) => what.kind), [
    "local",
    "format",
    "ungrouped",
    "write",
  ]);
});

Deno.test("the first rows of all groups need no window", async () => {
  const counted = (...rest: readonly string[]) =>
    plan("agg", "count(*) AS n", "--by", "service", "then", ...rest);
  const found = await counted("sort", "n DESC", "then", "limit", "2");
  assertEquals(codes(found), []);
  assertEquals(steps(found, "top").map(({ limit, by }) => [limit, by]), [
    [2, []],
  ]);
  assertEquals(codes(await counted("limit", "2")), ["P010"]);
  // In all, not in each window.
  assertEquals(
    codes(
      await plan(
        ...["window", "1m", "then", "agg", "count(*) AS n", "then"],
        ...["sort", "n", "then", "limit", "2", "--total"],
      ),
    ),
    ["P010"],
  );
  const { constructs } = await plan("sort", "ms", "then", "limit", "2");
  const [{ what }] = constructs as [typeof constructs[number]];
  assert(what.kind === "local" && /sort leaves equal/u.test(what.why));
});

Deno.test("times of several forms among the first rows are refused", async () => {
  const times = async (...values: readonly string[]) => {
    const rows = values.map((value) => `{"ts":${value}}\n`).join("");
    const { constructs } = await planOf(
      ["window", "1m", "then", "agg", "count(*) AS n"],
      rows,
    );
    return judgeAll(constructs, [flinkTarget, sparkTarget], { finite: true })
      .flatMap(({ construct: { what }, judgements }) =>
        what.kind === "time"
          ? [...judgements.values()].map(({ verdict }) => verdict)
          : []
      );
  };
  const iso = '"2024-05-01T10:00:01.5Z"';
  assertEquals(await times(iso, '"soon"', "null"), ["exact", "exact"]);
  assertEquals(await times(iso, "1714557601"), ["no", "no"]);
});

Deno.test("a query that only DuckDB answers is refused by what it has", async () => {
  const told = async (query: string) => {
    const { constructs } = await plan("sql", query);
    const [{ what }] = constructs as [typeof constructs[number]];
    return what.kind === "local" ? `${what.why} | ${what.mend}` : "";
  };
  assertMatch(
    await told("SELECT a.ms FROM events a JOIN events b ON a.ms = b.ms"),
    /since it has JOIN/u,
  );
  assertMatch(await told("SELECT ms FROM events WHERE ms > 1"), /then select/u);
});

Deno.test("windows are told in milliseconds, with where they are aligned", async () => {
  const window = async (...words: string[]) =>
    steps(await plan("window", ...words, "then", "agg"), "aggregate")[0]
      ?.window;
  assertEquals(await window("1m", "--watermark", "5s"), {
    span: { kind: "tumbling", sizeMs: 60_000, offsetMs: 0 },
    delayMs: 5_000,
  });
  assertEquals((await window("1w"))?.span, {
    kind: "tumbling",
    sizeMs: 604_800_000,
    // Monday 1969-12-29 is four days behind a boundary of weeks from Thursday.
    offsetMs: 345_600_000,
  });
  assertEquals((await window("1h", "--every", "5m", "--offset", "-1m"))?.span, {
    kind: "hopping",
    sizeMs: 3_600_000,
    everyMs: 300_000,
    offsetMs: 240_000,
  });
  assertEquals((await window("1h", "--step", "10m"))?.span, {
    kind: "cumulate",
    sizeMs: 3_600_000,
    stepMs: 600_000,
    offsetMs: 0,
  });
  assertEquals((await window("1m"))?.delayMs, null);
});

Deno.test("an input that does not end on the cluster has a delay", async () => {
  const found = await planOf(["window", "1m", "then", "agg"], ROWS, false);
  assertEquals(steps(found, "aggregate")[0]?.window?.delayMs, 5_000);
});

Deno.test("ORDER BY with LIMIT is the first rows of each window, ties broken by all columns", async () => {
  const found = await plan(
    "window",
    "1m",
    "then",
    "sql",
    "SELECT service, count(*) AS n FROM events GROUP BY service ORDER BY n DESC LIMIT 2",
  );
  const [top] = steps(found, "top");
  assertEquals(top?.by, ["window_start", "window_end"]);
  assertEquals(top?.limit, 2);
  assertEquals(
    top?.order.map(({ value, descending }) => [
      value.kind === "field" ? value.path[0] : null,
      descending,
    ]),
    [["n", true], ["service", false]],
  );
});

Deno.test("a write in the middle is an output of its own", async () => {
  const found = await plan(
    "window",
    "1m",
    "then",
    "agg",
    "count(*) AS n",
    "then",
    "write",
    "all.ndjson",
    "then",
    "filter",
    "n > 1",
  );
  assertEquals(
    steps(found, "write").map(({ path, format }) => [path, format]),
    [["all.ndjson", "ndjson"], [null, "ndjson"]],
  );
});

Deno.test("each construct knows where the user wrote it", async () => {
  const { constructs } = await plan(
    "window",
    "1m",
    "then",
    "agg",
    "count(*) AS n, max(ms)",
    "--by",
    "upper(service) AS s",
  );
  const place = (label: string) =>
    constructs.find((one) => one.label === label)?.place;
  assertEquals(place("max(ms)")?.excerpt, "count(*) AS n, max(ms)");
  assertEquals(place("max(ms)")?.caret, 15);
  assertEquals(place("upper")?.excerpt, "upper(service) AS s");
  assertEquals(place("window 1m")?.source, "stage 1");
});

Deno.test("what no cluster has is told, each with a code", async () => {
  const behind = ["then", "agg", "count(*) AS n"];
  const cases:
    readonly (readonly [words: readonly string[], codes: readonly string[]])[] =
      [
        [["window", "1mo", ...behind], ["P025"]],
        [["window", "1d", "--zone", "Europe/Zurich", ...behind], ["P025"]],
        [["window", "1m", "--lateness", "5s", ...behind], ["P019"]],
        [["window", "1m", "--fill", ...behind], ["P020"]],
        [["window", "--rows", "10", ...behind], ["P023"]],
        [["window", "--session", "5m", "--max", "1h", ...behind], ["P022"]],
        [["window", "--global", ...behind], ["P024"]],
        [["window", "1500us", ...behind], ["P026"]],
        [["window", "1m", ...behind, "then", "window", "1h", ...behind], [
          "P027",
        ]],
        [
          [
            "window",
            "1m",
            "then",
            "sql",
            "SELECT DISTINCT service FROM events",
          ],
          ["P002"],
        ],
        [["set", "x = ms * 2"], ["P005"]],
        [["limit", "5", "then", "select", "ms"], ["P010"]],
        [["flatten", "geo", "then", "select", "city"], ["P002"]],
        [["filter", "_line > 1", "then", "select", "ms"], ["P017"]],
        [["select", "ms", "--since", "2024-01-01"], ["P002"]],
        [["select", "_time", "--zone", "Europe/Zurich"], ["P009"]],
      ];
  for (const [words, expected] of cases) {
    const found = await plan(...words);
    assertEquals([...new Set(codes(found))], expected, words.join(" "));
    assertEquals(found.job, null, words.join(" "));
  }
});

Deno.test("a time that no cluster reads is told", async () => {
  const found = await planOf(
    ["select", "_time"],
    '{"ts":"Sun, 17 May 2015 10:05:03 GMT"}\n',
  );
  assertEquals(codes(found), ["P009"]);
});

Deno.test("a pattern is a construct, with where the user wrote it, and goes along in the job", async () => {
  const pattern = "^(?P<ts>\\S+) (?<ms>\\d+)( x)?$";
  const { constructs, job } = await planOf(
    ["--pattern", pattern, "filter", "ms > 1"],
    "2026-01-01T00:00:00Z 5\n",
  );
  const [input] = constructs;
  assertEquals(input?.label, "pattern input");
  assertEquals(input?.place?.excerpt, pattern);
  assertEquals(job?.input.pattern, {
    text: pattern,
    fields: [{ name: "ts", group: 1 }, { name: "ms", group: 2 }],
  });
});

Deno.test("the first rows are told apart to the last: by the sorts before, then by what rows are grouped by", async () => {
  const agg = ["agg", "count(*) AS n, max(ms) AS m", "--by", "service,level"];
  const [by] = steps(
    await plan(...agg, "then", "sort", "n DESC", "then", "limit", "2"),
    "top",
  );
  assertEquals(by?.order.length, 1);
  assertEquals(by?.ties, ["service", "level"]);
  const sorts = ["then", "sort", "m", "then", "sort", "n,level"];
  const found = await plan(...agg, ...sorts, "then", "limit", "2");
  const [first] = steps(found, "top");
  assertEquals(
    first?.order.map(({ value }) => value.kind === "field" && value.path[0]),
    ["n", "level", "m"],
  );
  assertEquals(first?.ties, ["service"]);
});

Deno.test("a limit behind a limit takes the first rows of the same order", async () => {
  const found = await plan(
    ...["agg", "count(*) AS n", "--by", "service", "then", "sort", "n"],
    ...["then", "limit", "2", "then", "limit", "1"],
  );
  assertEquals(steps(found, "top").map(({ limit }) => limit), [2, 1]);
});

Deno.test("moments of several forms in a field are told, not in the event time alone", async () => {
  const rows = '{"at":"2024-01-01T00:00:00Z"}\n{"at":1704067200}\n';
  const { constructs } = await planOf(
    ["select", "hour(at) AS h"],
    rows,
  );
  const judged = judgeAll(constructs, [flinkTarget], { finite: true });
  assertEquals(
    judged.flatMap(({ construct, judgements }) => {
      const { verdict, code } = judgements.get("flink")!;
      return verdict === "exact" ? [] : [[construct.label, verdict, code]];
    }),
    [["at: TIMESTAMP", "approximate", "P009"]],
  );
});
