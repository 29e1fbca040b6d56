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

Deno.test("what 64 bits cannot hold is NULL, as far as that costs nothing", async () => {
  const least = "CAST('-9223372036854775808' AS BIGINT)";
  assertEquals(await sqlOf("abs(ms)"), `nullif(abs(ms), ${least})`);
  assertEquals(
    await sqlOf("ms % -1"),
    "CASE WHEN -1L = -1 THEN try_subtract(0L, ms) % 1L ELSE ms % nullif(-1L, 0L) END",
  );
  assertEquals(await sqlOf("ms % 10"), "ms % 10L");
  assertEquals(
    await sqlOf("round(x, 1)"),
    "CASE WHEN abs(x) < 1E307D THEN round(x * 1E1D) / 1E1D ELSE x END",
  );
});

Deno.test("a moment or a date that is none of Spark's stops no job", async () => {
  assertEquals(
    await sqlOf("epoch_ms(ms * 1)"),
    "CASE WHEN try_multiply(ms, 1L) BETWEEN -9000000000000000L AND 9000000000000000L THEN timestamp_millis(try_multiply(ms, 1L)) END",
  );
  const years = "make_interval(0, 4800000, 0, 0, 0, 0, 0)";
  assertEquals(
    await sqlOf("ts + INTERVAL '400000 years'"),
    `try_add(ts, ${years})`,
  );
  assertEquals(
    await sqlOf("INTERVAL '400000 years' + ts"),
    `try_add(ts, ${years})`,
  );
  assertEquals(
    await sqlOf("ts - INTERVAL '400000 years'"),
    `try_subtract(ts, ${years})`,
  );
  const day = "DATE '2024-01-31'";
  const moved = (spark: string) =>
    `CASE WHEN ms BETWEEN -3000000L AND 3000000L THEN ${spark}(${day}, CAST(ms AS INT)) END`;
  assertEquals(await sqlOf(`${day} + ms`), moved("date_add"));
  assertEquals(await sqlOf(`ms + ${day}`), moved("date_add"));
  assertEquals(await sqlOf(`${day} - ms`), moved("date_sub"));
  assertEquals(
    await sqlOf("last_day(ts) + 1"),
    "date_add(last_day(CAST(ts AS DATE)), 1)",
  );
});

Deno.test("a number with a _ behind each digit is read without a call for each", async () => {
  const sql = await sqlOf("TRY_CAST(user AS DOUBLE)");
  assertStringIncludes(sql, "\\\\d++(?:_\\\\d++)*+");
  assertEquals(/\(\?:_\\\\d\+\)\*/u.test(sql), false);
});
