import { assertEquals, assertRejects } from "@std/assert";
import {
  agg,
  decode,
  Fault,
  filter,
  objects,
  type Row,
  sql,
  type StageTransform,
  window,
} from "../../mod.ts";

const ROWS = [[5, "a"], [16, "b"], [25, "a"], [70, "a"]]
  .map(([ts, k]) => `{"ts":${ts},"k":"${k}"}\n`).join("");

async function through(...stages: readonly StageTransform[]): Promise<Row[]> {
  let rows = ReadableStream.from([new TextEncoder().encode(ROWS)])
    .pipeThrough(decode());
  for (const stage of stages) rows = rows.pipeThrough(stage);
  return await Array.fromAsync(rows.pipeThrough(objects()));
}

const changing = () => window({ size: "1m", watermark: "0s", changes: "10s" });

Deno.test("window({ changes }) tells what changes in the first answer behind it", async () => {
  const rows = await through(
    changing(),
    agg("count(*) AS n", { by: "k" }),
    filter("n > 1"),
  );
  assertEquals(rows.map(({ op, k, n }) => [op, k, n]), [["+U", "a", 2]]);
});

Deno.test("window({ changes }) wants the columns of a query named", async () => {
  const fault = await assertRejects(
    () => through(changing(), sql("SELECT * FROM events")),
    Fault,
  );
  assertEquals(fault.code, "plan/changes");
});

Deno.test("sql() with a history sees the windows before", async () => {
  const rows = await through(
    window("1m"),
    sql(
      "SELECT count(*) AS n, (SELECT count(*) FROM history) AS before FROM events",
      { history: 1 },
    ),
  );
  assertEquals(rows.map(({ n, before }) => [n, before]), [[3, 0], [1, 3]]);
});
