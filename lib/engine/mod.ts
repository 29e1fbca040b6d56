/**
 * Floor 3: DuckDB, which answers queries over completed windows: in a
 * sandboxed worker as WebAssembly, or native.
 *
 * A query that runs for ever: `close()` returns at once and rejects whatever
 * still runs. Native queries stop with it. A query in WebAssembly cannot be
 * stopped in this runtime, not even by ending its worker, and keeps a
 * processor busy until the process ends, which `Deno.exit()` does at once.
 *
 * @module
 */
import type { Engine } from "../core/mod.ts";
import { openNative } from "./duckdb_native.ts";
import { openWasm } from "./duckdb_wasm.ts";
import { engineOn } from "./engine.ts";

export { readStatement, type Statement, type Verb } from "./statement.ts";
export type { QueryTokens } from "./tokens.ts";

/** How an engine is made. */
export interface EngineOptions {
  /** `wasm` runs everywhere; `native` is about twice as fast and needs `@duckdb/node-api`. */
  readonly kind: "wasm" | "native";
  /**
   * What keeps user SQL from files, network and settings, with `wasm`: `sql`
   * is DuckDB's own lock; `full` adds the permissions of the worker, and needs
   * the runtime's `worker-options` flag, without which the process ends
   * uncatchably (C11). `sql` when not given.
   */
  readonly sandbox?: "full" | "sql";
  /** Most bytes that DuckDB may use; no hard bound. Its own default when not given. */
  readonly memoryLimitBytes?: number;
  /** How many threads may run a query; more than 1 gives up that the same input gives the same bytes (D1). 1 when not given. */
  readonly threads?: number;
}

/**
 * Makes an engine. Loading begins at once; the first call that needs it waits.
 *
 * @throws {Fault} If `wasm` is asked for more than one thread.
 *
 * @example Ask a pane
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ColumnBuilder, textAt, valueAt } from "../core/mod.ts";
 *
 * const host = new ColumnBuilder();
 * for (const name of ["b", "a", "b"]) host.appendText(name);
 *
 * const engine = createEngine({ kind: "wasm" });
 * const [rows] = await engine.run(
 *   {
 *     text: "SELECT host, count(*) AS n FROM events GROUP BY host",
 *     source: "sql query",
 *     parameters: {},
 *     nowUs: 0,
 *   },
 *   [{ window: null, fields: [{ name: "host", type: "ANY" }], columns: [host.finish()], rows: 3 }],
 * );
 * await engine.close();
 *
 * const [hosts, counts] = rows!.columns;
 * assertEquals([0, 1].map((row) => [textAt(hosts!, row), valueAt(counts!, row)]), [["a", 1], ["b", 2]]);
 * ```
 */
export function createEngine(options: EngineOptions): Engine {
  const { sandbox = "sql", memoryLimitBytes = null, threads = 1 } = options;
  const driver = { sandbox, memoryLimitBytes, threads, lock: true };
  return engineOn(
    options.kind === "native" ? openNative(driver) : openWasm(driver),
  );
}
