import { assert, assertEquals } from "@std/assert";
import { buildKernel } from "../../lib/kernel/build.ts";

const WASM = new URL("../../lib/kernel/kernel.wasm", import.meta.url);

Deno.test("kernel.wasm is what its sources compile to", async () => {
  const built = await buildKernel();
  const committed = Deno.readFileSync(WASM);
  assert(
    built.length === committed.length &&
      built.every((byte, at) => byte === committed[at]),
    "kernel.wasm is stale: run deno task build:kernel",
  );
});

Deno.test("kernel.wasm needs nothing from outside and keeps its data below its tables", () => {
  const module = new WebAssembly.Module(Deno.readFileSync(WASM));
  assertEquals(WebAssembly.Module.imports(module), []);
  const { exports } = new WebAssembly.Instance(module);
  const staticEnd = (exports.staticEnd as () => number)();
  assert(staticEnd <= 0x4000, `static data ends at ${staticEnd}`);
});
