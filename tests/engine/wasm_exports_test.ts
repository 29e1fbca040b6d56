import { assert, assertEquals } from "@std/assert";
import { compileDuckDB } from "../../lib/engine/duckdb_module.ts";
import { withoutExports } from "../../lib/engine/wasm_exports.ts";

/** A section of a module: what it is, and what it holds. */
const section = (
  id: number,
  ...bytes: number[]
) => [id, bytes.length, ...bytes];
const named = (name: string) => [
  name.length,
  ...new TextEncoder().encode(name),
];

/** A module of three functions that give 10, 11 and 12, exported under some names. */
function moduleOf(names: readonly string[]): Uint8Array<ArrayBuffer> {
  const gives = (value: number) => [4, 0, 0x41, value, 0x0b];
  const list = names.flatMap((name, index) => [...named(name), 0, index]);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // A function without arguments that gives an i32.
    ...section(1, 1, 0x60, 0, 1, 0x7f),
    ...section(3, 3, 0, 0, 0),
    ...section(7, names.length, ...list),
    ...section(10, 3, ...gives(10), ...gives(11), ...gives(12)),
  ]);
}

/** What each export of a module gives. */
async function answers(
  wasm: Uint8Array,
): Promise<Record<string, number>> {
  const { instance } = await WebAssembly.instantiate(
    wasm as Uint8Array<ArrayBuffer>,
  );
  return Object.fromEntries(
    Object.entries(instance.exports).map(([name, give]) => [
      name,
      (give as () => number)(),
    ]),
  );
}

const beginsWith = (letter: string) => (bytes: Uint8Array, at: number) =>
  bytes[at] === letter.charCodeAt(0);

Deno.test("withoutExports() takes out the exports it is told of, and leaves the code", async () => {
  const names = ["x".repeat(40), "keep", "x2"];
  assertEquals(
    await answers(withoutExports(moduleOf(names), beginsWith("x"))),
    { keep: 11 },
  );
});

Deno.test("withoutExports() hands on the length of the name", async () => {
  const long = (_bytes: Uint8Array, _at: number, length: number) => length > 3;
  assertEquals(
    await answers(withoutExports(moduleOf(["abcd", "abc", "ab"]), long)),
    { abc: 11, ab: 12 },
  );
});

Deno.test("withoutExports() works where little or nothing is taken out", async () => {
  for (const letter of ["a", "z"]) {
    const left = await answers(
      withoutExports(moduleOf(["a", "b", "c"]), beginsWith(letter)),
    );
    assertEquals(
      left,
      letter === "a" ? { b: 11, c: 12 } : { a: 10, b: 11, c: 12 },
    );
  }
});

Deno.test("withoutExports() leaves a module without exports alone", () => {
  const empty = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  assertEquals(withoutExports(empty, () => true), empty);
});

Deno.test("DuckDB is compiled without the names that only extensions need", async () => {
  const path = new URL(
    import.meta.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"),
  );
  const module = await compileDuckDB(path, new AbortController().signal);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert(names.includes("duckdb_web_query_run") && names.includes("malloc"));
  assertEquals(names.filter((name) => /^(?:orig\$)?_Z/u.test(name)), []);
});
