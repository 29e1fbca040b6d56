import type { Connections } from "../../../lib/export/mod.ts";

/** A pipeline, the beginning of its input, and where it reads and writes on the cluster. */
export interface Pipeline {
  readonly name: string;
  readonly words: readonly string[];
  readonly input: string;
  readonly connections: Connections;
}

const FILES: Connections = {
  input: { kind: "files", path: "/data/in" },
  output: { kind: "files", path: "/data/out" },
  checkpoints: null,
};
const KAFKA: Connections = {
  input: {
    kind: "kafka",
    brokers: "kafka:9092",
    topic: "requests",
    start: "earliest",
    group: "weir",
  },
  output: { kind: "kafka", brokers: "kafka:9092", topic: "errors" },
  checkpoints: "s3://state/checkpoints",
};

const ACCESS =
  '192.0.2.7 - - [17/May/2015:10:05:03 +0000] "GET /a?b=1 HTTP/1.1" 200 2326 "http://example.org/" "curl/8.5.0"\n';
const EVENTS =
  '{"ts":"2024-01-01T00:00:01.5Z","service":"api","level":"error","ms":12,"f":1.5,"ok":true,"user":{"id":"u1"}}\n';
const METRICS = "time,host,value\n2024-01-01T02:00:00+02:00,h1,1.5\n";

function pipeline(
  name: string,
  input: string,
  words: readonly string[],
  connections: Connections = FILES,
): Pipeline {
  return { name, words, input, connections };
}

/** The reference pipelines, and those that take another way through the printer. */
export const PIPELINES: readonly Pipeline[] = [
  pipeline("p01_access_log_by_status", ACCESS, [
    "window",
    "1m",
    "--watermark",
    "5s",
    "then",
    "agg",
    "count(*) AS n, sum(bytes) AS bytes, avg(bytes) AS mean, min(bytes) AS least, max(bytes) AS most",
    "--by",
    "status",
  ]),
  pipeline(
    "p02_errors_from_kafka",
    EVENTS,
    [
      "filter",
      "level = 'error'",
      "then",
      "window",
      "5m",
      "--watermark",
      "10s",
      "then",
      "agg",
      "count(*) AS n",
      "--by",
      "service",
    ],
    KAFKA,
  ),
  pipeline("p03_top_paths", ACCESS, [
    "window",
    "1m",
    "--watermark",
    "5s",
    "then",
    "agg",
    "count(*) AS n",
    "--by",
    "path",
    "then",
    "sort",
    "n DESC",
    "then",
    "limit",
    "10",
  ]),
  pipeline("p04_quantiles_of_hopping_windows", EVENTS, [
    "window",
    "5m",
    "--every",
    "1m",
    "--watermark",
    "5s",
    "then",
    "agg",
    "p50(ms) AS p50, p99(ms) AS p99",
    "--by",
    "service",
  ]),
  pipeline("p05_visitors_at_the_end_of_input", ACCESS, [
    "window",
    "1h",
    "then",
    "agg",
    "count(DISTINCT ip) AS visitors",
  ]),
  pipeline("p06_sessions_of_two_keys", EVENTS, [
    "window",
    "--session",
    "30m",
    "--key",
    "service, level",
    "--watermark",
    "1m",
    "then",
    "agg",
    "count(*) AS n",
  ]),
  pipeline("p07_windows_with_an_offset", EVENTS, [
    "window",
    "7m",
    "--offset",
    "90s",
    "--watermark",
    "0s",
    "then",
    "agg",
    "count(*) AS n",
  ]),
  pipeline("p10_error_rate", EVENTS, [
    "window",
    "1m",
    "--watermark",
    "5s",
    "then",
    "agg",
    "count(*) FILTER (WHERE level = 'error') AS errors, count(*) AS n",
    "--by",
    "service",
    "then",
    "filter",
    "n >= 20",
    "then",
    "set",
    "rate = errors / n",
  ]),
  pipeline("p11_fields_out_of_lines", "level=info path=/a took 35 ms\n", [
    "filter",
    "line ILIKE '%took%'",
    "then",
    "set",
    "level = lower(regexp_extract(line, 'level=(\\w+)', 1)), ms = try_cast(regexp_extract(line, '(\\d+) ms$', 1) AS BIGINT)",
    "then",
    "filter",
    "ms > 30",
    "then",
    "select",
    "level, ms, CASE WHEN ms > 1000 THEN 'slow' ELSE 'fast' END AS pace",
  ]),
  pipeline(
    "text_taken_apart_by_a_pattern",
    "2026-05-04 09:14:15,003 INFO [7] app.db: took 12 ms\n",
    [
      "--pattern",
      "^(?P<time>\\S+ [\\d:,]+) (?<level>[A-Z]+) (?:\\[(?P<pid>\\d*)\\] )?(?:\\S+): (?P<text>.*)$",
      "window",
      "1m",
      "--watermark",
      "5s",
      "then",
      "agg",
      "count(*) AS n, max(pid) AS pid, max(text) AS last",
      "--by",
      "level",
    ],
  ),
  pipeline("p12_metrics_a_day_and_alerts", METRICS, [
    "write",
    "all.csv",
    "then",
    "window",
    "1d",
    "then",
    "agg",
    "sum(value) AS total",
    "--by",
    "host",
    "then",
    "filter",
    "total > 100",
  ]),
  pipeline("lines_that_are_kept", ACCESS, ["filter", "status >= 500"]),
];
