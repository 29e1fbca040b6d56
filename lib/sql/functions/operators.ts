import type { FieldType } from "../../core/mod.ts";
import { DAY_US } from "../../time/mod.ts";
import {
  addIntervals,
  addToMoment,
  momentsApart,
  momentWithin,
  multiplyInterval,
  scaleInterval,
} from "../interval.ts";
import type { Interval } from "../values.ts";
import {
  arithmetic,
  integerDivision,
  negation,
  type NumericFunction,
  remainder,
} from "./arithmetic.ts";
import { operator } from "./operator_entry.ts";
import {
  type FunctionEntry,
  type Implementation,
  plain,
  type Signature,
} from "./signature.ts";

/** Whole numbers may overflow; doubles become infinite instead, as in DuckDB. */
const overflows = (types: readonly FieldType[]) => types[0] !== "DOUBLE";

function numeric(make: (type: FieldType) => NumericFunction): Signature {
  return {
    parameters: ["NUMERIC", "NUMERIC"],
    result: "SAME",
    fails: overflows,
    make: (types) => make(types[0]!) as Implementation,
  };
}

const sum = numeric((type) =>
  arithmetic(type, (a, b) => a + b, (a, b) => a + b)
);
const difference = numeric((type) =>
  arithmetic(type, (a, b) => a - b, (a, b) => a - b)
);
const product = numeric((type) =>
  arithmetic(type, (a, b) => a * b, (a, b) => a * b)
);

const momentPlus: Implementation = (moment, interval) =>
  momentWithin(addToMoment(moment as number, interval as Interval));
const momentMinus: Implementation = (moment, interval) =>
  momentPlus(moment!, scaleInterval(interval as Interval, -1));
const swap = (call: Implementation): Implementation => (a, b) => call(b!, a!);

const dayPlus: Implementation = (day, days) =>
  dayWithin((day as number) + Number(days) * DAY_US);

/** The days that DuckDB's DATE can count. */
function dayWithin(us: number): number | undefined {
  return Math.abs(us / DAY_US) < 2 ** 31 - 1 ? us : undefined;
}

const scale: Implementation = (interval, times) =>
  intervalWithin(
    multiplyInterval(interval as Interval, (part) => part * (times as number)),
  );

const divide: Implementation = (interval, by) =>
  by === 0 ? null : intervalWithin(
    multiplyInterval(interval as Interval, (part) => part / (by as number)),
  );

/** DuckDB counts months and days in 32 bits. */
function intervalWithin(interval: Interval): Interval | undefined {
  const { months, days, us } = interval;
  const fits = Math.abs(months) < 2 ** 31 && Math.abs(days) < 2 ** 31 &&
    Math.abs(us) < 2 ** 63;
  return fits ? interval : undefined;
}

/** Operators on numbers, moments, intervals and texts. */
export const OPERATORS: readonly FunctionEntry[] = [
  operator("+", "Sum; a moment and an interval give a moment", [
    sum,
    plain(["TIMESTAMP", "INTERVAL"], "TIMESTAMP", momentPlus, {
      fails: true,
    }),
    plain(["INTERVAL", "TIMESTAMP"], "TIMESTAMP", swap(momentPlus), {
      fails: true,
    }),
    plain(["DATE", "BIGINT"], "DATE", dayPlus, { fails: true }),
    plain(["BIGINT", "DATE"], "DATE", swap(dayPlus), { fails: true }),
    plain(
      ["INTERVAL", "INTERVAL"],
      "INTERVAL",
      (a, b) => addIntervals(a as Interval, b as Interval),
    ),
  ], ["1 + 2", "3"]),
  operator("-", "Difference; two moments give an interval", [
    difference,
    plain(["TIMESTAMP", "INTERVAL"], "TIMESTAMP", momentMinus, {
      fails: true,
    }),
    plain(
      ["DATE", "BIGINT"],
      "DATE",
      (day, days) => dayPlus(day!, typeof days === "bigint" ? -days : -days!),
      { fails: true },
    ),
    plain(
      ["DATE", "DATE"],
      "BIGINT",
      (a, b) => ((a as number) - (b as number)) / DAY_US,
    ),
    plain(
      ["TIMESTAMP", "TIMESTAMP"],
      "INTERVAL",
      (a, b) => momentsApart(b as number, a as number),
    ),
    plain(
      ["INTERVAL", "INTERVAL"],
      "INTERVAL",
      (a, b) => addIntervals(a as Interval, scaleInterval(b as Interval, -1)),
    ),
  ], ["5 - 7", "-2"]),
  operator("*", "Product", [
    product,
    plain(["INTERVAL", "DOUBLE"], "INTERVAL", scale, { fails: true }),
    plain(["DOUBLE", "INTERVAL"], "INTERVAL", swap(scale), { fails: true }),
  ], ["6 * 7", "42"]),
  operator("/", "Quotient, always a DOUBLE; by zero NULL", [
    plain(
      ["DOUBLE", "DOUBLE"],
      "DOUBLE",
      (a, b) => b === 0 ? null : (a as number) / (b as number),
    ),
    plain(
      ["INTERVAL", "DOUBLE"],
      "INTERVAL",
      divide,
      { fails: true },
    ),
  ], ["7 / 2", "3.5"]),
  operator("//", "Whole part of the quotient; by zero NULL", [
    numeric(integerDivision),
  ], ["7 // 2", "3"]),
  operator(
    "%",
    "Rest of the division, with the sign of the first; by zero NULL",
    [
      numeric(remainder),
    ],
    ["-7 % 2", "-1"],
  ),
  operator("negate", "The number with its sign changed", [
    {
      parameters: ["NUMERIC"],
      result: "SAME",
      fails: overflows,
      make: (types) => negation(types[0]!) as Implementation,
    },
    plain(
      ["INTERVAL"],
      "INTERVAL",
      (interval) => scaleInterval(interval as Interval, -1),
    ),
  ], ["-(2 + 3)", "-5"]),
  operator("||", "One text after the other; any value as its text", [
    plain(["TEXT", "TEXT"], "VARCHAR", (a, b) => `${a}${b}`),
  ], ["'a' || 1", "a1"]),
];
