import { assertEquals } from "@std/assert";
import { referenceText } from "../cli/help/mod.ts";

Deno.test("docs/reference.md is what the option table says", async () => {
  const file = new URL("../docs/reference.md", import.meta.url);
  assertEquals(
    await Deno.readTextFile(file),
    referenceText(),
    "the option table has changed: run deno task docs",
  );
});
