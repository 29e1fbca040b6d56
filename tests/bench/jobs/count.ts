import { dataFile } from "../data.ts";
import type { Bench, Race } from "../job.ts";

const FILTER = ["filter", "status >= 500", "then", "window", "1m"];
const COUNT = ["agg", "count(*) AS n", "--by"];
/** The time is read as text and cast after the filter: DuckDB is 15 % faster so. */
const MINUTE = "date_trunc('minute', time::TIMESTAMP) AS minute";

/** Rows that failed, counted by minute and host: the job that the targets of the issue speak of most. */
export function countNdjson({ data, make, cores }: Bench): Race {
  const input = dataFile(data, "a.ndjson");
  const { path } = input;
  const args = [path, ...FILTER, "--time", "time", "then", ...COUNT, "host"];
  const select =
    `SELECT ${MINUTE}, host, count(*) AS n FROM read_ndjson('${path}', ` +
    `columns = {time: 'VARCHAR', host: 'VARCHAR', status: 'INTEGER'}) ` +
    `WHERE status >= 500 GROUP BY ALL`;
  const jq = 'select(.status >= 500) | "\\(.time[0:16])\\t\\(.host)"';
  const miller = [
    ..."--ijsonl --ojsonl filter".split(" "),
    "$status >= 500",
    ..."then put".split(" "),
    "$minute = substr($time, 0, 15)",
    ..."then count-distinct -f minute,host".split(" "),
    path,
  ];
  const weir = make.weir(args, { windowed: true });
  const weirOnOne = make.weir(args, { windowed: true, oneCore: true });
  const duckdbOnOne = make.duckdb(select, { threads: 1, oneCore: true });
  return {
    id: "count",
    title: "Filter and count by minute and host, NDJSON",
    about: "Keeps `status >= 500` and counts by minute and host.",
    input,
    reference: duckdbOnOne,
    answer: ["minute", "text", "number"],
    duels: [
      { weir: weirOnOne, peer: duckdbOnOne },
      { weir, peer: make.duckdb(select, { threads: cores }) },
      {
        weir: weirOnOne,
        peer: make.jqCounted(jq, path, { oneCore: true }),
        slow: true,
      },
      {
        weir: weirOnOne,
        peer: make.miller(miller, { oneCore: true }),
        slow: true,
      },
      { weir, peer: make.miller(miller, {}), slow: true },
    ],
  };
}

/** The same on the same rows as CSV. */
export function countCsv({ data, make, cores }: Bench): Race {
  const input = dataFile(data, "a.csv");
  const { path } = input;
  const args = [path, ...FILTER, "--time", "time", "then", ...COUNT, "host"];
  const columns = "time host method path status bytes ms agent ip referer trace"
    .split(" ")
    .map((name) => `${name}: '${name === "status" ? "INTEGER" : "VARCHAR"}'`);
  const select =
    `SELECT ${MINUTE}, host, count(*) AS n FROM read_csv('${path}', ` +
    `header = true, auto_detect = false, columns = {${columns.join(", ")}}) ` +
    `WHERE status >= 500 GROUP BY ALL`;
  const miller = [
    ..."--icsv --ojsonl filter".split(" "),
    "$status >= 500",
    ..."then put".split(" "),
    "$minute = substr($time, 0, 15)",
    ..."then count-distinct -f minute,host".split(" "),
    path,
  ];
  const weirOnOne = make.weir(args, { windowed: true, oneCore: true });
  const duckdbOnOne = make.duckdb(select, { threads: 1, oneCore: true });
  return {
    id: "csv",
    title: "The same on CSV",
    about:
      "The same rows with a header line; the agents stand in quotes. jq reads no CSV.",
    input,
    reference: duckdbOnOne,
    answer: ["minute", "text", "number"],
    duels: [
      { weir: weirOnOne, peer: duckdbOnOne },
      {
        weir: make.weir(args, { windowed: true }),
        peer: make.duckdb(select, { threads: cores }),
      },
      {
        weir: weirOnOne,
        peer: make.miller(miller, { oneCore: true }),
        slow: true,
      },
    ],
  };
}

/** The same on the same rows as an access log. */
export function countCombined({ data, make, cores }: Bench): Race {
  const input = dataFile(data, "a.log");
  const { path } = input;
  const args = [path, ...FILTER, "then", ...COUNT, "method"];
  const columns = "ip ident name stamp zone request status bytes referer agent"
    .split(" ")
    .map((name) => `${name}: '${name === "status" ? "INTEGER" : "VARCHAR"}'`);
  // An access log is nearly CSV with blanks, which DuckDB reads much faster than it matches an expression.
  const select =
    `SELECT date_trunc('minute', strptime(stamp, '[%d/%b/%Y:%H:%M:%S')) AS minute, ` +
    `split_part(request, ' ', 1) AS method, count(*) AS n FROM read_csv('${path}', ` +
    `delim = ' ', quote = '"', header = false, auto_detect = false, ` +
    `columns = {${columns.join(", ")}}) WHERE status >= 500 GROUP BY ALL`;
  const miller = [
    ..."--inidx --ifs space --ojsonl filter".split(" "),
    "$9 >= 500",
    ..."then put".split(" "),
    "$minute = substr($4, 0, 17); $method = substr($6, 1, 9)",
    ..."then count-distinct -f minute,method".split(" "),
    path,
  ];
  const weirOnOne = make.weir(args, { windowed: true, oneCore: true });
  const duckdbOnOne = make.duckdb(select, { threads: 1, oneCore: true });
  return {
    id: "combined",
    title: "The same on an access log in the combined format",
    about:
      "The same rows, counted by minute and method, because the format has no place for a host. " +
      "DuckDB and Miller are told to split at blanks. jq reads no access logs.",
    input,
    reference: duckdbOnOne,
    answer: ["minute", "text", "number"],
    duels: [
      { weir: weirOnOne, peer: duckdbOnOne },
      {
        weir: make.weir(args, { windowed: true }),
        peer: make.duckdb(select, { threads: cores }),
      },
      {
        weir: weirOnOne,
        peer: make.miller(miller, { oneCore: true }),
        slow: true,
      },
    ],
  };
}
