import { assertEquals, assertMatch } from "@std/assert";
import type { Construct } from "../../lib/export/mod.ts";
import { planOf } from "./plan_of.ts";

const ROW = `{"ts":"2024-01-01T00:00:01Z","ms":1,"l":[{"b c":2}]}\n`;

async function refusals(...words: string[]): Promise<readonly string[]> {
  const { constructs } = await planOf(words, ROW);
  return constructs.flatMap(({ what }: Construct) =>
    what.kind === "local" ? [`${what.code} ${what.mend}`] : []
  );
}

Deno.test("rows as they came are told to leave as lines, changed ones are not", async () => {
  const [untouched = ""] = await refusals(
    ...["filter", "ms > 1", "then", "write", "kept.ndjson"],
  );
  assertMatch(untouched, /^P005 .*write FILE\.log or -o lines/u);
  assertEquals(
    await refusals("filter", "ms > 1", "then", "write", "kept.log"),
    [],
  );
  assertEquals(await refusals("filter", "ms > 1", "then", "write", "kept"), []);
  const [changed = ""] = await refusals(
    ...["set", "x = ms * 2", "then", "write", "kept.ndjson"],
  );
  assertMatch(changed, /^P005 Name the fields with a select/u);
});

Deno.test("a field is called by its path", async () => {
  const { constructs } = await planOf(["select", "l[1] AS a"], ROW);
  const [column] = constructs.filter(({ what }) => what.kind === "column");
  assertEquals(column?.label.startsWith("l[1]: "), true);
});
