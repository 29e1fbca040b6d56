import { dataFile } from "../data.ts";
import type { Bench, Race } from "../job.ts";

const TIMED = ["--time", "ts", "--watermark", "5s", "then"];
const COUNT = ["agg", "count(*) AS n"];
const GAP_MS = 600_000;

/** Sessions of a million users. */
export function sessions({ data, make, cores }: Bench): Race {
  const input = dataFile(data, "visits.ndjson");
  const { path } = input;
  const args = [
    path,
    ..."window --session 10m --key user".split(" "),
    ...TIMED,
    ...COUNT,
  ];
  // A row begins a session where the one before of its user is further back than the gap.
  const select = `WITH visits AS (SELECT "user", ts, ` +
    `ts - lag(ts) OVER (PARTITION BY "user" ORDER BY ts) <= ${GAP_MS} AS joins ` +
    `FROM read_ndjson('${path}', columns = {'ts': 'BIGINT', 'user': 'VARCHAR'})), ` +
    `numbered AS (SELECT "user", ts, count(*) FILTER (joins IS NOT TRUE) ` +
    `OVER (PARTITION BY "user" ORDER BY ts ROWS UNBOUNDED PRECEDING) AS session FROM visits) ` +
    `SELECT epoch_ms(min(ts)) AS start, "user", count(*) AS n FROM numbered GROUP BY "user", session`;
  const weirOnOne = make.weir(args, { windowed: true, oneCore: true });
  const duckdbOnOne = make.duckdb(select, { threads: 1, oneCore: true });
  return {
    id: "sessions",
    title: "Sessions of a million users",
    about: "Counts the rows of each session: those of a user at most ten " +
      "minutes apart. Most answers are of one row or two, so that writing them counts as well.",
    input,
    reference: duckdbOnOne,
    answer: ["minute", "text", "number"],
    duels: [
      { weir: weirOnOne, peer: duckdbOnOne },
      {
        weir: make.weir(args, { windowed: true }),
        peer: make.duckdb(select, { threads: cores }),
      },
    ],
  };
}

/** Windows of an hour that begin every minute, beside those that lie end to end. */
export function hopping({ data, make }: Bench): Race {
  const input = dataFile(data, "day.ndjson");
  const { path } = input;
  const counted = [...TIMED, ...COUNT, "--by", "host"];
  const from =
    `FROM read_ndjson('${path}', columns = {ts: 'BIGINT', host: 'VARCHAR'})`;
  const hops = make.duckdb(
    `WITH minutes AS (SELECT date_trunc('minute', epoch_ms(ts)) AS minute, host, count(*) AS n ` +
      `${from} GROUP BY ALL) SELECT minute - to_minutes(ago) AS start, host, sum(n) AS n ` +
      `FROM minutes, range(60) AS hops(ago) GROUP BY ALL`,
    { threads: 1 },
  );
  const weir = (detail: string, size: readonly string[]) =>
    make.weir([path, "window", ...size, ...counted], {
      windowed: true,
      detail,
    });
  const hop = weir("hopping", ["1h", "--every", "1m"]);
  return {
    id: "hopping",
    title: "Windows that overlap sixtyfold",
    about: "Counts a day of rows by 100 hosts, in windows of an hour that " +
      "begin every minute. The second weir counts windows of an hour end to end, which is another answer.",
    input,
    reference: hops,
    answer: ["minute", "text", "number"],
    duels: [
      {
        weir: hop,
        peer: weir("tumbling", ["1h"]),
        peerReference: make.duckdb(
          `SELECT date_trunc('hour', epoch_ms(ts)) AS start, host, count(*) AS n ${from} GROUP BY ALL`,
          { threads: 1 },
        ),
      },
      { weir: hop, peer: hops },
    ],
  };
}
