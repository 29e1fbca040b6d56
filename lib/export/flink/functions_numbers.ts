import { type Judgement, no } from "../construct.ts";
import { LAST_DIGITS, WRAPS } from "../departures.ts";
import {
  alike,
  calls,
  closed,
  type Counterpart,
  firstOf,
  infix,
  inText,
  isWhole,
  negated,
  type Rule,
  type Rules,
  same,
  when,
} from "../rules.ts";
import { NUMBERS } from "./types.ts";

const ofDouble = (then: Counterpart) => when(["DOUBLE"], then);
/** Whole numbers stay as they are. */
const asItIs = when(["BIGINT"], calls((x) => x));
/** Whole numbers that are asked for as doubles. */
const asDouble = when(["BIGINT"], calls((x) => `CAST(${x} AS DOUBLE)`));

/** A function that fails, and so is NULL, where its argument is not positive. */
function logarithm(name: string): Rule {
  return ofDouble(
    closed((x) => `CASE WHEN ${x} > 0 THEN ${name}(${x}) END`, LAST_DIGITS),
  );
}

/** What is the same for all numbers, but that 64 bits wrap. */
function wrapping(
  least: number,
  make: (judgement?: Judgement) => Counterpart,
): Rule {
  return alike(
    NUMBERS,
    least,
    ({ types: [type] }) => type === "BIGINT" ? make(WRAPS) : make(),
  );
}

/** Division where zero gives NULL. Flink refuses a constant zero when it plans, so that one is folded here. */
function divided(
  type: "BIGINT" | "DOUBLE",
  { sql, ...shape }: Counterpart,
): Rule {
  return when([type, type], ({ constants: [, divisor] }) => {
    if (divisor === undefined) {
      return { ...shape, sql: (a, b) => sql(a!, `NULLIF(${b}, 0)`) };
    }
    return divisor === null || Number(divisor) === 0
      ? calls(() => `CAST(NULL AS ${type})`)
      : { ...shape, sql };
  });
}

const remainder = firstOf(
  // The type is that of the divisor, and a whole number in the text is an INT.
  divided("BIGINT", calls((a, b) => `MOD(${a}, CAST(${b} AS BIGINT))`)),
  when(["DOUBLE", "DOUBLE"], () =>
    no(
      "P006",
      "Flink has no remainder of doubles",
      "Cast both to BIGINT, or write x - y * trunc(x / y)",
    )),
);

/** Flink itself would round the digits that a double prints with: scaled, halves are told by the double, as in weir. */
function rounded(digits: number): Counterpart {
  const factor = `1E${Math.abs(digits)}`;
  const [scale, back] = digits < 0 ? ["/", "*"] : ["*", "/"];
  const round = (x: string) =>
    digits === 0
      ? `ROUND(${x}, 0)`
      : `ROUND(${x} ${scale} ${factor}, 0) ${back} ${factor}`;
  // What is infinite or NaN, or becomes so, would stop the job.
  return closed((x) =>
    `CASE WHEN ABS(${x}) < 1E${308 - Math.max(digits, 0)} THEN ${
      round(x)
    } ELSE ${x} END`
  );
}

const round = firstOf(
  asItIs,
  ofDouble(rounded(0)),
  when(
    ["BIGINT", "BIGINT"],
    ({ constants: [, digits] }) =>
      isWhole(digits, 0) ? calls((x) => x) : no(
        "P006",
        "digits before the point are not rounded there",
        "Write round(x / 100) * 100",
      ),
  ),
  when(
    ["DOUBLE", "BIGINT"],
    ({ constants: [, digits] }) =>
      isWhole(digits, -15, 15)
        ? rounded(digits)
        : inText("the number of digits, from -15 to 15,"),
  ),
);

/** Arithmetic and functions of numbers. */
export const NUMBER_RULES: Rules = {
  "+": wrapping(2, (judgement) => infix("+", judgement)),
  "-": wrapping(2, (judgement) => infix("-", judgement)),
  "*": wrapping(2, (judgement) => infix("*", judgement)),
  "/": divided("DOUBLE", infix("/")),
  "//": firstOf(
    divided("BIGINT", infix("/")),
    divided("DOUBLE", infix("/")),
  ),
  "%": remainder,
  mod: remainder,
  negate: wrapping(1, negated),
  abs: wrapping(1, (judgement) => same("ABS", judgement)),
  sign: alike(NUMBERS, 1, calls((x) => `CAST(SIGN(${x}) AS BIGINT)`)),
  round,
  floor: firstOf(ofDouble(same("FLOOR")), asDouble),
  ceil: firstOf(ofDouble(same("CEIL")), asDouble),
  trunc: firstOf(
    // Flink's TRUNCATE of doubles fails on NULL.
    ofDouble(
      closed((x) => `CASE WHEN ${x} < 0 THEN CEIL(${x}) ELSE FLOOR(${x}) END`),
    ),
    asItIs,
  ),
  sqrt: ofDouble(closed((x) => `CASE WHEN ${x} >= 0 THEN SQRT(${x}) END`)),
  ln: logarithm("LN"),
  log: logarithm("LOG10"),
  log10: logarithm("LOG10"),
  log2: logarithm("LOG2"),
  exp: ofDouble(same("EXP", LAST_DIGITS)),
  pow: when(["DOUBLE", "DOUBLE"], same("POWER", LAST_DIGITS)),
};
