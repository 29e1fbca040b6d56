import type { FieldType } from "../../core/mod.ts";
import { isExactWhole, type Scalar, within64 } from "../values.ts";
import { magnitude, remainder } from "./arithmetic.ts";
import {
  entriesOf,
  type FunctionEntry,
  type Implementation,
  plain,
  type Signature,
} from "./signature.ts";

const entry = entriesOf("numbers");

/** A function of one double that is defined everywhere. */
function ofDouble(call: (value: number) => number): Signature {
  return plain(["DOUBLE"], "DOUBLE", (value) => call(value as number));
}

/** A function of one double that fails outside of where it is defined. */
function whereDefined(
  defined: (value: number) => boolean,
  call: (value: number) => number,
): Signature {
  return plain(
    ["DOUBLE"],
    "DOUBLE",
    (value) => defined(value as number) ? call(value as number) : undefined,
    { fails: true },
  );
}

const aboveZero = (value: number) => !(value <= 0);

/** Rounding to whole: whole numbers stay as they are, whatever their size; BIGINT gives DOUBLE, as in DuckDB. */
function wholePart(round: (value: number) => number): readonly Signature[] {
  return [
    plain(["BIGINT"], "DOUBLE", (value) => Number(value)),
    plain(["DOUBLE"], "DOUBLE", (value) => round(value as number)),
    wholeOfNumber(round),
  ];
}

function wholeOfNumber(round: (value: number) => number): Signature {
  return {
    parameters: ["NUMERIC"],
    result: "SAME",
    make: ([type]) => (value) =>
      typeof value === "bigint"
        ? value
        : type === "DOUBLE"
        ? round(value as number)
        // A whole number has no -0.
        : round(value as number) + 0,
  };
}

function roundAway(value: number): number {
  const floor = Math.floor(Math.abs(value));
  // The fraction of a double is exact, so halves are told exactly.
  const up = Math.abs(value) - floor >= 0.5 ? floor + 1 : floor;
  return value < 0 || Object.is(value, -0) ? -up : up;
}

/** `round(x, digits)` on doubles: scaled, rounded and scaled back, as DuckDB does it. */
function roundTo(value: number, digits: number): number {
  if (digits < 0) {
    const factor = 10 ** -digits;
    const rounded = roundAway(value / factor) * factor;
    return Number.isFinite(rounded) ? rounded : 0;
  }
  const factor = 10 ** digits;
  const rounded = roundAway(value * factor) / factor;
  return Number.isFinite(rounded) ? rounded : value;
}

/** `round(x, digits)` on whole numbers: only digits before the point change. */
function roundWholeTo(
  value: number | bigint,
  digits: number,
): number | bigint | undefined {
  if (digits >= 0) return value;
  if (digits < -38) return 0;
  const factor = 10n ** BigInt(-digits);
  const exact = BigInt(value);
  const half = exact < 0n ? -factor / 2n : factor / 2n;
  return within64((exact + half) / factor * factor);
}

const roundDigits: Implementation = (value, digits) =>
  isExactWhole(value as number)
    ? roundWholeTo(value as number, Number(digits))
    : roundTo(value as number, Number(digits));

function sign(value: Scalar): number {
  const number = Number(value);
  return number > 0 ? 1 : number < 0 ? -1 : 0;
}

function numeric(
  make: (type: FieldType) => unknown,
  fails: NonNullable<Signature["fails"]>,
  count = 1,
): Signature {
  return {
    parameters: Array.from({ length: count }, () => "NUMERIC" as const),
    result: "SAME",
    fails,
    make: (types) => make(types[0]!) as Implementation,
  };
}

const overflows = (types: readonly FieldType[]) => types[0] !== "DOUBLE";

/** Base 2 and 10 by the functions that are exact on their powers. */
const LOG2 = whereDefined(aboveZero, Math.log2);
const LOG10 = whereDefined(aboveZero, Math.log10);

/** Functions on numbers. */
export const NUMBER_FUNCTIONS: readonly FunctionEntry[] = [
  entry("abs(number)", "Without its sign", [numeric(magnitude, overflows)], [
    ["abs(-5)", "5"],
  ]),
  entry("sign(number)", "-1, 0 or 1", [
    plain(["NUMERIC"], "BIGINT", sign),
  ], [["sign(-5)", "-1"]]),
  entry(
    "round(number [, digits])",
    "To so many digits after the point, halves away from zero",
    [
      wholeOfNumber(roundAway),
      plain(
        ["DOUBLE", "BIGINT"],
        "DOUBLE",
        (value, digits) => roundTo(value as number, Number(digits)),
      ),
      {
        parameters: ["NUMERIC", "BIGINT"],
        result: "SAME",
        fails: overflows,
        make: () => roundDigits,
      },
    ],
    [["round(2.345, 2)", "2.35"], ["round(1250, -2)", "1300"]],
  ),
  entry("floor(number)", "The next whole number below", wholePart(Math.floor), [
    ["floor(-2.5)", "-3.0"],
  ]),
  entry("ceil(number)", "The next whole number above", wholePart(Math.ceil), [
    ["ceil(2.1)", "3.0"],
  ], ["ceiling"]),
  entry("trunc(number)", "Without what is after the point", [
    wholeOfNumber(Math.trunc),
  ], [["trunc(-2.5)", "-2.0"]]),
  entry("mod(number, divisor)", "The same as number % divisor", [
    numeric(remainder, overflows, 2),
  ], [["mod(7, 3)", "1"]]),
  entry("sqrt(number)", "The square root; fails below zero", [
    whereDefined((value) => !(value < 0), Math.sqrt),
  ], [["sqrt(16)", "4.0"]]),
  entry("cbrt(number)", "The cube root", [ofDouble(Math.cbrt)], [
    ["cbrt(8)", "2.0"],
  ]),
  entry("ln(number)", "The natural logarithm; fails unless above zero", [
    whereDefined(aboveZero, Math.log),
  ], [["ln(1)", "0.0"]]),
  entry(
    "log(number), log(base, number)",
    "The logarithm to the base 10, or to a base; fails unless above zero",
    [
      LOG10,
      plain(
        ["DOUBLE", "DOUBLE"],
        "DOUBLE",
        (base, value) => {
          if (!aboveZero(base as number) || !aboveZero(value as number)) {
            return undefined;
          }
          const divisor = Math.log10(base as number);
          return divisor === 0
            ? undefined
            : Math.log10(value as number) / divisor;
        },
        { fails: true },
      ),
    ],
    [["log(1000)", "3.0"], ["log(2, 8)", "3.0"]],
  ),
  entry("log10(number)", "The logarithm to the base 10", [LOG10], [
    ["log10(1000)", "3.0"],
  ]),
  entry("log2(number)", "The logarithm to the base 2", [LOG2], [
    ["log2(8)", "3.0"],
  ]),
  entry("exp(number)", "e to this power", [ofDouble(Math.exp)], [
    ["exp(0)", "1.0"],
  ]),
  entry(
    "pow(number, power)",
    "The number to a power; also number ** power",
    [
      plain(
        ["DOUBLE", "DOUBLE"],
        "DOUBLE",
        (value, power) => raised(value as number, power as number),
      ),
    ],
    [["pow(2, 10)", "1024.0"], ["2 ** 3", "8.0"]],
    ["power", "^", "**"],
  ),
];

/** As C has it: 1 to any power is 1, where JavaScript says NaN. */
function raised(value: number, power: number): number {
  if (value === 1) return 1;
  if (value === -1 && !Number.isFinite(power) && power === power) return 1;
  return value ** power;
}
