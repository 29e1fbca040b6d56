import { dataFile } from "../data.ts";
import type { Bench, Race } from "../job.ts";

/** What a filter takes on a kilobyte, beside what the runtime takes to do nothing. */
export function startFilter({ data, make, emptyScript }: Bench): Race {
  const input = dataFile(data, "small.ndjson");
  const weir = make.weir(["filter", "bytes > 1000"], {
    stdin: input.path,
    lines: true,
  });
  const select = `SELECT json FROM read_ndjson_objects('${input.path}') ` +
    `WHERE (json->>'bytes')::INTEGER > 1000`;
  const duckdb = make.duckdb(select, { threads: 1, lines: true });
  return {
    id: "start",
    title: "Start: a filter on a kilobyte",
    about:
      "Four rows on stdin, beside `deno run` on an empty file outside the project. DuckDB's time is that of a process of deno with its library.",
    input,
    reference: duckdb,
    answer: "lines",
    roundsTimes: 4,
    duels: [
      { weir, peer: make.deno(emptyScript) },
      { weir, peer: duckdb },
    ],
  };
}

/** What the first answer of DuckDB takes, its start included. */
export function startSql({ data, make }: Bench): Race {
  const input = dataFile(data, "small.ndjson");
  // A window function cannot be folded, so that DuckDB has to answer.
  const query = (from: string) =>
    `SELECT host, bytes, rank() OVER (ORDER BY bytes) AS place FROM ${from}`;
  const columns = "columns = {host: 'VARCHAR', bytes: 'INTEGER'}";
  const duckdb = make.duckdb(
    query(`read_ndjson('${input.path}', ${columns})`),
    {
      threads: 1,
    },
  );
  return {
    id: "sql",
    title: "Start: the first answer of DuckDB",
    about:
      "Four rows, ranked by a query. weir starts DuckDB as WebAssembly in a worker; the peer is the native one.",
    input,
    reference: duckdb,
    answer: ["text", "number", "number"],
    duels: [
      {
        weir: make.weir([input.path, "sql", query("events")], {}),
        peer: duckdb,
      },
    ],
  };
}
