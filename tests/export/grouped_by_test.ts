import { assertEquals } from "@std/assert";
import { parseArguments } from "../../cli/parse/arguments.ts";
import { groupedBy } from "../../lib/export/mod.ts";

/** What the rows of a command line are grouped by. */
function grouped(...words: string[]) {
  const asked = parseArguments(words);
  if (asked.kind !== "run") throw new TypeError("Cannot group what is no run");
  return groupedBy(asked.spec.stages)?.texts ?? null;
}

Deno.test("groupedBy() tells the keys of windows, then those of the stage", () => {
  assertEquals(
    grouped(
      "window",
      "1m",
      "--key",
      "a",
      "then",
      "agg",
      "--by",
      "lower(b) AS c, a",
    ),
    ["a", "lower(b)"],
  );
  assertEquals(grouped("top", "3", "path", "--by", "host"), ["host", "path"]);
});

Deno.test("groupedBy() reads GROUP BY, numbers of columns too", () => {
  assertEquals(
    grouped(
      "sql",
      "SELECT upper(a) AS b, c, count(*) FROM events GROUP BY 1, c",
    ),
    ["upper(a)", "c"],
  );
  assertEquals(grouped("sql", "SELECT count(*) FROM events"), []);
});

Deno.test("groupedBy() tells where nothing is grouped", () => {
  assertEquals(grouped("filter", "a = 1"), null);
});
