import type { FieldType } from "../core/mod.ts";
import { DAY_US } from "../time/mod.ts";
import {
  booleanFromText,
  dateFromText,
  doubleFromText,
  integerFromText,
  numberFromText,
  timestampFromText,
} from "./cast_text.ts";
import { momentWithin, parseInterval } from "./interval.ts";
import { textOf } from "./text_of.ts";
import type { CastTarget } from "./types.ts";
import {
  isExactWhole,
  isNested,
  roundHalfEven,
  type Scalar,
  within128,
  within64,
} from "./values.ts";

/** Converts a value as `CAST` does; `undefined` where it fails. NULL stays NULL. */
export type Cast = (value: Scalar) => Scalar | undefined;

/**
 * Makes the cast from a type to another.
 *
 * @param from The type of the values; for `ANY` and `NUMBER` each value goes by its own kind.
 * @param target The type to arrive at.
 */
export function makeCast(from: FieldType, target: CastTarget): Cast {
  const convert = conversion(from, target.type);
  const { range } = target;
  return (value) => {
    if (value === null) return null;
    const result = convert(value);
    if (range === null || result === undefined || result === null) {
      return result;
    }
    return (result as number) < range[0] || (result as number) > range[1]
      ? undefined
      : result;
  };
}

type Convert = (value: Exclude<Scalar, null>) => Scalar | undefined;

function conversion(from: FieldType, to: FieldType): Convert {
  switch (to) {
    case "VARCHAR":
      return (value) => textOf(value, from);
    case "BOOLEAN":
      return (value) => booleanOf(value, from);
    case "DOUBLE":
      return (value) => doubleOf(value, from);
    case "BIGINT":
      return (value) => wholeOf(value, from, within64);
    case "HUGEINT":
      return (value) => wholeOf(value, from, within128);
    case "NUMBER":
      return (value) => numberOf(value, from);
    case "TIMESTAMP":
      return (value) =>
        typeof value === "string"
          ? timestampFromText(value)
          : isMomentValue(value, from)
          ? momentWithin(value as number)
          : undefined;
    case "DATE":
      return (value) =>
        typeof value === "string"
          ? dateFromText(value)
          : isMomentValue(value, from)
          ? Math.floor((value as number) / DAY_US) * DAY_US
          : undefined;
    case "INTERVAL":
      return (value) =>
        typeof value === "string"
          ? parseInterval(value) ?? undefined
          : typeof value === "object" && !isNested(value)
          ? value
          : undefined;
    case "JSON":
      return (value) => typeof value === "string" ? jsonOf(value) : undefined;
    default:
      return (value) => value;
  }
}

function isMomentValue(value: Scalar, from: FieldType): boolean {
  return typeof value === "number" && (from === "TIMESTAMP" || from === "DATE");
}

function booleanOf(value: Scalar, from: FieldType): boolean | undefined {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return booleanFromText(value);
    case "bigint":
      return true;
    case "number":
      return isMomentValue(value, from) ? undefined : value !== 0;
    default:
      return undefined;
  }
}

function doubleOf(value: Scalar, from: FieldType): number | undefined {
  switch (typeof value) {
    case "boolean":
    case "bigint":
      return Number(value);
    case "string":
      return doubleFromText(value);
    case "number":
      return isMomentValue(value, from) ? undefined : value;
    default:
      return undefined;
  }
}

function wholeOf(
  value: Scalar,
  from: FieldType,
  within: typeof within64,
): number | bigint | undefined {
  switch (typeof value) {
    case "boolean":
      return Number(value);
    case "bigint":
      return within(value);
    case "string":
      return integerFromText(value);
    case "number": {
      if (isMomentValue(value, from) || !Number.isFinite(value)) {
        return undefined;
      }
      const rounded = roundHalfEven(value);
      return isExactWhole(rounded) ? rounded + 0 : within(BigInt(rounded));
    }
    default:
      return undefined;
  }
}

function numberOf(
  value: Scalar,
  from: FieldType,
): number | bigint | undefined {
  switch (typeof value) {
    case "boolean":
      return Number(value);
    case "bigint":
      return within64(value);
    case "string":
      return numberFromText(value);
    case "number":
      return isMomentValue(value, from) ? undefined : value + 0;
    default:
      return undefined;
  }
}

function jsonOf(text: string): Scalar | undefined {
  try {
    JSON.parse(text);
    return { json: text };
  } catch {
    return undefined;
  }
}
