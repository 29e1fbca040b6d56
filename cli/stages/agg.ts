import type { Stage } from "./stage.ts";

/** `agg 'count(*) AS n' --by service`: folds rows into aggregates. */
export const agg: Stage = {
  name: "agg",
  usage: "['AGGREGATE AS NAME, ...']",
  isText: true,
  summary: "count, sum and other aggregates, of each window or of all rows",
  about: [
    "Aggregates are those of SQL: count(*), sum(x), avg(x), min(x), max(x), count(DISTINCT x), with FILTER (...) where " +
    "wanted, and expressions over them. p50 p90 p95 p99(x) are percentiles. Without a list it counts. " +
    "An aggregate without AS takes the name of its function.",
    "It folds: memory grows with the groups, not with the rows. Percentiles and count(DISTINCT x) hold values; " +
    "approx_quantile(x, 0.99) and approx_count_distinct(x) do not, and are off by a percent or two.",
  ],
  flags: [
    {
      name: "by",
      value: "FIELDS",
      default: "one group",
      summary: "a group for each value of these fields or expressions",
      about: "They come before the aggregates in the results.",
    },
  ],
  examples: [
    {
      command: "weir access.log agg --by status",
      shows: "Counts requests by status",
    },
    {
      command:
        "weir access.log window 5m then agg 'count(*) FILTER (status >= 500) / count(*) AS bad' then filter 'bad > 0.01'",
      shows: "The five-minute windows in which more than 1 % failed",
    },
    {
      command:
        "weir orders.csv agg 'sum(quantity * price) AS turnover, count(*) AS orders' --by country",
      shows: "Two aggregates for each country",
    },
  ],
  spec(given) {
    return {
      verb: "agg",
      aggregates: given.words.length === 0
        ? { text: "count(*)", source: "agg list" }
        : given.text("agg list"),
      by: given.valueText("by", "agg --by"),
    };
  },
};
