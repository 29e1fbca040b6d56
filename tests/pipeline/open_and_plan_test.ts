import { assertEquals, assertStringIncludes } from "@std/assert";
import { weir } from "./weir.ts";

// The runner of the tests tells what is left open.

Deno.test("a run that is refused leaves no file open", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/a.ndjson`;
    await Deno.writeTextFile(file, '{"x":1}\n');
    for (
      const [words, said] of [
        [["filter", "nowhere(x)"], "nowhere"],
        [["--format", "weir", "filter", "x > 1"], "weir"],
      ] as const
    ) {
      const { exit, stderr } = await weir([file, ...words]);
      assertEquals(exit, 2);
      assertStringIncludes(stderr, said);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
