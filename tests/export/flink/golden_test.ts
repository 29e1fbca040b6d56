import { assertEquals } from "@std/assert";
import { printFlink } from "../../../lib/export/flink/mod.ts";
import { jobOf } from "../../../lib/export/mod.ts";
import { planOf } from "../plan_of.ts";
import { PIPELINES } from "./pipelines.ts";

// Updated by `deno test -A tests/export/flink -- --update`.
const update = Deno.args.includes("--update");
const folder = new URL("golden/", import.meta.url);

for (const { name, words, input, connections } of PIPELINES) {
  Deno.test(`printFlink() prints ${name} as its golden file has it`, async () => {
    const finite = connections.input.kind === "files";
    const job = jobOf(await planOf(words, input, finite));
    const script = printFlink(job, {
      connections,
      command: "weir export flink JOB",
      exact: false,
    });
    const file = new URL(`${name}.sql`, folder);
    if (update) await Deno.writeTextFile(file, script);
    assertEquals(script, await Deno.readTextFile(file));
  });
}

Deno.test("golden/ has no file that no pipeline prints", async () => {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(folder)) files.push(name);
  assertEquals(
    files.sort(),
    PIPELINES.map(({ name }) => `${name}.sql`).sort(),
  );
});
