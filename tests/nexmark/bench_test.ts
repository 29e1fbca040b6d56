import { assert, assertEquals, assertMatch } from "@std/assert";
import { rowsOf, weir } from "../pipeline/weir.ts";
import {
  commandText,
  pending,
  queries,
} from "../../cli/nexmark/queries/mod.ts";

async function inFolder(work: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const SMALL = ["bench", "nexmark", "--events", "3000", "--rate", "100"];

Deno.test("bench nexmark tells of each query, and of those that do not run yet", async () => {
  const { stdout, stderr, exit } = await weir([
    ...SMALL,
    "--only",
    "q11,q0,q18,c3",
  ]);
  assertEquals(exit, 0, stderr);
  assertEquals(stderr, "");
  const lines = stdout.split("\n");
  assertMatch(
    lines[0]!,
    /^Nexmark: 3,000 events \(\d+ kB\) of seed 1, 100 a second of event time: 30 s\. \d+ of them come late\.$/,
  );
  assertMatch(lines[2]!, /^query +answers +before end +rows +late +time/);
  assertMatch(lines[3]!, /^q0 +as rows come +100 % +2,7\d\d +0 .* none +0$/);
  assertMatch(
    lines[4]!,
    /^q11 +as windows complete +\d+ % +\d+ +\d+ .* kB +[\d.]+$/,
  );
  assertMatch(lines[5]!, /^q18 +at the end +0 % +[\d,]+ +0 .* kB +\d+$/);
  assertEquals(lines.slice(6), [
    "",
    "To answer as events come, and not at the end, it needs:",
    "  q18: answers outside of windows that are corrected as rows come, with a state of so many rows a key",
    "",
    "To run at all, it needs:",
    "  c3, a drop of the price within 5 s: a stage that finds patterns in the rows of a key",
    "",
  ]);
});

Deno.test("bench nexmark leaves the stream, the answers and a report in the folder of -o", async () => {
  await inFolder(async (folder) => {
    const out = `${folder}/a/b`;
    const { stderr, exit } = await weir([
      ...SMALL,
      ...["--only", "q2,q11", "-o", out],
    ]);
    assertEquals(exit, 0, stderr);
    const names = Array.from(Deno.readDirSync(out), ({ name }) => name);
    assertEquals(names.sort(), [
      "commands.sh",
      "events.ndjson",
      "late.ndjson",
      "q11.ndjson",
      "q2.ndjson",
      "report.json",
      "side.csv",
      "stream.ndjson",
    ]);
    const text = (name: string) => Deno.readTextFileSync(`${out}/${name}`);
    const stream = text("stream.ndjson").split("\n");
    const late = new Set(text("late.ndjson").split("\n"));
    assert(late.size > 1);
    assertEquals(stream.length, 3_001);
    // The rows in time are the stream without the late ones, in its order.
    assertEquals(
      stream.filter((line) => line === "" || !late.has(line)).join("\n"),
      text("events.ndjson"),
    );
    const report = JSON.parse(text("report.json"));
    assertEquals(report.late, late.size - 1);
    assertEquals(
      report.queries.map(({ name, rows }: { name: string; rows: number }) => [
        name,
        rows,
      ]),
      [
        ["q2", rowsOf(text("q2.ndjson")).length],
        ["q11", rowsOf(text("q11.ndjson")).length],
      ],
    );
  });
});

Deno.test("bench nexmark gives the same stream and the same answers again", async () => {
  await inFolder(async (folder) => {
    const sums: string[] = [];
    for (const out of ["one", "two"]) {
      const { exit } = await weir([
        ...SMALL,
        ...["--seed", "5", "--only", "q1,q11,q16", "-o", `${folder}/${out}`],
      ]);
      assertEquals(exit, 0);
      const names = Array.from(
        Deno.readDirSync(`${folder}/${out}`),
        ({ name }) => name,
      ).filter((name) => name !== "report.json").sort();
      sums.push(
        names.map((name) => Deno.readTextFileSync(`${folder}/${out}/${name}`))
          .join(""),
      );
    }
    assert(sums[0] === sums[1]);
  });
});

Deno.test("bench nexmark names the queries there are for one that is none", async () => {
  const { stderr, exit } = await weir([...SMALL, "--only", "q50"]);
  assertEquals(exit, 2);
  assertMatch(
    stderr,
    /^weir: there is no query q50 in this benchmark\n {2}There are q0, q1, .* or c3\n$/,
  );
});

Deno.test("bench nexmark says where a folder cannot be written", async () => {
  const { stderr, exit } = await weir([...SMALL, "-o", "/dev/null/x"]);
  assertEquals(exit, 2);
  assertMatch(
    stderr,
    /^weir: cannot write into the folder \/dev\/null\/x: .*\n {2}Name another folder with -o\n$/,
  );
});

Deno.test("docs/nexmark.md shows the pipeline of every query, as the bench runs it", () => {
  const text = Deno.readTextFileSync(
    new URL("../../docs/nexmark.md", import.meta.url),
  ).replaceAll("\r\n", "\n");
  const shown = /^```sh\n(# q0: [\s\S]*?)^```$/m.exec(text)?.[1];
  assertEquals(shown, queries.map(commandText).join("\n"));
});

Deno.test("docs/nexmark.md tells what every query still needs", () => {
  const text = Deno.readTextFileSync(
    new URL("../../docs/nexmark.md", import.meta.url),
  ).replaceAll(/\s+/g, " ");
  for (const { name, needs } of [...queries, ...pending]) {
    if (needs === undefined) continue;
    assert(new RegExp(`\\b${name}\\b`).test(text), name);
    assert(text.includes(needs), `${name}: ${needs}`);
  }
});
