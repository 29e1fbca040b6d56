/**
 * The worker that DuckDB-wasm runs in. It loads tables and runs statements in
 * the order of its messages, and holds no rule of its own: which statements
 * are let through is decided before, what they can reach by the settings and
 * by the permissions that this worker was started with.
 *
 * @module
 */
/// <reference lib="deno.worker" />
import {
  createDuckDB,
  type DuckDBBindings,
  NODE_RUNTIME,
  VoidLogger,
} from "@duckdb/duckdb-wasm/blocking";
import type { Reply, Request } from "./duckdb_messages.ts";

// DuckDB tells the console what it tells us as well, and stdout is for data only.
for (const method of ["log", "info", "warn", "error", "debug"] as const) {
  globalThis.console[method] = () => {};
}

// Joined with this module by the installation, its loader has no folder of its own to look for files in, and needs none.
Object.assign(globalThis, { __dirname: "" });

interface Open {
  readonly database: DuckDBBindings;
  readonly connection: number;
}

/** Settled once the database is open; messages that come earlier wait for it. */
let opening: Promise<Open> | null = null;

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    if (data.kind === "open") {
      opening = open(data.module, data.settings);
      const { database } = await opening;
      answer({ id: data.id, value: database.getVersion() }, []);
      return;
    }
    if (opening === null) throw new Error("the database was never opened");
    const { database, connection } = await opening;
    if (data.kind === "load") {
      load(database, connection, data);
      const { buffer } = data.bytes;
      answer({ id: data.id, value: buffer }, [buffer]);
    } else {
      const result = database.runQuery(connection, data.sql);
      const value = result as Uint8Array<ArrayBuffer>;
      answer({ id: data.id, value }, [value.buffer]);
    }
  } catch (error) {
    answer({
      id: data.id,
      error: error instanceof Error ? error.message : String(error),
    }, []);
  }
};

function answer(reply: Reply, transfer: Transferable[]): void {
  self.postMessage(reply, transfer);
}

async function open(
  module: WebAssembly.Module,
  settings: readonly string[],
): Promise<Open> {
  const bundle = { mainModule: "", mainWorker: "" };
  const database = await createDuckDB(
    { mvp: bundle, eh: bundle },
    new VoidLogger(),
    NODE_RUNTIME,
  );
  takeModule(database, module);
  await database.instantiate(() => {});
  // Not `arrowLosslessConversion`: with it 1.32.0 gives truth values at random.
  database.open({ arrowLosslessConversion: false });
  let connection = 0;
  database.connect().useUnsafe((_, id) => connection = id);
  for (const statement of settings) database.runQuery(connection, statement);
  return { database, connection };
}

/** Has DuckDB's loader take a module that is compiled already, where it would read and compile its file. */
function takeModule(
  database: DuckDBBindings,
  module: WebAssembly.Module,
): void {
  Object.assign(database, {
    instantiateWasm(
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, of: WebAssembly.Module) => void,
    ): WebAssembly.Exports {
      // The loader's own method does so too: imports look here for the file system.
      globalThis.DUCKDB_RUNTIME = { ...NODE_RUNTIME };
      const instance = new WebAssembly.Instance(module, imports);
      done(instance, module);
      return instance.exports;
    },
  });
}

function load(
  database: DuckDBBindings,
  connection: number,
  { table, create, bytes }: Extract<Request, { readonly kind: "load" }>,
): void {
  if (create) {
    const name = `"${table.replaceAll('"', '""')}"`;
    database.runQuery(connection, `DROP TABLE IF EXISTS ${name}`);
  }
  database.insertArrowFromIPCStream(connection, bytes, { name: table, create });
}
