import { assertEquals } from "@std/assert";
import { Tag } from "../../lib/core/mod.ts";
import { Tag as KernelTag } from "../../lib/kernel/tag.ts";

Deno.test("Tag of the kernel has the numbers of core", () => {
  assertEquals({ ...KernelTag }, { ...Tag });
});

Deno.test("the assembly has the numbers of core", () => {
  const source = Deno.readTextFileSync(
    new URL("../../lib/kernel/assembly/memory_map.ts", import.meta.url),
  );
  for (const [name, number] of Object.entries(Tag)) {
    const match = new RegExp(`const ${name}: u32 = (\\d+);`).exec(source);
    assertEquals(match?.[1], String(number), name);
  }
});
