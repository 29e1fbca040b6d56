import { assertEquals } from "@std/assert";
import { planOf } from "./plan_of.ts";

const ROW = '{"ms":12,"x":"5","ok":true}\n';

/** The texts of the parts whose failure shows, as check names them. */
async function told(...words: readonly string[]): Promise<readonly string[]> {
  const { constructs } = await planOf(words, ROW);
  return constructs.flatMap(({ what, label }) =>
    what.kind === "failing"
      ? [what.overflows ? `${label} overflows` : label]
      : []
  );
}

Deno.test("a part that fails is told where NULL is not handed on to the whole", async () => {
  for (
    const [text, part] of [
      ["coalesce(sqrt(ms), 0.0)", "sqrt(ms)"],
      ["coalesce(CAST(x AS BIGINT), 0)", "CAST(x AS BIGINT)"],
      ["ok OR ln(ms) > 1", "ln(ms)"],
      ["CASE WHEN ln(ms) > 1 THEN 1 ELSE 2 END", "ln(ms)"],
      ["concat('a', CAST(CAST(x AS BIGINT) AS VARCHAR))", "CAST(x AS BIGINT)"],
      ["sqrt(ms) IS NULL", "sqrt(ms)"],
      ["ms IN (1, CAST(x AS BIGINT))", "CAST(x AS BIGINT)"],
      ["ok AND ln(ms) > 1", "ln(ms)"],
      ["coalesce(ms + 1, 0)", "ms + 1 overflows"],
    ] as const
  ) {
    assertEquals(await told("select", `${text} AS v`), [part], text);
  }
  assertEquals(
    await told("filter", "sqrt(ms) > 1 OR ok", "then", "select", "ok"),
    [
      "sqrt(ms)",
    ],
  );
});

Deno.test("a part that fails is not told where the whole is NULL on every engine", async () => {
  for (
    const text of [
      "sqrt(ms) + 1",
      "CAST(x AS BIGINT) * 2 > 5",
      "coalesce(TRY_CAST(x AS BIGINT), 0)",
      "CASE WHEN ms > 0 THEN ln(ms) END",
      "coalesce(ms, CAST(x AS BIGINT))",
      "ms + 1 > 2",
    ]
  ) {
    assertEquals(await told("select", `${text} AS v`), [], text);
  }
  const words = ["filter", "ok AND sqrt(ms) > 1", "then", "select", "ok"];
  assertEquals(await told(...words), []);
});
