import type { Example } from "../options.ts";

/** A piece of what `weir --help` teaches. */
export interface Lesson {
  /** Its heading. */
  readonly title: string;
  /** Its paragraphs. */
  readonly about: readonly string[];
  /** Command lines to learn from; each is run as a test. */
  readonly examples: readonly Example[];
}

/** What one has to know to use weir, in the order of learning it. */
export const lessons: readonly Lesson[] = [
  {
    title: "A pipeline",
    about: [
      "A stage is a verb with its words. Stages are joined by the word then, in one process, or by pipes. " +
      "Files stand in front of the first stage; without one weir reads standard input. " +
      "Formats and gzip are told from the first line.",
    ],
    examples: [
      {
        command: "cat access.log | weir filter 'status >= 500'",
        shows: "Keeps the lines of failed requests, as grep would",
      },
      {
        command: "weir access.log filter 'status >= 500' then top 10 ip",
        shows: "The addresses that met most failures",
      },
    ],
  },
  {
    title: "Expressions",
    about: [
      "Expressions are SQL, as DuckDB has it: AND OR NOT, = <> < <= > >=, IN, BETWEEN, LIKE, ILIKE, IS NULL, " +
      "CASE, CAST, || and functions such as lower, split_part, regexp_extract and date_trunc. " +
      "Text stands in single quotes: level = 'error'. Double quotes are for names that are odd: \"user-id\". " +
      "Put the whole expression in quotes of the shell.",
      "A field that a row lacks is NULL, and a comparison with NULL is never true. A value that cannot be read as the " +
      "number or time that an expression wants is NULL there, and counted.",
    ],
    examples: [
      {
        command:
          `weir api.ndjson filter "level = 'error' AND path LIKE '/api/%'"`,
        shows: "Text in single quotes inside double quotes of the shell",
      },
      {
        command:
          `weir api.ndjson set "minute = date_trunc('minute', _time)" then agg --by minute`,
        shows: "Every row has its time in _time",
      },
    ],
  },
  {
    title: "Windows",
    about: [
      "window cuts the stream by the time in its rows. Every stage behind it acts on one window at a time, when that window is " +
      "complete: when a row has been read that is later than its end by the delay. Files complete at their end, " +
      "so nothing in them is late; pipes wait 5s, or what --watermark says.",
    ],
    examples: [
      {
        command:
          "weir access.log window 5m then agg 'count(*) AS n, count(*) FILTER (status >= 500) AS failed'",
        shows: "Requests and failures of every five minutes",
      },
      {
        command:
          "cat api.ndjson | weir window 1m --watermark 10s then sql 'SELECT service, p99(ms) AS p99 FROM events GROUP BY service'",
        shows: "A query for each minute, ten seconds after it ended",
      },
    ],
  },
  {
    title: "Results",
    about: [
      "A pipeline that only drops rows passes their lines on as they came. Any other writes a table on a terminal and NDJSON " +
      "into a pipe; -o csv, -o table and the others overrule that. Only results go to standard output; " +
      "all messages go to standard error.",
      "Every row is accounted for: read = kept + filtered + late + bad. The account is printed when a row was " +
      "bad, late or could not be read, and with --stats.",
    ],
    examples: [
      {
        command: "weir api.ndjson select 'ts, service, ms' -o csv --stats",
        shows: "Writes CSV, and tells what became of every row",
      },
    ],
  },
  {
    title: "Status",
    about: [
      "0: done, even where no row was kept. 1: done, but every row was bad; with --strict, one was bad, late or could not be " +
      "read. 2: it could not run. 130 and 143: it was stopped.",
    ],
    examples: [],
  },
];
