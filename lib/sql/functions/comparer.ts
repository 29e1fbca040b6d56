import type { FieldType } from "../../core/mod.ts";
import { compareIntervals } from "../interval.ts";
import {
  compareDoubles,
  compareNumbers,
  compareTexts,
  type Interval,
  type Scalar,
} from "../values.ts";
import { compareAny } from "./compare_any.ts";

/** How two values of a type are ordered: below zero, zero or above, as `sort` wants it. */
export function comparer(
  type: FieldType,
): (left: Scalar, right: Scalar) => number | null {
  switch (type) {
    case "DOUBLE":
    case "TIMESTAMP":
    case "DATE":
      return (a, b) => compareDoubles(a as number, b as number);
    case "BIGINT":
    case "HUGEINT":
    case "NUMBER":
      return (a, b) => compareNumbers(a as number, b as number);
    case "BOOLEAN":
      return (a, b) => Number(a) - Number(b);
    case "INTERVAL":
      return (a, b) => compareIntervals(a as Interval, b as Interval);
    case "ANY":
    case "NULL":
      return compareAny;
    default:
      return (a, b) => compareTexts(a as string, b as string);
  }
}
