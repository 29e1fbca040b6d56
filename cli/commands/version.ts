import { VERSION } from "../weir_version.ts";

/** The versions of weir, of its engine and of its runtime, a line each. */
export function versionText(): string {
  return `weir ${VERSION}\nduckdb-wasm 1.32.0 (DuckDB 1.4.3)\ndeno ${Deno.version.deno}\n`;
}
