import { type CheckedAggregate, isMoment, isNumeric } from "../sql/mod.ts";
import {
  type Accumulator,
  approxDistinctAccumulator,
  approxQuantileAccumulator,
  countAccumulator,
  distinctAccumulator,
  distinctCountAccumulator,
  extremeAccumulator,
  joinAccumulator,
  listAccumulator,
  modeAccumulator,
  pickAccumulator,
  quantileAccumulator,
  sumAccumulator,
  truthAccumulator,
  valueQuantileAccumulator,
  varianceAccumulator,
} from "../stream/mod.ts";
import { valueJson } from "./value_json.ts";

/**
 * Makes the state of an aggregate call.
 *
 * @param call The call, checked.
 * @param columns Indexes of the columns of its arguments.
 * @returns `null` for an aggregate that no fold keeps.
 */
export function accumulatorOf(
  call: CheckedAggregate,
  columns: readonly number[],
): (() => Accumulator) | null {
  const [x = 0, by = x] = columns;
  const { constants } = call;
  const plain = plainAccumulator(call, x, by, constants);
  if (!call.distinct || plain === null) return plain;
  switch (call.name) {
    case "count":
      return () => distinctCountAccumulator(x);
    // Doubling a value changes none of these.
    case "min":
    case "max":
    case "bool_and":
    case "bool_or":
    case "any_value":
    case "first":
    case "last":
    case "approx_count_distinct":
    case "arg_min":
    case "arg_max":
      return plain;
    default:
      return () =>
        distinctAccumulator(
          x,
          (column) => plainAccumulator(call, column, column, constants)!(),
          call.name === "list",
        );
  }
}

function plainAccumulator(
  call: CheckedAggregate,
  x: number,
  by: number,
  constants: CheckedAggregate["constants"],
): (() => Accumulator) | null {
  switch (call.name) {
    case "count":
      return () => countAccumulator(call.args.length === 0 ? null : x);
    case "sum":
    case "avg":
      return () => sumAccumulator(call.name as "sum" | "avg", x);
    case "min":
    case "max":
      return () => extremeAccumulator(call.name as "min" | "max", x);
    case "stddev_samp":
      return () => varianceAccumulator(true, true, x);
    case "stddev_pop":
      return () => varianceAccumulator(true, false, x);
    case "var_samp":
      return () => varianceAccumulator(false, true, x);
    case "var_pop":
      return () => varianceAccumulator(false, false, x);
    case "first":
    case "last":
      return () => pickAccumulator(call.name as "first" | "last", x);
    case "any_value":
      return () => pickAccumulator("any", x);
    case "arg_min":
      return () => pickAccumulator("min", x, by);
    case "arg_max":
      return () => pickAccumulator("max", x, by);
    case "bool_and":
      return () => truthAccumulator("and", x);
    case "bool_or":
      return () => truthAccumulator("or", x);
    case "count_if":
      return () => truthAccumulator("count", x);
    case "quantile_cont":
      return () => quantileAccumulator(Number(constants[0]), true, x);
    case "quantile_disc": {
      const { type } = call.args[0]!;
      return isNumeric(type) || isMoment(type)
        ? () => quantileAccumulator(Number(constants[0]), false, x)
        : () => valueQuantileAccumulator(Number(constants[0]), x);
    }
    case "approx_count_distinct":
      return () => approxDistinctAccumulator(x);
    case "approx_quantile":
      return () => approxQuantileAccumulator(Number(constants[0]), x);
    case "mode":
      return () => modeAccumulator(x);
    case "string_agg":
      return () => joinAccumulator(String(constants[0] ?? ","), x);
    case "list":
      return () => listAccumulator(x, valueJson);
    default:
      return null;
  }
}
