import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBStructVector,
  DuckDBType,
  DuckDBValue,
} from "@duckdb/node-api";
import {
  type Column,
  ColumnBuilder,
  EXACT_LIMIT,
  Fault,
  type Field,
  type Table,
  Tag,
  textAt,
} from "../core/mod.ts";
import { type StoredType, storedType } from "../format/arrow_narrow.ts";
import {
  booleanAt,
  doubleAt,
  integerAt,
  intervalAt,
  momentAt,
  writtenAt,
} from "../format/arrow_values.ts";
import { appendCell, type Cell, objectJson } from "../format/cell.ts";
import { quoteName } from "../sql/mod.ts";
import {
  DatabaseError,
  type Driver,
  type DriverOptions,
  startFault,
} from "./driver.ts";
import { nativeCell, nativeFieldType, TYPE } from "./native_cells.ts";
import { settingStatements } from "./settings.ts";

type NodeApi = typeof import("@duckdb/node-api");

interface Open {
  readonly api: NodeApi;
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

/** Rows of a chunk that DuckDB takes at once. */
const CHUNK_ROWS = 2048;
const DAY_US = 86_400_000_000;

/**
 * Opens native DuckDB, which runs in this process: of the sandbox it has the
 * lock of the configuration, not the permissions of a worker. The package is
 * first loaded here.
 */
export function openNative(options: DriverOptions): Driver {
  const opened = nodeApi().then((api) =>
    open(api, options).catch((cause: unknown) => {
      throw startFault("native", cause);
    })
  );
  // Whoever asks for a table or an answer hears of a failed start there.
  opened.catch(() => {});
  let ended: Error | null = null;
  let last: Promise<unknown> = opened;

  const inTurn = <T>(work: (open: Open) => Promise<T>): Promise<T> => {
    const turn = last.catch(() => {}).then(async () => {
      const database = await opened;
      if (ended !== null) throw ended;
      try {
        return await work(database);
      } catch (error) {
        if (ended !== null) throw ended;
        throw new DatabaseError(
          error instanceof Error ? error.message : String(error),
          error,
        );
      }
    });
    last = turn;
    turn.catch(() => {});
    return turn;
  };

  return {
    name: "native",
    version: async () => (await opened).api.version(),
    load: (name, table) =>
      inTurn(({ api, connection }) => load(api, connection, name, table)),
    query: (sql) => inTurn(({ connection }) => query(connection, sql)),
    async close(): Promise<void> {
      if (ended !== null) return;
      ended = new Error("the engine was closed");
      const database = await opened.catch(() => null);
      if (database === null) return;
      database.connection.interrupt();
      await last.catch(() => {});
      database.connection.closeSync();
      database.instance.closeSync();
    },
  };
}

/** Loads DuckDB's own library, which weir may have been installed without. */
async function nodeApi(): Promise<NodeApi> {
  try {
    return await import("@duckdb/node-api");
  } catch (cause) {
    // No such module, or no leave to load a library: both come of how weir was installed.
    const missing = cause instanceof TypeError ||
      cause instanceof Deno.errors.NotCapable;
    if (!missing) throw startFault("native", cause);
    throw new Fault(
      "engine/native",
      "cannot start DuckDB (native): it is not installed",
      {
        mend:
          "Run `deno task install --native` in a checkout of weir, or leave --engine native out",
        cause,
      },
    );
  }
}

async function open(api: NodeApi, options: DriverOptions): Promise<Open> {
  const instance = await api.DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  // This DuckDB has time zones built in; the one in WebAssembly is in UTC.
  await connection.run("SET TimeZone='UTC'");
  for (const statement of settingStatements(options)) {
    await connection.run(statement);
  }
  return { api, instance, connection };
}

async function query(
  connection: DuckDBConnection,
  sql: string,
): Promise<Table> {
  const result = await connection.run(sql);
  const types = result.columnTypes();
  const builders = types.map(() => new ColumnBuilder());
  let rows = 0;
  for (const chunk of await result.fetchAllChunks()) {
    rows += chunk.rowCount;
    builders.forEach((builder, at) =>
      appendChunk(builder, chunk, at, types[at]!)
    );
  }
  return {
    fields: result.columnNames().map((name, at) => ({
      name,
      type: nativeFieldType(types[at]!),
    })),
    columns: builders.map((builder) => builder.finish()),
    rows,
  };
}

function appendChunk(
  builder: ColumnBuilder,
  chunk: DuckDBDataChunk,
  column: number,
  type: DuckDBType,
): void {
  const vector = chunk.getColumnVector(column);
  const unnamed = unnamedStruct(vector as DuckDBStructVector, type);
  for (let row = 0; row < chunk.rowCount; row++) {
    const value = vector.getItem(row);
    if (typeof value === "bigint" && isExact(value)) {
      builder.appendNumber(Number(value));
    } else {
      appendCell(
        builder,
        value === null ? null : unnamed?.(row) ?? nativeCell(value, type),
      );
    }
  }
}

function isExact(value: bigint): boolean {
  return value <= EXACT_LIMIT && value >= -EXACT_LIMIT;
}

/** A struct without names comes as an object in which its members overwrite each other; its vector has them all. */
function unnamedStruct(
  vector: DuckDBStructVector,
  type: DuckDBType,
): ((row: number) => Cell) | null {
  if (type.typeId as number !== TYPE.struct) return null;
  const { entryNames, entryTypes } = type as DuckDBStructVector["type"];
  if (!entryNames.every((name) => name === "")) return null;
  return (row) =>
    objectJson(
      entryTypes.map((each, at) => [
        "",
        nativeCell(vector.getItemValue(row, at), each),
      ]),
    );
}

async function load(
  api: NodeApi,
  connection: DuckDBConnection,
  name: string,
  table: Table,
): Promise<void> {
  const types = table.fields.map((field, at) =>
    storedType(field.type, table.columns[at]!, null, table.rows)
  );
  const columns = table.fields.map((field: Field, at) =>
    `${quoteName(field.name)} ${types[at]}`
  );
  await connection.run(
    `CREATE OR REPLACE TABLE ${quoteName(name)} (${columns.join(", ")})`,
  );
  const appender = await connection.createAppender(name);
  const native = types.map((type) => api[type]);
  const readers = types.map((type) => valueReader(api, type));
  for (let from = 0; from < table.rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, table.rows - from);
    const chunk = api.DuckDBDataChunk.create(native, count);
    table.columns.forEach((column, at) => {
      const read = readers[at]!;
      chunk.setColumnValues(
        at,
        Array.from({ length: count }, (_, row) => read(column, from + row)),
      );
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Reads values of one type as DuckDB's API takes them; what does not convert is NULL. */
function valueReader(
  api: NodeApi,
  type: StoredType,
): (column: Column, row: number) => DuckDBValue {
  switch (type) {
    case "BOOLEAN":
      return booleanAt;
    case "DOUBLE":
      return doubleAt;
    case "BIGINT":
    case "HUGEINT": {
      const bits = type === "BIGINT" ? 64 : 128;
      return (column, row) => {
        if (column.tags[row]! <= Tag.NULL) return null;
        const value = integerAt(column, row);
        return value !== null && BigInt.asIntN(bits, value) === value
          ? value
          : null;
      };
    }
    case "TIMESTAMP":
      return (column, row) => {
        const timeUs = momentAt(column, row);
        return Number.isFinite(timeUs)
          ? new api.DuckDBTimestampValue(BigInt(Math.floor(timeUs)))
          : null;
      };
    case "DATE":
      return (column, row) => {
        const day = Math.floor(momentAt(column, row) / DAY_US);
        return Number.isFinite(day) ? new api.DuckDBDateValue(day) : null;
      };
    case "INTERVAL":
      return (column, row) => {
        const parts = intervalAt(column, row);
        return parts === null ? null : new api.DuckDBIntervalValue(
          parts.months,
          parts.days,
          parts.nanos / 1_000n,
        );
      };
    case "VARCHAR":
      return (column, row) =>
        column.tags[row] === Tag.TIME
          ? writtenAt(column, row)
          : textAt(column, row);
  }
}
