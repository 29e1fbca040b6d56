import { assertEquals } from "@std/assert";
import { plan, steps } from "./lowered.ts";

/** The conditions and columns of each step, by the stages that it is of. */
async function told(...words: string[]) {
  return steps(await plan(...words), "select").map((step) => [
    step.stages.join(),
    step.conditions.length,
    step.columns.map(({ column }) => column).join(),
  ]);
}

Deno.test("conditions and columns of a stage are one step, of two stages two", async () => {
  assertEquals(
    await told(
      ...["filter", "ms > 1", "then", "set", "a = ms + 1, b = ms + 2"],
      ...["then", "filter", "status > 1", "then", "select", "a, b"],
    ),
    [["0", 1, ""], ["1", 0, "a,b"], ["2", 1, ""]],
  );
  const query =
    "SELECT ms + 1 AS a, count(*) AS n FROM events WHERE status > 1";
  assertEquals(await told("sql", `${query} GROUP BY a`), [[
    "0",
    1,
    "computed",
  ]]);
});

Deno.test("what reads a column of its own stage is a step of its own", async () => {
  assertEquals(
    await told(
      "set",
      "a = ms + 1, b = a + 1, c = status + 1",
      "then",
      "select",
      "a, b, c",
    ),
    [["0", 0, "a"], ["0", 0, "b,c"]],
  );
});
