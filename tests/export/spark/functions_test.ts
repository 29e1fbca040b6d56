import { assertEquals, assertStringIncludes } from "@std/assert";
import { jobText } from "./job_text.ts";

/** What a program computes for an expression. */
async function sqlOf(expression: string): Promise<string> {
  const program = await jobText("select", `${expression} AS a`);
  return /^SELECT \*, (.*) AS a$/mu.exec(program)?.[1] ??
    /^ {2}(.*) AS a$/mu.exec(program)?.[1] ?? "";
}

Deno.test("a minus before a minus begins no comment", async () => {
  assertEquals(await sqlOf("-x"), "-x");
  assertEquals(await sqlOf("-(-x)"), "-(-x)");
  assertEquals(await sqlOf("-(x * -1.5)"), "-(x * -1.5D)");
  assertEquals(await sqlOf("x - -1.5"), "x - -1.5D");
  assertEquals(await sqlOf("-(x - -1.5)"), "-(x - -1.5D)");
  // What needs no row is its value.
  assertEquals(await sqlOf("x + -(-(-1.5))"), "x + -1.5D");
});

Deno.test("a digit behind a group of a replacement is a digit", async () => {
  const eight = "(a)(b)(c)(d)(e)(f)(g)(h)";
  const by = async (replacement: string, pattern = eight, options = "") => {
    const sql = await sqlOf(
      `regexp_replace(user, '${pattern}', '${replacement}'${options})`,
    );
    return /, '([^']*)'\)$/u.exec(sql)?.[1]?.replaceAll("\\\\", "\\");
  };
  // Java reads $10 as group 10, where there is one.
  assertEquals(await by("0z"), "$1\\0z");
  assertEquals(await by("z0"), "$1z0");
  assertEquals(await by("\\10"), "$1$3\\0");
  assertEquals(await by("\\8\\10"), "$1$10$3\\0");
  assertEquals(await by("$1"), "$1\\$1");
  assertEquals(await by("\\\\1"), "$1\\\\1");
  const ten = `${eight}(i)(j)`;
  assertEquals(await by("\\10", ten, ", 'g'"), "$1\\0");
  assertEquals(await by("<\\12>", ten, ", 'g'"), "<$1\\2>");
});

Deno.test("a count of distinct values is a BIGINT in a stream too", async () => {
  const program = await jobText(
    ...["window", "1m", "--watermark", "5s", "then"],
    ...["agg", "count(DISTINCT user) AS n", "then", "select", "n * n AS m"],
  );
  assertStringIncludes(program, "CAST(size(collect_set(user)) AS BIGINT) AS ");
});
