import { dataFile } from "../data.ts";
import type { Contender } from "../contender.ts";
import type { Bench, Duel, Race } from "../job.ts";

/** weir and DuckDB on one core and on all, and slow peers on one. */
function duelsOf(
  { make, cores }: Bench,
  lines: {
    readonly weir: readonly string[];
    readonly select: string;
    readonly slow: readonly Contender[];
  },
): { reference: Contender; duels: Duel[] } {
  const weirOnOne = make.weir(lines.weir, { oneCore: true });
  const reference = make.duckdb(lines.select, { threads: 1, oneCore: true });
  return {
    reference,
    duels: [
      { weir: weirOnOne, peer: reference },
      {
        weir: make.weir(lines.weir, {}),
        peer: make.duckdb(lines.select, { threads: cores }),
      },
      ...lines.slow.map((peer) => ({ weir: weirOnOne, peer, slow: true })),
    ],
  };
}

/** Rows of a hundred fields of which two are used. */
export function wide(bench: Bench): Race {
  const { data, make } = bench;
  const input = dataFile(data, "wide.ndjson");
  const { path } = input;
  return {
    id: "wide",
    title: "Wide rows: 100 fields, 2 used",
    about: "Keeps `f43 >= 900000`, one row in ten, and counts by `f77`.",
    input,
    answer: ["text", "number"],
    ...duelsOf(bench, {
      weir: [
        path,
        "filter",
        "f43 >= 900000",
        "then",
        "agg",
        "count(*) AS n",
        "--by",
        "f77",
      ],
      select: `SELECT f77, count(*) AS n FROM read_ndjson('${path}', ` +
        `columns = {f43: 'INTEGER', f77: 'VARCHAR'}) WHERE f43 >= 900000 GROUP BY ALL`,
      slow: [
        make.jqCounted("select(.f43 >= 900000) | .f77", path, {
          oneCore: true,
        }),
        make.miller([
          ..."--ijsonl --ojsonl filter".split(" "),
          "$f43 >= 900000",
          ..."then count-distinct -f f77".split(" "),
          path,
        ], { oneCore: true }),
      ],
    }),
  };
}

/** Rows of objects in objects, of which three paths are used. */
export function nested(bench: Bench): Race {
  const { data, make } = bench;
  const input = dataFile(data, "nested.ndjson");
  const { path } = input;
  return {
    id: "nested",
    title: "Nested rows: objects and lists, 3 paths used",
    about:
      "Keeps `http.response.status >= 500` and tells number and greatest size by `service.name`.",
    input,
    answer: ["text", "number", "number"],
    ...duelsOf(bench, {
      weir: [
        path,
        "filter",
        "http.response.status >= 500",
        "then",
        "agg",
        "count(*) AS n, max(http.response.bytes) AS most",
        "--by",
        "service.name",
      ],
      select:
        `SELECT service.name AS name, count(*) AS n, max(http.response.bytes) AS most ` +
        `FROM read_ndjson('${path}', columns = {service: 'STRUCT(name VARCHAR)', ` +
        `http: 'STRUCT(response STRUCT(status INTEGER, bytes BIGINT))'}) ` +
        `WHERE http.response.status >= 500 GROUP BY ALL`,
      slow: [make.miller([
        ..."--ijsonl --ojsonl filter".split(" "),
        '$http["response"]["status"] >= 500',
        ..."then put".split(" "),
        '$name = $service["name"]; $bytes = $http["response"]["bytes"]',
        ..."then cut -f name,bytes then stats1 -a count,max -f bytes -g name"
          .split(" "),
        path,
      ], { oneCore: true })],
    }),
  };
}

/** The exact 99th percentile of a double by host, over all rows. */
export function p99(bench: Bench): Race {
  const { data, make } = bench;
  const input = dataFile(data, "a.ndjson");
  const { path } = input;
  return {
    id: "p99",
    title: "Exact p99 by host",
    about:
      "The interpolated 99th percentile of `ms` over all rows, by host. jq knows no percentiles.",
    input,
    answer: ["text", "number"],
    ...duelsOf(bench, {
      weir: [path, "agg", "p99(ms) AS p99", "--by", "host"],
      select: `SELECT host, quantile_cont(ms, 0.99) AS p99 FROM read_ndjson(` +
        `'${path}', columns = {host: 'VARCHAR', ms: 'DOUBLE'}) GROUP BY ALL`,
      slow: [
        make.miller([
          ..."--ijsonl --ojsonl stats1 -i -a p99 -f ms -g host".split(" "),
          path,
        ], { oneCore: true }),
      ],
    }),
  };
}
