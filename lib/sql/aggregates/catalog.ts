import type { FieldType } from "../../core/mod.ts";
import type { ParameterType } from "../functions/signature.ts";

/** One aggregate of the language. */
export interface AggregateEntry {
  /** Its name, lower case. */
  readonly name: string;
  /** Other names for it. */
  readonly aliases?: readonly string[];
  /** How it is called. */
  readonly usage: string;
  /** One line on what it gives. */
  readonly about: string;
  /** What it takes of each row. */
  readonly parameters: readonly ParameterType[];
  /** What it takes once, as values of the text: their types. */
  readonly constants?: readonly ("fraction" | "text")[];
  /** How many of the constants may be left out. */
  readonly optionalConstants?: number;
  /** The type of its result, from the types of its arguments. */
  readonly result: (types: readonly FieldType[]) => FieldType;
  /**
   * What a fold holds for a group: a fixed number of partial results, a sketch
   * of bounded size, or every value, so that memory follows the rows.
   */
  readonly holds: "partials" | "sketch" | "values";
  /** The aggregate and constants that it is a short form of. */
  readonly shortFor?: {
    readonly name: string;
    readonly constants: readonly number[];
  };
}

const same = (types: readonly FieldType[]) => types[0] ?? "NULL";
const always = (type: FieldType) => () => type;
/** Sums of whole numbers have 128 bits. */
const summed = ([type]: readonly FieldType[]): FieldType =>
  type === "BIGINT" || type === "BOOLEAN" ? "HUGEINT" : type ?? "NULL";
/** Between two moments lies a moment, between two numbers a DOUBLE. */
const between = ([type]: readonly FieldType[]): FieldType =>
  type === "TIMESTAMP" || type === "DATE" ? "TIMESTAMP" : "DOUBLE";

function percentile(percent: number): AggregateEntry {
  return {
    name: `p${percent}`,
    usage: `p${percent}(x)`,
    about:
      `The value that ${percent} % of the values do not exceed; quantile_cont(x, ${
        percent / 100
      })`,
    parameters: ["EACH"],
    result: between,
    holds: "values",
    shortFor: { name: "quantile_cont", constants: [percent / 100] },
  };
}

function statistic(
  name: string,
  about: string,
  aliases: readonly string[] = [],
): AggregateEntry {
  return {
    name,
    aliases,
    usage: `${name}(x)`,
    about,
    parameters: ["DOUBLE"],
    result: always("DOUBLE"),
    holds: "partials",
  };
}

/** All aggregates, in the order of the list for users. */
export const ALL_AGGREGATES: readonly AggregateEntry[] = [
  {
    name: "count",
    usage: "count(*), count(x)",
    about: "How many rows, or how many in which x is not NULL",
    parameters: ["EACH"],
    result: always("BIGINT"),
    holds: "partials",
  },
  {
    name: "sum",
    usage: "sum(x)",
    about: "The sum; of whole numbers exact to 128 bits",
    parameters: ["NUMERIC"],
    result: summed,
    holds: "partials",
  },
  {
    name: "avg",
    aliases: ["mean"],
    usage: "avg(x)",
    about: "The average, a DOUBLE",
    parameters: ["NUMERIC"],
    result: always("DOUBLE"),
    holds: "partials",
  },
  {
    name: "min",
    usage: "min(x)",
    about: "The least value",
    parameters: ["EACH"],
    result: same,
    holds: "partials",
  },
  {
    name: "max",
    usage: "max(x)",
    about: "The greatest value",
    parameters: ["EACH"],
    result: same,
    holds: "partials",
  },
  statistic("stddev_samp", "The standard deviation of a sample", ["stddev"]),
  statistic("stddev_pop", "The standard deviation of all there is"),
  statistic("var_samp", "The variance of a sample", ["variance"]),
  statistic("var_pop", "The variance of all there is"),
  {
    name: "first",
    aliases: ["arbitrary"],
    usage: "first(x)",
    about: "The value of the first row, NULL or not",
    parameters: ["EACH"],
    result: same,
    holds: "partials",
  },
  {
    name: "last",
    usage: "last(x)",
    about: "The value of the last row, NULL or not",
    parameters: ["EACH"],
    result: same,
    holds: "partials",
  },
  {
    name: "any_value",
    usage: "any_value(x)",
    about: "The first value that is not NULL",
    parameters: ["EACH"],
    result: same,
    holds: "partials",
  },
  {
    name: "arg_min",
    aliases: ["min_by", "argmin"],
    usage: "arg_min(x, by)",
    about: "x of the row with the least `by`",
    parameters: ["EACH", "EACH"],
    result: same,
    holds: "partials",
  },
  {
    name: "arg_max",
    aliases: ["max_by", "argmax"],
    usage: "arg_max(x, by)",
    about: "x of the row with the greatest `by`",
    parameters: ["EACH", "EACH"],
    result: same,
    holds: "partials",
  },
  {
    name: "bool_and",
    usage: "bool_and(condition)",
    about: "Whether it is true in every row",
    parameters: ["BOOLEAN"],
    result: always("BOOLEAN"),
    holds: "partials",
  },
  {
    name: "bool_or",
    usage: "bool_or(condition)",
    about: "Whether it is true in any row",
    parameters: ["BOOLEAN"],
    result: always("BOOLEAN"),
    holds: "partials",
  },
  {
    name: "count_if",
    aliases: ["countif"],
    usage: "count_if(condition)",
    about: "In how many rows it is true",
    parameters: ["BOOLEAN"],
    result: always("BIGINT"),
    holds: "partials",
  },
  {
    name: "median",
    usage: "median(x)",
    about: "The value in the middle; quantile_cont(x, 0.5)",
    parameters: ["EACH"],
    result: between,
    holds: "values",
    shortFor: { name: "quantile_cont", constants: [0.5] },
  },
  {
    name: "quantile_cont",
    usage: "quantile_cont(x, fraction)",
    about:
      "The value at a fraction of the values in order, between two where it falls there",
    parameters: ["EACH"],
    constants: ["fraction"],
    result: between,
    holds: "values",
  },
  percentile(50),
  percentile(90),
  percentile(95),
  percentile(99),
  {
    name: "quantile_disc",
    aliases: ["quantile"],
    usage: "quantile_disc(x, fraction)",
    about:
      "The first value that at least this fraction of the values do not exceed",
    parameters: ["EACH"],
    constants: ["fraction"],
    result: same,
    holds: "values",
  },
  {
    name: "mode",
    usage: "mode(x)",
    about: "The most frequent value, of several the first",
    parameters: ["EACH"],
    result: same,
    holds: "values",
  },
  {
    name: "list",
    aliases: ["array_agg"],
    usage: "list(x)",
    about: "All values as a JSON list, NULLs too",
    parameters: ["EACH"],
    result: always("JSON"),
    holds: "values",
  },
  {
    name: "string_agg",
    aliases: ["group_concat", "listagg"],
    usage: "string_agg(x [, separator])",
    about:
      "The texts of all values with a separator between them, a comma if none is given",
    parameters: ["TEXT"],
    constants: ["text"],
    optionalConstants: 1,
    result: always("VARCHAR"),
    holds: "values",
  },
  {
    name: "approx_count_distinct",
    usage: "approx_count_distinct(x)",
    about:
      "About how many different values there are: exactly up to 256, then with a standard error of 1.6 %",
    parameters: ["EACH"],
    result: always("BIGINT"),
    holds: "sketch",
  },
  {
    name: "approx_quantile",
    usage: "approx_quantile(x, fraction)",
    about:
      "About the value at a fraction of the values in order: of up to 64 exactly, then within 1 %",
    parameters: ["NUMERIC"],
    constants: ["fraction"],
    result: always("DOUBLE"),
    holds: "sketch",
  },
];

/** The aggregates by each of their names. */
export const AGGREGATES: ReadonlyMap<string, AggregateEntry> = new Map(
  ALL_AGGREGATES.flatMap((entry) =>
    [entry.name, ...entry.aliases ?? []].map((name) => [name, entry] as const)
  ),
);
