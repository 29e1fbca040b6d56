import { assertEquals } from "@std/assert";
import { readPortable } from "../../../cli/commands/portable.ts";
import { parseArguments } from "../../../cli/parse/arguments.ts";
import { rowsBehind } from "../../../cli/prove/rows_behind.ts";
import { comparable, runHere } from "../../../cli/prove/run_here.ts";
import {
  comparedOutputs,
  compareResults,
  jobOf,
} from "../../../lib/export/mod.ts";
import { SILENT_IO } from "../silent_io.ts";

const LINES = [
  '{"ts":"2024-01-01T00:00:01Z","host":"A","code":1,"ok":true,"id":"r1"}',
  '{"ts":"2024-01-01T00:00:02Z","host":"b","code":2,"ok":true,"id":"r2"}',
  '{"ts":"2024-01-01T00:00:03Z","host":"a","code":2,"ok":false,"id":"r3"}',
  '{"ts":"2024-01-01T00:01:03Z","host":"a","code":2,"ok":true,"id":"r4"}',
  '{"ts":"2024-01-01T00:01:04Z","code":2,"ok":true,"id":"r5"}',
];

/** Of each result of a pipeline over {@linkcode LINES}, the ids of the lines that are told to be behind it. */
async function behind(...words: string[]): Promise<readonly string[]> {
  const path = await Deno.makeTempFile({ suffix: ".ndjson" });
  try {
    await Deno.writeTextFile(path, LINES.map((line) => `${line}\n`).join(""));
    const asked = parseArguments([path, ...words]);
    if (asked.kind !== "run") throw new TypeError("Cannot run what is no run");
    const spec = comparable(asked.spec, [path]);
    const plan = await readPortable({ spec, job: null }, SILENT_IO, {
      name: "test",
      finite: true,
    });
    const { fields } = comparedOutputs(jobOf(plan)).at(-1)!;
    const { outputs } = await runHere(spec, SILENT_IO);
    const { missing } = compareResults(outputs.get(null) ?? [], [], fields);
    const found: string[] = [];
    for (const row of missing) {
      const lines = await rowsBehind(row, fields, spec, SILENT_IO);
      found.push(
        lines.map((line) => String((JSON.parse(line) as { id: unknown }).id))
          .join(" "),
      );
    }
    return found;
  } finally {
    await Deno.remove(path);
  }
}

const WINDOW = ["window", "1m", "then"];

Deno.test("lines behind a result are those of its window and its group", async () => {
  assertEquals(await behind(...WINDOW, "agg"), ["r1 r2 r3", "r4 r5"]);
  assertEquals(
    await behind(...WINDOW, "agg", "--by", "host"),
    ["r1", "r3", "r2", "r4", "r5"],
  );
});

Deno.test("lines behind a result follow whatever it is grouped by", async () => {
  assertEquals(
    await behind(...WINDOW, "agg", "--by", "concat(host, ',') AS h, code"),
    ["r1", "r3", "r2", "r5", "r4"],
  );
  assertEquals(await behind(...WINDOW, "agg", "--by", "lower(host) AS h"), [
    ...["r1 r3", "r2", "r4", "r5"],
  ]);
  assertEquals(
    await behind("window", "1m", "--key", "host", "then", "agg"),
    ["r1", "r3", "r2", "r4", "r5"],
  );
  assertEquals(await behind(...WINDOW, "top", "9", "code", "--by", "ok"), [
    ...["r3", "r1", "r2", "r4 r5"],
  ]);
  assertEquals(
    await behind(
      ...WINDOW,
      "sql",
      "SELECT count(*) AS n, ok AS fine FROM events WHERE code = 2 GROUP BY 2",
    ),
    ["r3", "r2", "r4 r5"],
  );
});

Deno.test("lines behind a result have passed the stages before it", async () => {
  assertEquals(
    await behind(
      ...["filter", "ok", "then", ...WINDOW, "set", "k = upper(host)"],
      ...["then", "agg", "--by", "k"],
    ),
    ["r1", "r2", "r4", "r5"],
  );
});

Deno.test("no lines are told where they cannot be told from those of other groups", async () => {
  const none = (count: number) => new Array<string>(count).fill("");
  for (
    const stage of [
      // The name of a key means something else, or is gone.
      ["select", "window_start, window_end, code AS host, n"],
      ["rename", "host AS code, code AS host"],
      ["drop", "host"],
    ]
  ) {
    const words = ["agg", "count(*) AS n", "--by", "host, code", "then"];
    assertEquals(await behind(...WINDOW, ...words, ...stage), none(5));
  }
  assertEquals(
    await behind(
      ...WINDOW,
      "sql",
      "SELECT count(*) AS n FROM events GROUP BY host",
    ),
    none(5),
  );
});

Deno.test("lines behind a result are told beside fields that are computed of it", async () => {
  assertEquals(
    await behind(
      ...[...WINDOW, "agg", "count(*) AS n", "--by", "host", "then"],
      ...["set", "twice = n * 2", "then", "filter", "n > 0"],
    ),
    ["r1", "r3", "r2", "r4", "r5"],
  );
});
