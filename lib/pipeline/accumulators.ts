import { compareValues } from "../core/mod.ts";
import type { CheckedAggregate } from "../sql/mod.ts";
import {
  type Accumulator,
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
      return plain;
    default:
      return () =>
        distinctAccumulator(
          x,
          (column) => plainAccumulator(call, column, column, constants)!(),
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
      return () =>
        extremeAccumulator(call.name as "min" | "max", x, compareValues);
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
      return () =>
        pickAccumulator(call.name as "first" | "last", x, x, compareValues);
    case "any_value":
      return () => pickAccumulator("any", x, x, compareValues);
    case "arg_min":
      return () => pickAccumulator("min", x, by, compareValues);
    case "arg_max":
      return () => pickAccumulator("max", x, by, compareValues);
    case "bool_and":
      return () => truthAccumulator("and", x);
    case "bool_or":
      return () => truthAccumulator("or", x);
    case "count_if":
      return () => truthAccumulator("count", x);
    case "quantile_cont":
      return () => quantileAccumulator(Number(constants[0]), true, x);
    case "quantile_disc":
      return () => quantileAccumulator(Number(constants[0]), false, x);
    case "mode":
      return () => modeAccumulator(x);
    case "string_agg":
      return () =>
        joinAccumulator(String(constants[0] ?? ","), call.distinct, x);
    case "list":
      return () => listAccumulator(x, valueJson);
    default:
      return null;
  }
}
