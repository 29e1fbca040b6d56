import { missingWords, rowCount, type Stage } from "./stage.ts";

/** `sql QUERY`: DuckDB over the table `events`. */
export const sql: Stage = {
  name: "sql",
  usage: "QUERY",
  isText: true,
  summary: "ask DuckDB; the table `events` holds the rows",
  about: [
    "The table events holds the rows of one completed window, with the columns window_start and window_end, or of the " +
    "whole input where no window stands before it. The query is asked once for each window; " +
    "window_start and window_end lead its results by themselves.",
    "One query that only reads: SELECT, WITH, FROM, VALUES, PIVOT or SUMMARIZE. It runs in a sandbox, without files, " +
    "network or settings; --table NAME=FILE hands tables in.",
    "A first word that begins with SELECT, WITH or FROM needs no sql in front of it, and files may follow it.",
    "Where a query is one SELECT whose aggregates can be folded, weir folds them as rows arrive. Other queries " +
    "hold the columns that they name, for each open window.",
  ],
  flags: [
    {
      name: "history",
      common: true,
      value: "N",
      summary: "the rows of the last N completed windows, as table history",
      about:
        "It has the columns of events, window_start and window_end among them, and no rows for the first window. " +
        "With window --key it holds the windows of the same key.",
    },
  ],
  examples: [
    {
      command:
        "weir 'SELECT path, p99(ms) AS p99 FROM events GROUP BY ALL ORDER BY p99 DESC LIMIT 10' api.ndjson",
      shows: "The ten slowest paths",
    },
    {
      command:
        "weir api.ndjson window 1m then sql 'SELECT level, count(*) AS n FROM events GROUP BY level'",
      shows: "Asks for each completed minute",
    },
    {
      command:
        "weir orders.csv sql 'SELECT id, price FROM events JOIN (SELECT country, avg(price) AS usual FROM orders GROUP BY ALL) USING (country) WHERE price > usual' --table orders=orders.csv",
      shows:
        "Joins with a table from a file: orders above the average of their country",
    },
  ],
  spec(given) {
    if (given.words.length === 0) throw missingWords(sql, given);
    const history = given.value("history");
    const windows = history === null ? null : rowCount(history);
    if (history !== null && (windows === null || windows === 0)) {
      throw given.fault(
        "usage/number",
        `--history needs a number of windows, and '${history}' is none`,
        "For example: --history 1",
      );
    }
    return {
      verb: "sql",
      query: given.text("sql query"),
      ...(windows === null ? {} : { history: windows }),
    };
  },
};
