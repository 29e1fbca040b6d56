import { missingWords, type Stage } from "./stage.ts";

/** `filter EXPRESSION`: keeps the rows for which it is true. */
export const filter: Stage = {
  name: "filter",
  usage: "EXPRESSION",
  isText: true,
  summary: "keep the rows for which an expression is true",
  about: [
    "Expressions are those of SQL, in DuckDB's dialect: status >= 500 AND path ILIKE '/api/%'. " +
    "Text stands in single quotes, names of fields in none, or in double quotes where they are odd. " +
    "Put the whole expression in quotes, or the shell takes > and < for itself.",
    "Where an expression is NULL the row is dropped, as in SQL: a row without the field never passes.",
    "A pipeline that only drops rows passes the lines on as they came, like grep.",
  ],
  flags: [],
  examples: [
    {
      command: "weir access.log filter 'status >= 500'",
      shows: "Keeps the lines of requests that failed",
    },
    {
      command:
        `weir api.ndjson filter "level = 'error' AND ms BETWEEN 100 AND 2000"`,
      shows: "Compares text and numbers",
    },
    {
      command: "cat access.log | weir filter \"contains(_raw, 'bot')\"",
      shows: "Searches whole lines, like grep",
    },
  ],
  spec(given) {
    if (given.words.length === 0) throw missingWords(filter, given);
    return { verb: "filter", expression: given.text("filter expression") };
  },
};
