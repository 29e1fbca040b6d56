import { assert, assertEquals } from "@std/assert";
import {
  nativePackage,
  slimConfig,
  slimLock,
  testPackages,
} from "../../../cli/install/slim.ts";

const checkout = new URL("../../../", import.meta.url);
const read = (name: string) =>
  JSON.parse(Deno.readTextFileSync(new URL(name, checkout)));

Deno.test("slimLock() keeps what the kept packages need, and nothing else", () => {
  const lock = slimLock({
    version: "5",
    specifiers: { "npm:a@1": "1.0.0", "npm:@s/t@2": "2.0.0" },
    npm: {
      "a@1.0.0": { integrity: "x", dependencies: ["b@1.0.0", "c"] },
      "b@1.0.0": {},
      "b@2.0.0": {},
      "c@1.0.0": { optionalDependencies: ["@o/d"] },
      "@o/d@1.0.0": { dependencies: ["a"] },
      "@s/t@2.0.0": { dependencies: ["b@2.0.0"] },
    },
    workspace: { dependencies: ["npm:a@1", "npm:@s/t@2"] },
  }, ["@s/t"]);
  assertEquals(lock, {
    version: "5",
    specifiers: { "npm:a@1": "1.0.0" },
    npm: {
      "a@1.0.0": { integrity: "x", dependencies: ["b@1.0.0", "c"] },
      "b@1.0.0": {},
      "c@1.0.0": { optionalDependencies: ["@o/d"] },
      "@o/d@1.0.0": { dependencies: ["a"] },
    },
    workspace: { dependencies: ["npm:a@1"] },
  });
});

Deno.test("the packages of tests and of the native engine are not installed", () => {
  const without = [...testPackages, nativePackage];
  const config = slimConfig(read("deno.json"), without);
  const lock = slimLock(read("deno.lock"), without);
  const names = [
    ...Object.keys(config.imports ?? {}),
    ...Object.keys(lock.npm ?? {}),
  ];
  for (const name of [...without, "binaryen", "@duckdb/node-bindings"]) {
    assert(!names.some((found) => found.startsWith(name)), name);
  }
  assert(names.some((found) => found.startsWith("@duckdb/duckdb-wasm")));
  // Every import has its package, so that a frozen lock file holds.
  for (const target of Object.values(config.imports ?? {})) {
    assert(
      Object.keys(lock.specifiers ?? {}).some((specifier) =>
        target.startsWith(specifier)
      ),
      target,
    );
  }
});
