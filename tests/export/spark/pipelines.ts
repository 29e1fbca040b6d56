import type { Connections, PrintOptions } from "../../../lib/export/mod.ts";

/** A pipeline whose printed job is kept as a golden file. */
export interface Pipeline {
  /** The name of the golden file. */
  readonly name: string;
  /** The words of the command line. */
  readonly words: readonly string[];
  /** The first lines of its input. */
  readonly input: string;
  /** Whether the input of the job ends; `true` when not given. */
  readonly finite?: boolean;
  /** Where it reads and writes; folders when not given. */
  readonly connections?: Partial<Connections>;
  /** Repeatable rather than fast. */
  readonly exact?: boolean;
}

const ACCESS =
  `198.51.100.10 - - [04/May/2026:06:00:00 +0000] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0"\n`;
const EVENTS =
  `{"ts":"2024-01-01T00:00:01Z","level":"error","service":"api","ms":12,"ok":true,"x":1.5,"user":"ann","path":"/a","u":{"name":"ann","tags":["a","b"]}}\n`;
const METRICS = `time,host,value\n2024-01-01T00:00:00+02:00,web1,1.5\n`;

/** The reference pipelines, and the forms that they leave out. */
export const PIPELINES: readonly Pipeline[] = [
  {
    name: "p01_access_by_status",
    input: ACCESS,
    words: [
      ...["window", "1m", "--watermark", "5s", "then"],
      ...["agg", "count(*) AS n, sum(bytes) AS total, avg(bytes) AS mean"],
      ...["--by", "status"],
    ],
  },
  {
    name: "p02_filtered",
    input: EVENTS,
    finite: false,
    words: [
      ...["filter", "level = 'error' AND ms >= 10", "then"],
      ...["window", "5m", "--watermark", "10s", "then"],
      ...["agg", "count(*) AS n", "--by", "service"],
    ],
  },
  {
    name: "p03_top_paths",
    input: ACCESS,
    words: ["window", "1m", "then", "top", "10", "path"],
  },
  {
    name: "p04_quantiles_hopping",
    input: EVENTS,
    words: [
      ...["window", "5m", "--every", "1m", "--watermark", "30s", "then"],
      ...["agg", "p50(x), p95(x), p99(x)", "--by", "path"],
    ],
  },
  {
    name: "p05_distinct",
    input: ACCESS,
    exact: true,
    words: [
      ...["window", "1h", "--watermark", "1m", "then"],
      ...["agg", "count(DISTINCT ip) AS visitors"],
    ],
  },
  {
    name: "p06_sessions",
    input: EVENTS,
    words: [
      ...["window", "--session", "30m", "--key", "user", "--watermark", "0s"],
      ...["then", "agg", "count(*) AS n, max(ts) AS last"],
    ],
  },
  {
    name: "text_taken_apart_by_a_pattern",
    input: "2026-05-04 09:14:15,003 INFO [7] app.db: took 12 ms\n",
    words: [
      "--pattern",
      "^(?P<time>\\S+ [\\d:,]+) (?<level>[A-Z]+) (?:\\[(?P<pid>\\d*)\\] )?(?:\\S+): (?P<text>.*?)(?P<loud>!)?$",
      ...["window", "1m", "--watermark", "5s", "then"],
      ...["agg", "count(loud) AS n, max(pid) AS pid, max(text) AS last"],
      ...["--by", "level"],
    ],
  },
  {
    name: "p10_share_of_errors",
    input: ACCESS,
    words: [
      ...["window", "5m", "--watermark", "5s", "--offset", "1m", "then"],
      ...["agg", "count(*) FILTER (status >= 500) / count(*) AS bad"],
      ...["then", "filter", "bad > 0.01"],
    ],
  },
  {
    name: "p11_texts",
    input: EVENTS,
    words: [
      "set",
      "first = regexp_extract(path, '^/(\\w+)/?', 1), api = path ILIKE '/API/%', slow = CASE WHEN ms > 100 THEN 'slow' ELSE 'fast' END",
      ...["then", "filter", "api OR slow = 'slow'", "then"],
      ...["select", "ts, first, slow, u.name AS who, u.tags[1] AS tag"],
    ],
  },
  {
    name: "p12_metrics_by_day",
    input: METRICS,
    words: [
      ...["filter", "value IS NOT NULL", "then"],
      ...["select", "time, host, value", "then"],
      ...["write", "values.csv", "then"],
      ...["window", "1d", "then", "agg", "sum(value) AS total", "--by", "host"],
    ],
  },
  {
    name: "cumulate",
    input: EVENTS,
    words: [
      ...["window", "10m", "--step", "2m", "then"],
      ...["agg", "count(*) AS n", "--by", "level"],
    ],
  },
  {
    name: "query",
    input: EVENTS,
    words: [
      ...["window", "10m", "--watermark", "10s", "then", "sql"],
      "SELECT service, count(*) AS n, avg(ms) AS mean FROM events WHERE level LIKE 'e%' GROUP BY ALL HAVING count(*) > 2 ORDER BY n DESC LIMIT 3",
    ],
  },
  { name: "kept_lines", input: EVENTS, words: ["filter", "ms > 100"] },
  {
    name: "kafka",
    input: EVENTS,
    finite: false,
    words: [
      ...["window", "1m", "--watermark", "5s", "then"],
      ...["agg", "count(*) AS n", "--by", "service"],
    ],
    connections: {
      input: {
        kind: "kafka",
        brokers: "broker:9092",
        topic: "events",
        start: "earliest",
        group: "weir",
      },
      output: { kind: "kafka", brokers: "broker:9092", topic: "counts" },
      checkpoints: "/checkpoints/job",
    },
  },
];

/** How the job of a pipeline is printed. */
export function printOptions(
  { words, connections, exact }: Pipeline,
): PrintOptions {
  return {
    connections: {
      input: { kind: "files", path: "/data/in" },
      output: { kind: "files", path: "/data/out" },
      checkpoints: null,
      ...connections,
    },
    command: `weir export spark ${
      words.map((word) => /^[\w./:-]+$/u.test(word) ? word : `"${word}"`)
        .join(" ")
    }`,
    exact: exact ?? false,
  };
}
