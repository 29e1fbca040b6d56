import { LAST_DIGITS, WRAPS } from "../departures.ts";
import {
  calls,
  closed,
  type Counterpart,
  firstOf,
  inText,
  isWhole,
  operators,
  type Rule,
  type Rules,
  same,
  when,
} from "../rules.ts";

const ofDouble = (then: Counterpart) => when(["DOUBLE"], then);
/** What libraries of mathematics compute, each in its own way. */
const computed = (name: string) => ofDouble(same(name, LAST_DIGITS));
const power = when(["DOUBLE", "DOUBLE"], same("pow", LAST_DIGITS));
/** Whole numbers stay as they are. */
const asItIs = when(["BIGINT"], calls((x) => x));

/** Spark's own functions give 64 bits, and doubles go further: those have no fraction. */
function whole(round: (x: string) => string): Rule {
  return firstOf(
    ofDouble(
      closed((x) =>
        `CASE WHEN abs(${x}) < 9007199254740992D THEN CAST(${
          round(x!)
        } AS DOUBLE) ELSE ${x} END`
      ),
    ),
    when(
      ["BIGINT"],
      ({ result }) =>
        calls((x) => result === "DOUBLE" ? `CAST(${x} AS DOUBLE)` : x!),
    ),
  );
}

/** Spark itself would round the digits that a double prints with. */
function rounded(digits: number): Counterpart {
  if (digits === 0) return same("round");
  const factor = `1E${Math.abs(digits)}D`;
  return digits < 0
    ? operators((x) => `round(${x} / ${factor}) * ${factor}`)
    // Greater doubles are whole, and would be infinite.
    : closed((x) =>
      `CASE WHEN abs(${x}) < 1E${
        308 - digits
      }D THEN round(${x} * ${factor}) / ${factor} ELSE ${x} END`
    );
}

const DIGITS = "the number of digits, from -15 to 15,";

const round = firstOf(
  asItIs,
  ofDouble(rounded(0)),
  when(
    ["BIGINT", "BIGINT"],
    ({ constants: [, digits] }) =>
      !isWhole(digits, -15, 15)
        ? inText(DIGITS)
        : digits >= 0
        ? calls((x) => x!)
        : calls((x) => `round(${x}, ${digits})`, WRAPS),
  ),
  when(
    ["DOUBLE", "BIGINT"],
    ({ constants: [, digits] }) =>
      isWhole(digits, -15, 15) ? rounded(digits) : inText(DIGITS),
  ),
);

const LEAST = `CAST('${-(2n ** 63n)}' AS BIGINT)`;

/** Functions on numbers; where weir fails on a row and says NULL, so does Spark. */
export const NUMBER_RULES: Rules = {
  abs: firstOf(
    ofDouble(same("abs")),
    // The least number is its own negation.
    when(["BIGINT"], calls((x) => `nullif(abs(${x}), ${LEAST})`)),
    when(["HUGEINT"], same("abs")),
  ),
  sign: firstOf(
    ofDouble(calls((x) => `CAST(sign(${x}) AS BIGINT)`)),
    when(["BIGINT"], calls((x) => `CAST(sign(${x}) AS BIGINT)`)),
  ),
  round,
  floor: whole((x) => `floor(${x})`),
  ceil: whole((x) => `ceil(${x})`),
  trunc: whole((x) =>
    `CASE WHEN ${x} < 0 THEN ceil(${x}) ELSE floor(${x}) END`
  ),
  sqrt: ofDouble(closed((x) => `CASE WHEN ${x} >= 0 THEN sqrt(${x}) END`)),
  cbrt: computed("cbrt"),
  ln: computed("ln"),
  log10: computed("log10"),
  log2: computed("log2"),
  log: firstOf(
    computed("log10"),
    when(
      ["DOUBLE", "DOUBLE"],
      calls(
        (base, x) => `try_divide(log10(${x}), log10(${base}))`,
        LAST_DIGITS,
      ),
    ),
  ),
  exp: computed("exp"),
  pow: power,
  "**": power,
};
