import type { FieldType } from "../../core/mod.ts";
import { EXACT, type Judgement, no, within } from "../construct.ts";
import { SUMS } from "../departures.ts";
import type { PortableCall } from "../portable_job.ts";
import { sparkWriter } from "./expression.ts";
import { sqlText } from "./text.ts";
import { NUMBERS, PLAIN_TYPES } from "./types.ts";

/** What Spark has for an aggregate. */
export interface SparkAggregate {
  /** The text over finite input. */
  readonly sql: string;
  /** The text over a stream, where Spark wants another one there; `null` where it has none. */
  readonly streamSql: string | null;
  /** What it gives, beside what weir gives. */
  readonly judgement: Judgement;
}

/** What an aggregate is made into. */
interface Shape {
  /** The call of Spark's. */
  readonly call: string;
  /** What is done with its result. */
  readonly finish?: (call: string) => string;
  readonly judgement?: Judgement;
}

/** The arguments of a call. */
interface Given {
  /** The names of the first one, and of the second. */
  readonly x: string;
  readonly by: string;
  /** The type of the first one. */
  readonly type: FieldType;
  /** `DISTINCT `, where it makes a difference. */
  readonly once: string;
  readonly constant: unknown;
}

/** What Spark has for an aggregate; `null` where it has nothing for these types. */
type Make = (given: Given) => Shape | null;

const same = (name: string): Make => ({ x, once }) => ({
  call: `${name}(${once}${x})`,
});

/** The values as doubles. */
function double({ x, type }: Given): string {
  return type === "DOUBLE" ? x : `CAST(${x} AS DOUBLE)`;
}

const ofNumbers = (make: (given: Given) => Shape): Make => (given) =>
  NUMBERS.includes(given.type) ? make(given) : null;

function inOrder(what: string, mend: string): Judgement {
  return within(
    "order-dependent",
    "P010",
    `weir takes ${what} in the order of arrival, and rows of a cluster have none`,
    mend,
  );
}

function ofSeveral(which: string): Judgement {
  return within(
    "order-dependent",
    "P010",
    `of several ${which} weir takes the first to arrive, and Spark any`,
  );
}

function arrival(name: "first" | "last", farthest: "min" | "max"): Make {
  return ({ x }) => ({
    call: `${name}(${x})`,
    judgement: inOrder(`the ${name} row`, `Use arg_${farthest}(x, time)`),
  });
}

const farthest = (name: string): Make => ({ x, by }) => ({
  call: `${name}(${x}, CASE WHEN ${x} IS NOT NULL THEN ${by} END)`,
  judgement: ofSeveral("rows with the same greatest or least value"),
});

const QUANTILE = within(
  "approximate",
  "P011",
  "both are within 1 %, each in its own way",
  "Use quantile_cont, which is exact in both",
);
const COUNTED = within(
  "approximate",
  "P011",
  "Spark's sketch is off by 5 %, and weir's by 1.6 %",
  "Use count(DISTINCT x), which is exact in both",
);

const AGGREGATES: Readonly<Record<string, Make>> = {
  count: ({ x, once }) => ({ call: `count(${once}${x || "*"})` }),
  sum: ofNumbers(({ x, type, once }) =>
    type === "DOUBLE"
      ? { call: `sum(${once}${x})`, judgement: SUMS }
      // 28 digits leave room for the sum of as many rows as there can be.
      : { call: `sum(${once}CAST(${x} AS DECIMAL(28, 0)))` }
  ),
  avg: ofNumbers((given) => ({
    call: `avg(${given.once}${double(given)})`,
    judgement: given.type === "DOUBLE" ? SUMS : EXACT,
  })),
  min: same("min"),
  max: same("max"),
  stddev_samp: same("stddev_samp"),
  stddev_pop: same("stddev_pop"),
  var_samp: same("var_samp"),
  var_pop: same("var_pop"),
  bool_and: same("bool_and"),
  bool_or: same("bool_or"),
  // Of conditions that are all NULL weir's count is NULL too.
  count_if: ({ x }) => ({
    call: `sum(CASE WHEN ${x} THEN 1L WHEN NOT ${x} THEN 0L END)`,
  }),
  quantile_cont: ofNumbers((given) => ({
    call: `percentile(${given.once}${double(given)}, ${given.constant})`,
  })),
  approx_quantile: ofNumbers((given) => ({
    call: `percentile_approx(${given.once}${double(given)}, ${given.constant})`,
    judgement: QUANTILE,
  })),
  approx_count_distinct: ({ x }) => ({
    call: `approx_count_distinct(${x})`,
    judgement: COUNTED,
  }),
  string_agg: ({ x, once, constant }) => ({
    call: `${once === "" ? "collect_list" : "collect_set"}(${x})`,
    // Of no texts at all the answer is NULL, not ''.
    finish: (texts) =>
      `array_join(CASE WHEN size(${texts}) > 0 THEN ${texts} END, ${
        sqlText(String(constant ?? ","))
      })`,
    judgement: inOrder("texts", "Use count(DISTINCT x), min or max"),
  }),
  first: arrival("first", "min"),
  last: arrival("last", "max"),
  any_value: ({ x }) => ({
    call: `first(${x}, TRUE)`,
    judgement: inOrder("the first value", "Use min or max"),
  }),
  mode: ({ x, once }) => ({
    call: `mode(${once}${x})`,
    judgement: ofSeveral("as frequent values"),
  }),
  arg_min: farthest("min_by"),
  arg_max: farthest("max_by"),
};

/** Aggregates for which DISTINCT changes nothing. */
const ONCE: ReadonlySet<string> = new Set([
  "min",
  "max",
  "bool_and",
  "bool_or",
  "any_value",
  "first",
  "last",
  "arg_min",
  "arg_max",
  "approx_count_distinct",
]);

/** What Spark has for an aggregate, or why it has nothing. */
export function sparkAggregate(
  call: PortableCall,
): SparkAggregate | Judgement {
  const { name, args, distinct, filter } = call;
  const types = args.map(({ type }) => type);
  if (!types.every((type) => PLAIN_TYPES.has(type))) {
    return refused(name, types);
  }
  if (!Object.hasOwn(AGGREGATES, name)) return unknown(name);
  const [x = "", by = ""] = args.map((arg) => sparkWriter.whole(arg));
  const once = distinct && !ONCE.has(name);
  const shape = AGGREGATES[name]!({
    x,
    by,
    type: types[0] ?? "NULL",
    once: once ? "DISTINCT " : "",
    constant: call.constants[0],
  });
  if (shape === null) return refused(name, types);
  const { finish = (text: string) => text, judgement = EXACT } = shape;
  const where = filter === null
    ? ""
    : ` FILTER (WHERE ${sparkWriter.whole(filter)})`;
  const sql = finish(`${shape.call}${where}`);
  return {
    sql,
    streamSql: !once
      ? sql
      : name === "count"
      ? `CAST(size(collect_set(${x})${where}) AS BIGINT)`
      : null,
    judgement,
  };
}

function unknown(name: string): Judgement {
  return no(
    "P006",
    `no aggregate is known there that means the same as ${name}`,
    name === "list"
      ? "Use string_agg, or count(DISTINCT x)"
      : "Use quantile_cont, min, max, sum, avg or count",
  );
}

function refused(name: string, types: readonly FieldType[]): Judgement {
  return no(
    "P006",
    `${name} of ${types.join(", ")} is not known to mean the same there`,
    "Give it a number: epoch_ms(x) for moments, or CAST",
  );
}
