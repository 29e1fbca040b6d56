import { assertEquals } from "@std/assert";
import { outputNames } from "../../lib/export/mod.ts";
import { planOf } from "./plan_of.ts";

/** What the outputs of a pipeline are called. */
async function names(...words: readonly string[]): Promise<readonly string[]> {
  const { job } = await planOf(["select", "a", ...words], '{"a":1}\n');
  return job === null ? [] : outputNames(job);
}

Deno.test("outputs are called as their files, and the last one results, whatever files are called", async () => {
  const write = (path: string) => ["then", "write", path];
  assertEquals(await names(), ["results"]);
  const on = ["then", "filter", "a > 0"];
  assertEquals(await names(...write("out/my-errors.2024.ndjson")), [
    "my_errors",
  ]);
  assertEquals(
    await names(...write("results.ndjson"), ...write("late.csv"), ...on),
    ["results_1", "late_1", "results"],
  );
});
