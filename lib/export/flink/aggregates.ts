import type { FieldType } from "../../core/mod.ts";
import { EXACT, type Judgement, no, within } from "../construct.ts";
import { SUMS } from "../departures.ts";
import type { PortableCall } from "../portable_job.ts";
import { NUMBERS } from "./rules.ts";

/** An aggregate as Flink has it. */
export interface FlinkAggregate {
  /** What a user must know of it; where it is `no`, there is no text of it. */
  readonly judgement: Judgement;
  /** The aggregate in Flink SQL, of its argument; `null` for all rows. A condition stands inside of it already. */
  readonly sql: (value: string) => string;
}

type Make = (
  type: FieldType,
  call: PortableCall,
) => Pick<FlinkAggregate, "sql"> & Partial<FlinkAggregate> | null;

const ORDERED: readonly FieldType[] = [
  ...NUMBERS,
  "VARCHAR",
  "TIMESTAMP",
  "DATE",
  "BOOLEAN",
];

const double = (value: string) => `CAST(${value} AS DOUBLE)`;

const SPREAD = within(
  "approximate",
  "P011",
  "Flink subtracts sums of squares, which loses digits where values lie close together",
);
const COUNTED = within(
  "approximate",
  "P011",
  "Flink counts exactly; beyond 256 values weir is within 1.6 %",
  "Write count(DISTINCT x) for the same on both",
);
const QUANTILE = within(
  "approximate",
  "P011",
  "Flink answers exactly; beyond 64 values weir is within 1 %",
  "Write quantile_cont(x, fraction) for the same on both",
);

function extreme(name: "MIN" | "MAX"): Make {
  return (type) =>
    ORDERED.includes(type) ? { sql: (value) => `${name}(${value})` } : null;
}

function spread(name: string): Make {
  return (type) =>
    NUMBERS.includes(type)
      ? { judgement: SPREAD, sql: (value) => `${name}(${double(value)})` }
      : null;
}

function truth(name: "MIN" | "MAX"): Make {
  return (type) =>
    type === "BOOLEAN" ? { sql: (value) => `${name}(${value})` } : null;
}

const AGGREGATES: Readonly<Record<string, Make>> = {
  count: (_, { distinct }) => ({
    sql: (value) => `COUNT(${distinct ? "DISTINCT " : ""}${value})`,
  }),
  sum: (type, { distinct }) => {
    const once = distinct ? "DISTINCT " : "";
    if (type === "DOUBLE") {
      return { judgement: SUMS, sql: (value) => `SUM(${once}${value})` };
    }
    if (type !== "BIGINT" && type !== "HUGEINT") return null;
    return {
      sql: (value) => `SUM(${once}CAST(${value} AS DECIMAL(38, 0)))`,
    };
  },
  avg: (type, { distinct }) =>
    NUMBERS.includes(type)
      ? {
        ...(type === "DOUBLE" ? { judgement: SUMS } : {}),
        sql: (value) => `AVG(${distinct ? "DISTINCT " : ""}${double(value)})`,
      }
      : null,
  min: extreme("MIN"),
  max: extreme("MAX"),
  stddev_samp: spread("STDDEV_SAMP"),
  stddev_pop: spread("STDDEV_POP"),
  var_samp: spread("VAR_SAMP"),
  var_pop: spread("VAR_POP"),
  bool_and: truth("MIN"),
  bool_or: truth("MAX"),
  count_if: (type) =>
    type === "BOOLEAN"
      ? {
        // Of conditions that are all NULL weir's count is NULL too.
        sql: (value) =>
          `CAST(SUM(CASE WHEN ${value} THEN 1 WHEN NOT ${value} THEN 0 END) AS BIGINT)`,
      }
      : null,
  quantile_cont: (type, { constants }) =>
    NUMBERS.includes(type)
      ? { sql: (value) => `PERCENTILE(${double(value)}, ${constants[0]})` }
      : null,
  approx_quantile: (type, { constants }) =>
    NUMBERS.includes(type)
      ? {
        judgement: QUANTILE,
        sql: (value) => `PERCENTILE(${double(value)}, ${constants[0]})`,
      }
      : null,
  approx_count_distinct: () => ({
    judgement: COUNTED,
    sql: (value) => `COUNT(DISTINCT ${value})`,
  }),
};

/** What DISTINCT changes nothing of, or is printed for. */
const DISTINCT = new Set([
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "bool_and",
  "bool_or",
  "approx_count_distinct",
]);

/** Aggregates whose result follows from the order in which rows arrive. */
const BY_ORDER = new Set([
  "first",
  "last",
  "any_value",
  "list",
  "string_agg",
  "mode",
]);

/** An aggregate of weir in Flink SQL. Both what `check` tells and what `export` prints come from here. */
export function flinkAggregate(call: PortableCall): FlinkAggregate {
  const { name, args, distinct } = call;
  const type = args[0]?.type ?? "NULL";
  if (args.length > 1) return refused(noAggregate(name));
  if (BY_ORDER.has(name)) {
    return refused(
      no(
        "P010",
        `what ${name} answers follows from the order of rows, and a cluster has none`,
        "Use min(x) or max(x)",
      ),
    );
  }
  if (distinct && !DISTINCT.has(name)) {
    return refused(
      no(
        "P012",
        `${name}(DISTINCT ...) is not known on Flink`,
        "Leave DISTINCT out",
      ),
    );
  }
  const made = Object.hasOwn(AGGREGATES, name)
    ? AGGREGATES[name]!(type, call)
    : null;
  if (made === null) return refused(noAggregate(name, type));
  return { judgement: made.judgement ?? EXACT, sql: made.sql };
}

function noAggregate(name: string, type?: FieldType): Judgement {
  return no(
    "P006",
    `no aggregate of Flink is known to mean the same as ${name}${
      type === undefined || type === "NULL" ? "" : ` of ${type}`
    }`,
    name.startsWith("arg_")
      ? "Keep the row with top 1 FIELD --by KEY"
      : name === "quantile_disc"
      ? "Use quantile_cont"
      : null,
  );
}

function refused(judgement: Judgement): FlinkAggregate {
  return {
    judgement,
    sql: () => {
      throw new TypeError("Cannot print an aggregate that Flink has not");
    },
  };
}
