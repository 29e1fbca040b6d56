import type { FieldType } from "../../core/mod.ts";
import { EXACT, type Judgement, no, within } from "../construct.ts";
import { SUMS } from "../departures.ts";
import type { PortableCall } from "../portable_job.ts";
import { sparkExpression, sparkOperand } from "./expression.ts";
import { PLAIN_TYPES } from "./rules.ts";
import { sqlText } from "./text.ts";

/** What Spark has for an aggregate. */
export interface LoweredAggregate {
  /** The text over finite input. */
  readonly sql: string;
  /** The text over a stream, where Spark wants another one there; `null` where it has none. */
  readonly streamSql: string | null;
  /** What it gives, beside what weir gives. */
  readonly judgement: Judgement;
}

/** What an aggregate is made into: the call, and what is done with its result. */
interface Shape {
  readonly call: string;
  readonly finish?: (call: string) => string;
  readonly judgement?: Judgement;
}

const ARRIVAL = (what: string, mend: string) =>
  within(
    "order-dependent",
    "P010",
    `weir takes ${what} in the order of arrival, and rows of a cluster have none`,
    mend,
  );
const NUMBERS: ReadonlySet<FieldType> = new Set([
  "BIGINT",
  "HUGEINT",
  "DOUBLE",
]);

/** What Spark has for an aggregate, or why it has nothing. */
export function sparkAggregate(
  call: PortableCall,
): LoweredAggregate | Judgement {
  const { name, args, distinct } = call;
  if (!args.every(({ type }) => PLAIN_TYPES.has(type))) {
    return refusal(call, args.map(({ type }) => type).join(", "));
  }
  const [x = "", by = ""] = args.map(sparkExpression);
  // In these a value that comes twice says nothing new.
  const once = distinct && !ONCE.has(name);
  const shape = shapeOf(call, once ? `DISTINCT ${x}` : x, by);
  if ("verdict" in shape) return shape;
  const { finish = (text: string) => text, judgement = EXACT } = shape;
  const counted = (text: string) => finish(`${text}${filterText(call)}`);
  return {
    sql: counted(shape.call),
    streamSql: !once
      ? counted(shape.call)
      : name === "count"
      ? `CAST(size(collect_set(${x})${filterText(call)}) AS BIGINT)`
      : null,
    judgement,
  };
}

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

function filterText({ filter }: PortableCall): string {
  return filter === null ? "" : ` FILTER (WHERE ${sparkExpression(filter)})`;
}

function shapeOf(call: PortableCall, x: string, by: string): Shape | Judgement {
  const type = call.args[0]?.type ?? "NULL";
  const [constant] = call.constants;
  switch (call.name) {
    case "count":
      return { call: `count(${x === "" ? "*" : x})` };
    case "sum":
      if (type === "DOUBLE") return { call: `sum(${x})`, judgement: SUMS };
      // 28 digits leave room for the sum of as many rows as there can be.
      return type === "BIGINT"
        ? { call: `sum(${castTo(x, "DECIMAL(28, 0)")})` }
        : type === "HUGEINT"
        ? { call: `sum(${castTo(x, "DECIMAL(28, 0)")})` }
        : refusal(call, type);
    case "avg":
      return NUMBERS.has(type)
        ? {
          call: `avg(${type === "DOUBLE" ? x : castTo(x, "DOUBLE")})`,
          ...(type === "DOUBLE" ? { judgement: SUMS } : {}),
        }
        : refusal(call, type);
    case "min":
    case "max":
      return { call: `${call.name}(${x})` };
    case "stddev_samp":
    case "stddev_pop":
    case "var_samp":
    case "var_pop":
      return { call: `${call.name}(${x})` };
    case "bool_and":
    case "bool_or":
      return { call: `${call.name}(${x})` };
    case "count_if":
      // Of conditions that are all NULL weir's count is NULL too.
      return {
        call: `sum(CASE WHEN ${x} THEN 1L WHEN NOT ${x} THEN 0L END)`,
      };
    case "quantile_cont":
      return NUMBERS.has(type) && typeof constant === "number"
        ? {
          call: `percentile(${
            type === "DOUBLE" ? x : castTo(x, "DOUBLE")
          }, ${constant})`,
        }
        : refusal(call, type);
    case "approx_quantile":
      return NUMBERS.has(type) && typeof constant === "number"
        ? {
          call: `percentile_approx(${castTo(x, "DOUBLE")}, ${constant})`,
          judgement: within(
            "approximate",
            "P011",
            "both are within 1 %, each in its own way",
            "Use quantile_cont, which is exact in both",
          ),
        }
        : refusal(call, type);
    case "approx_count_distinct":
      return {
        call: `approx_count_distinct(${x})`,
        judgement: within(
          "approximate",
          "P011",
          "Spark's sketch is off by 5 %, and weir's by 1.6 %",
          "Use count(DISTINCT x), which is exact in both",
        ),
      };
    case "string_agg": {
      const separator = sqlText(String(constant ?? ","));
      const distinct = x.startsWith("DISTINCT ");
      return {
        call: `${distinct ? "collect_set" : "collect_list"}(${
          distinct ? x.slice(9) : x
        })`,
        // Of no texts at all the answer is NULL, not ''.
        finish: (texts) =>
          `array_join(CASE WHEN size(${texts}) > 0 THEN ${texts} END, ${separator})`,
        judgement: ARRIVAL("texts", "Use count(DISTINCT x), min or max"),
      };
    }
    case "first":
    case "last":
      return {
        call: `${call.name}(${x})`,
        judgement: ARRIVAL(
          `the ${call.name} row`,
          `Use arg_${call.name === "first" ? "min" : "max"}(x, time)`,
        ),
      };
    case "any_value":
      return {
        call: `first(${x}, TRUE)`,
        judgement: ARRIVAL("the first value", "Use min or max"),
      };
    case "mode":
      return {
        call: `mode(${x})`,
        judgement: within(
          "order-dependent",
          "P010",
          "of several as frequent values weir takes the first to arrive, and Spark any",
        ),
      };
    case "arg_min":
    case "arg_max":
      return {
        call: `${
          call.name === "arg_min" ? "min_by" : "max_by"
        }(${x}, CASE WHEN ${
          sparkOperand(call.args[0]!)
        } IS NOT NULL THEN ${by} END)`,
        judgement: within(
          "order-dependent",
          "P010",
          "of several rows with the same greatest or least value weir takes the first to arrive, and Spark any",
        ),
      };
    default:
      return no(
        "P006",
        `the aggregate ${call.name} has no counterpart in Spark that is known to be the same`,
        call.name === "list"
          ? "Use string_agg, or count(DISTINCT x)"
          : "Use quantile_cont, min, max, sum, avg or count",
      );
  }
}

/** A cast inside of an aggregate, behind its DISTINCT. */
function castTo(x: string, type: string): string {
  return x.startsWith("DISTINCT ")
    ? `DISTINCT CAST(${x.slice(9)} AS ${type})`
    : `CAST(${x} AS ${type})`;
}

function refusal({ name }: PortableCall, types: string): Judgement {
  return no(
    "P006",
    `${name} of ${types} has no counterpart in Spark that is known to be the same`,
    "Give it a number: epoch_ms(x) for moments, or CAST",
  );
}
