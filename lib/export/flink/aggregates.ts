import type { FieldType } from "../../core/mod.ts";
import { EXACT, type Judgement, no, within } from "../construct.ts";
import { SUMS } from "../departures.ts";
import type { PortableCall } from "../portable_job.ts";
import { calls, type Counterpart, same } from "../rules.ts";
import { NUMBERS, VALUES } from "./types.ts";

/** What Flink has for an aggregate of a type; `null` where that is not known to be the same. */
type Make = (type: FieldType, call: PortableCall) => Counterpart | null;

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

/** The same of all values of these types. */
function of(types: readonly FieldType[], found: Counterpart): Make {
  return (type) => types.includes(type) ? found : null;
}

const spread = (name: string) =>
  of(NUMBERS, calls((x) => `${name}(${double(x!)})`, SPREAD));

const quantile = (judgement: Judgement): Make => (type, { constants }) =>
  NUMBERS.includes(type)
    ? calls((x) => `PERCENTILE(${double(x!)}, ${constants[0]})`, judgement)
    : null;

const once = ({ distinct }: PortableCall) => distinct ? "DISTINCT " : "";

const AGGREGATES: Readonly<Record<string, Make>> = {
  count: (_, call) => calls((x) => `COUNT(${once(call)}${x})`),
  sum: (type, call) =>
    type === "DOUBLE"
      ? calls((x) => `SUM(${once(call)}${x})`, SUMS)
      : NUMBERS.includes(type)
      ? calls((x) => `SUM(${once(call)}CAST(${x} AS DECIMAL(38, 0)))`)
      : null,
  avg: (type, call) =>
    NUMBERS.includes(type)
      ? calls(
        (x) => `AVG(${once(call)}${double(x!)})`,
        type === "DOUBLE" ? SUMS : EXACT,
      )
      : null,
  min: of(VALUES, same("MIN")),
  max: of(VALUES, same("MAX")),
  stddev_samp: spread("STDDEV_SAMP"),
  stddev_pop: spread("STDDEV_POP"),
  var_samp: spread("VAR_SAMP"),
  var_pop: spread("VAR_POP"),
  bool_and: of(["BOOLEAN"], same("MIN")),
  bool_or: of(["BOOLEAN"], same("MAX")),
  // Of conditions that are all NULL weir's count is NULL too.
  count_if: of(
    ["BOOLEAN"],
    calls((x) =>
      `CAST(SUM(CASE WHEN ${x} THEN 1 WHEN NOT ${x} THEN 0 END) AS BIGINT)`
    ),
  ),
  quantile_cont: quantile(EXACT),
  approx_quantile: quantile(QUANTILE),
  approx_count_distinct: () => calls((x) => `COUNT(DISTINCT ${x})`, COUNTED),
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

/** What Flink has for an aggregate, of its argument, or why it has nothing. A condition stands inside of the argument. */
export function flinkAggregate(call: PortableCall): Counterpart | Judgement {
  const { name, args, distinct } = call;
  const type = args[0]?.type ?? "NULL";
  if (args.length > 1) return noAggregate(name);
  if (BY_ORDER.has(name)) {
    return no(
      "P010",
      `what ${name} answers follows from the order of rows, and a cluster has none`,
      "Use min(x) or max(x)",
    );
  }
  if (distinct && !DISTINCT.has(name)) {
    return no(
      "P012",
      `${name}(DISTINCT ...) is not known on Flink`,
      "Leave DISTINCT out",
    );
  }
  return (Object.hasOwn(AGGREGATES, name)
    ? AGGREGATES[name]!(type, call)
    : null) ?? noAggregate(name, type);
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
