import { assertEquals } from "@std/assert";
import { beginEngine } from "../../cli/commands/columnar.ts";
import { parseArguments } from "../../cli/parse/mod.ts";

/** Whether a command line starts the engine before its input is read. */
async function begins(...words: string[]): Promise<boolean> {
  const asked = parseArguments(words);
  if (asked.kind !== "run") throw new TypeError(`${asked.kind} is no run`);
  const engine = beginEngine(asked.spec);
  await engine?.close();
  return engine !== null;
}

Deno.test("beginEngine() starts the engine for queries that are surely not folded", async () => {
  for (
    const query of [
      "SELECT * FROM events",
      "SELECT DISTINCT a FROM events",
      "SELECT a FROM events LIMIT 3 OFFSET 1",
      "WITH e AS (SELECT * FROM events) SELECT count(*) FROM e",
      "SELECT count(*) FROM events JOIN t USING (a)",
    ]
  ) assertEquals([query, await begins("sql", query)], [query, true]);
});

Deno.test("beginEngine() leaves to the plan what may be folded, and what is wrong", async () => {
  for (
    const query of [
      "SELECT a, count(*) FROM events GROUP BY a",
      "SELECT * FROM 'file.csv'",
      "DROP TABLE events",
      "SELECT 'open",
    ]
  ) assertEquals([query, await begins("sql", query)], [query, false]);
  assertEquals(await begins("filter", "a = 1", "then", "agg"), false);
});
