import { type Column, Fault, type Field, type Table } from "../core/mod.ts";
import { storedType } from "../format/arrow_narrow.ts";
import { ArrowWriter } from "../format/arrow_write.ts";
import {
  DatabaseError,
  type Driver,
  type DriverOptions,
  startFault,
} from "./driver.ts";
import type { Reply, Request } from "./duckdb_messages.ts";
import { compileDuckDB } from "./duckdb_module.ts";
import { settingStatements } from "./settings.ts";

/** Rows that are handed over at once. */
const PART_ROWS = 1_048_576;
/** A larger buffer is not kept for the next table. */
const MOST_SPARE_BYTES = 64 << 20;

type Question = Request extends infer Each
  ? Each extends { readonly id: number } ? Omit<Each, "id"> : never
  : never;
type Answer = Extract<Reply, { readonly value: unknown }>["value"];

interface Waiting {
  resolve(value: Answer): void;
  reject(reason: unknown): void;
}

/**
 * Starts DuckDB-wasm in a worker of its own. Loading begins at once; calls made
 * meanwhile wait for it.
 *
 * With `sandbox: "full"` the worker may ask how many processors there are, and
 * nothing else. That needs the runtime's `worker-options`: without it the
 * process ends here, uncatchably.
 *
 * @throws {Fault} If it shall run on more than one thread.
 */
export function openWasm(options: DriverOptions): Driver {
  if (options.threads !== 1) {
    throw new Fault(
      "engine/threads",
      `cannot run queries on ${options.threads} threads: DuckDB in WebAssembly has one`,
      { mend: "Pass --engine native as well, or leave --threads out" },
    );
  }
  const closing = new AbortController();
  // Here and not in the worker, which loads its own code meanwhile; and first, because making a worker takes a while.
  const compiled = compileDuckDB(
    new URL(import.meta.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm")),
    closing.signal,
  );
  const permissions: Deno.PermissionOptions = options.sandbox === "full"
    ? {
      sys: ["cpus"],
      env: false,
      ffi: false,
      import: false,
      net: false,
      read: false,
      run: false,
      write: false,
    }
    : "inherit";
  const worker = new Worker(new URL("./duckdb_worker.ts", import.meta.url), {
    type: "module",
    name: "duckdb",
    ...(options.sandbox === "full" ? { deno: { permissions } } : {}),
  });
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let ended: Error | null = null;
  let spare: ArrayBuffer | undefined;

  const end = (reason: Error): void => {
    ended ??= reason;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  const ask = (
    question: Question,
    transfer: Transferable[] = [],
  ): Promise<Answer> => {
    if (ended !== null) return Promise.reject(ended);
    const id = next++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id }, transfer);
    });
  };

  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data) asked?.reject(new DatabaseError(data.error));
    else asked?.resolve(data.value);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end(new Error(`the worker of DuckDB failed: ${event.message}`));
  };

  const opened = compiled.then((module) =>
    ask({ kind: "open", module, settings: settingStatements(options) })
  ).catch((cause: unknown) => {
    throw ended ?? startFault("wasm", cause);
  });
  // Whoever asks for a table or an answer hears of a failed start there.
  opened.catch(() => {});
  // While the worker starts; there is no answer to read before.
  const reader = import("../format/arrow_read.ts");

  return {
    name: "wasm",
    version: async () => String(await opened),
    async load(name: string, table: Table): Promise<void> {
      await opened;
      const fields = storedFields(table);
      // By parts, so that a large table is not in memory three times over.
      for (let from = 0; from === 0 || from < table.rows; from += PART_ROWS) {
        const count = Math.min(PART_ROWS, table.rows - from);
        const writer = new ArrowWriter(fields, {
          dictionaries: true,
          duckdb: true,
          ...(spare === undefined ? {} : { buffer: spare }),
        });
        spare = undefined;
        writer.batch({
          columns: table.columns.map((column) => rowsFrom(column, from)),
          selection: null,
          count,
        });
        writer.end();
        const bytes = writer.take();
        const buffer = await ask(
          { kind: "load", table: name, create: from === 0, bytes },
          [bytes.buffer],
        ) as ArrayBuffer;
        if (buffer.byteLength <= MOST_SPARE_BYTES) spare = buffer;
      }
    },
    async query(sql: string): Promise<Table> {
      await opened;
      const bytes = await ask({ kind: "query", sql }) as Uint8Array;
      const { readArrowTable } = await reader;
      return readArrowTable(bytes, "the answer of DuckDB");
    },
    close(): Promise<void> {
      end(new Error("the engine was closed"));
      closing.abort();
      worker.terminate();
      return Promise.resolve();
    },
  };
}

/** The fields of a table with the types that its values give them, which must be the same for all parts. */
function storedFields({ fields, columns, rows }: Table): Field[] {
  return fields.map(({ name, type }, at) => ({
    name,
    type: storedType(type, columns[at]!, null, rows),
  }));
}

function rowsFrom(column: Column, row: number): Column {
  return row === 0 ? column : {
    ...column,
    tags: column.tags.subarray(row),
    numbers: column.numbers.subarray(row),
    spans: column.spans.subarray(2 * row),
  };
}
