import { assertEquals, assertStringIncludes } from "@std/assert";
import { jobOf, outputNames } from "../../../lib/export/mod.ts";
import { planOf } from "../plan_of.ts";
import { jobText, printed, ROW } from "./job_text.ts";
import { PIPELINES } from "./pipelines.ts";

/** The names that a program gives to its outputs. */
function namesIn(program: string): string[] {
  const formats = /^FORMATS = \{\n(.*?)^\}/msu.exec(program)?.[1] ?? "";
  return [...formats.matchAll(/^ {4}"(\w+)":/gmu)].map(([, name]) => name!);
}

const FILES = [
  "my-errors.2024.ndjson",
  "late.ndjson",
  "bad.ndjson",
  "out/results.csv",
];

Deno.test("printSpark() calls its outputs what they are called on every cluster", async () => {
  for (const file of FILES) {
    const words = [
      "select",
      "ts, ms",
      "then",
      "write",
      file,
      "then",
      "filter",
      "ms > 1",
    ];
    const names = outputNames(jobOf(await planOf(words, ROW)));
    const program = await jobText(...words);
    assertEquals(namesIn(program), [...names, "bad"], file);
    for (const name of names) {
      assertStringIncludes(program, `        "${name}": `, file);
    }
  }
});

Deno.test("printSpark() tells outputs in the middle and behind windows apart", async () => {
  const words = [
    ...["select", "ts, ms", "then", "write", "a.ndjson"],
    ...["then", "filter", "ms > 1", "then", "write", "a.csv"],
    ...["then", "window", "1m"],
    ...["then", "agg", "count(*) AS n", "then", "write", "A.ndjson"],
    ...["then", "filter", "n > 1"],
  ];
  const names = outputNames(jobOf(await planOf(words, ROW)));
  assertEquals(new Set(names.map((name) => name.toLowerCase())).size, 4);
  assertEquals(namesIn(await jobText(...words)), [...names, "bad"]);
});

Deno.test("printSpark() names topics by the same names", async () => {
  const { connections } = PIPELINES.find(({ name }) => name === "kafka")!;
  const program = await printed({
    name: "job",
    words: [
      "select",
      "ms",
      "then",
      "write",
      "my-errors.2024.ndjson",
      "then",
      "filter",
      "ms > 1",
    ],
    input: ROW,
    ...(connections === undefined ? {} : { connections }),
  });
  assertEquals(namesIn(program), ["my_errors", "results", "bad"]);
  assertStringIncludes(program, `f"{args.output_topic}.{name}"`);
});
