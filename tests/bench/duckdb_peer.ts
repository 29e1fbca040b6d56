/**
 * Native DuckDB as a process of its own, as fast as it goes: the query writes
 * its answer to stdout itself, and nothing but the query passes through
 * JavaScript.
 *
 *     deno run -A tests/bench/duckdb_peer.ts THREADS SQL
 *
 * @module
 */
import { DuckDBInstance } from "@duckdb/node-api";

const [threads, sql] = Deno.args;
if (threads === undefined || sql === undefined) {
  throw new TypeError("Cannot run DuckDB: name the threads and the query");
}
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
await connection.run(sql);
connection.closeSync();
instance.closeSync();
