import { type ExportTest, withoutExports } from "./wasm_exports.ts";

const [UNDERSCORE, CAPITAL_Z] = [0x5f, 0x5a];
/** What stands before the name of a function whose 64-bit numbers are taken apart for JavaScript. */
const ORIGINAL = [...new TextEncoder().encode("orig$")];

/**
 * Reads and compiles DuckDB's wasm file.
 *
 * Compiling holds the thread for a tenth of a second: compiled on the side, it
 * takes twice the work, which the worker needs to load its own code meanwhile.
 *
 * DuckDB exports its 72,000 functions of C++ so that extensions loaded later
 * can link against them, and its loader makes a JavaScript function, a slot of
 * a table and a global of each: more than a second, and two thirds of what a
 * start takes. Extensions are turned off here, so they are not exported.
 *
 * @param signal Ends the reading.
 */
export async function compileDuckDB(
  path: URL,
  signal: AbortSignal,
): Promise<WebAssembly.Module> {
  const bytes = await Deno.readFile(path, { signal });
  return new WebAssembly.Module(
    withoutExports(bytes, isCpp) as Uint8Array<ArrayBuffer>,
  );
}

/** Whether a name is one of C++, which compilers write as `_Z` and what it stands for. */
const isCpp: ExportTest = (bytes, at, length) => {
  const original = length > ORIGINAL.length &&
    ORIGINAL.every((byte, index) => bytes[at + index] === byte);
  const start = original ? at + ORIGINAL.length : at;
  return bytes[start] === UNDERSCORE && bytes[start + 1] === CAPITAL_Z;
};
