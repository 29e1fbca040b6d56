import { assertEquals } from "@std/assert";
import { readOutput } from "../../../cli/prove/read_output.ts";

Deno.test("readOutput() reads the parts of an output, however many lines they have", async () => {
  const folder = await Deno.makeTempDir({ prefix: "weir-output-" });
  try {
    await Deno.mkdir(`${folder}/day=1`);
    const many = 400_000;
    await Deno.writeTextFile(`${folder}/part-0`, "{}\n".repeat(many));
    await Deno.writeTextFile(`${folder}/day=1/part-1`, '{"a":1}\n\n{"a":2}');
    await Deno.writeTextFile(`${folder}/_SUCCESS`, "no row");
    await Deno.writeTextFile(`${folder}/.part-0.crc`, "no row");
    const lines = await readOutput(folder);
    assertEquals(lines.length, many + 2);
    assertEquals(lines.filter((line) => line !== "{}"), ['{"a":1}', '{"a":2}']);
    assertEquals(await readOutput(`${folder}/none`), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
