import { assertEquals } from "@std/assert";
import { jobOf } from "../../../lib/export/mod.ts";
import { SPARK_NAMES } from "../../../lib/export/spark/own_names.ts";
import { planOf } from "../plan_of.ts";
import { printed } from "./job_text.ts";
import { PIPELINES } from "./pipelines.ts";

/** The names that the queries of a program give to columns. */
function namesIn(program: string): string[] {
  const queries = [...program.matchAll(/r"""\n(.*?)\n"""/gsu)];
  return queries.flatMap(([, sql]) =>
    [...sql!.matchAll(/ AS (\w+)(?=,?$|,? )/gmu)].map(([, name]) => name!)
  ).filter((name) => !/^(?:BIGINT|DOUBLE|STRING|DECIMAL)$/u.test(name));
}

Deno.test("SPARK_NAMES has all that queries name beside the columns of a job", async () => {
  const own = new Set<string>(SPARK_NAMES);
  for (const pipeline of PIPELINES) {
    const { words, input, finite } = pipeline;
    const { steps } = jobOf(await planOf(words, input, finite));
    const made = new Set(steps.flatMap((step) => {
      if (step.kind === "select") {
        return step.columns.map(({ column }) => column);
      }
      if (step.kind !== "aggregate") return [];
      return [...step.keys, ...step.calls].map(({ column }) => column);
    }));
    const others = namesIn(await printed(pipeline)).filter((name) =>
      !made.has(name) && !own.has(name)
    );
    assertEquals(others, [], pipeline.name);
  }
});

Deno.test("fields that are called as the queries call their own columns have other names there", async () => {
  const fields = SPARK_NAMES.map((name) => `"${name}":1`).join(",");
  const row = `{"ts":"2024-01-01T00:00:01Z",${fields}}\n`;
  const sum = SPARK_NAMES.map((name) => `"${name}"`).join(" + ");
  const words = ["filter", `${sum} > 0`, "then", "select", `ts, ${sum} AS n`];
  const { columns, time } = jobOf(await planOf(words, row));
  const taken = columns.map(({ column }) => column)
    .filter((name) => (SPARK_NAMES as readonly string[]).includes(name));
  assertEquals([taken, time], [[], null]);
});
