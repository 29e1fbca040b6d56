import { EXACT, no } from "../construct.ts";
import { LAST_DIGITS, WRAPS } from "../departures.ts";
import {
  alike,
  atLeast,
  call,
  infix,
  NUMBERS,
  type Rule,
  rule,
  type Rules,
  where,
} from "./rules.ts";

/** A function that fails, and so is NULL, where its argument is out of range. */
function positive(name: string, range: string): Rule {
  return rule(
    "DOUBLE",
    ([x]) => `CASE WHEN ${x} ${range} THEN ${name}(${x}) END`,
    () => LAST_DIGITS,
  );
}

/** Division where zero gives NULL. Flink refuses a constant zero when it plans, so that one is folded here. */
function divided(
  operator: (left: string, right: string) => string,
  result: string,
): Rule["sql"] {
  return ([left, right], constants) => {
    const divisor = constants[1];
    if (divisor === undefined) return operator(left!, `NULLIF(${right}, 0)`);
    return divisor === null || Number(divisor) === 0
      ? `CAST(NULL AS ${result})`
      : operator(left!, right!);
  };
}

const remainder: readonly Rule[] = [
  rule(
    "BIGINT BIGINT",
    // The type is that of the divisor, and a whole number in the text is an INT.
    divided(
      (left, right) => `MOD(${left}, CAST(${right} AS BIGINT))`,
      "BIGINT",
    ),
  ),
  rule(
    "DOUBLE DOUBLE",
    () => "",
    () =>
      no(
        "P006",
        "Flink has no remainder of doubles",
        "Cast both to BIGINT, or write x - y * trunc(x / y)",
      ),
  ),
];

/** Flink itself would round the digits that a double prints with: scaled, halves are told by the double, as in weir. */
function rounded(x: string, digits: number): string {
  if (digits === 0) {
    return `CASE WHEN ABS(${x}) < 1E290 THEN ROUND(${x}, 0) ELSE ${x} END`;
  }
  const factor = `1E${Math.abs(digits)}`;
  const [scale, back] = digits < 0 ? ["/", "*"] : ["*", "/"];
  // What is infinite or NaN would stop the job.
  return `CASE WHEN ABS(${x}) < 1E290 THEN ROUND(${x} ${scale} ${factor}, 0) ${back} ${factor} ELSE ${x} END`;
}

function isDigits(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) &&
    Math.abs(value) <= 15;
}

const wraps: Rule["judge"] = (_, [type]) => type === "BIGINT" ? WRAPS : EXACT;

/** Arithmetic and functions of numbers. */
export const NUMBER_RULES: Rules = {
  "+": [alike(NUMBERS, 2, infix("+"), wraps)],
  "-": [alike(NUMBERS, 2, infix("-"), wraps)],
  "*": [alike(NUMBERS, 2, infix("*"), wraps)],
  "/": [
    rule(
      "DOUBLE DOUBLE",
      divided((left, right) => `(${left} / ${right})`, "DOUBLE"),
    ),
  ],
  "//": [
    rule(
      "BIGINT BIGINT",
      divided((left, right) => `(${left} / ${right})`, "BIGINT"),
    ),
    rule(
      "DOUBLE DOUBLE",
      divided((left, right) => `(${left} / ${right})`, "DOUBLE"),
    ),
  ],
  "%": remainder,
  mod: remainder,
  negate: [alike(NUMBERS, 1, ([x]) => `(- ${x})`, wraps)],
  abs: [alike(NUMBERS, 1, call("ABS"), wraps)],
  sign: [alike(NUMBERS, 1, ([x]) => `CAST(SIGN(${x}) AS BIGINT)`)],
  round: [
    rule("BIGINT", ([x]) => x!),
    rule("DOUBLE", ([x]) => rounded(x!, 0)),
    rule(
      "BIGINT BIGINT",
      ([x]) => x!,
      ([, digits]) =>
        atLeast(digits, 0) ? EXACT : no(
          "P006",
          "digits before the point are not rounded there",
          "Write round(x / 100) * 100",
        ),
    ),
    rule(
      "DOUBLE BIGINT",
      ([x], [, digits]) => rounded(x!, Number(digits)),
      where(
        ([, digits]) => isDigits(digits),
        "the number of digits must stand in the text, from -15 to 15",
        "Write it as a number",
      ),
    ),
  ],
  floor: [
    rule("DOUBLE", call("FLOOR")),
    rule("BIGINT", ([x]) => `CAST(${x} AS DOUBLE)`),
  ],
  ceil: [
    rule("DOUBLE", call("CEIL")),
    rule("BIGINT", ([x]) => `CAST(${x} AS DOUBLE)`),
  ],
  trunc: [
    // Flink's TRUNCATE of doubles fails on NULL.
    rule(
      "DOUBLE",
      ([x]) => `CASE WHEN ${x} < 0 THEN CEIL(${x}) ELSE FLOOR(${x}) END`,
    ),
    rule("BIGINT", ([x]) => x!),
  ],
  sqrt: [
    rule("DOUBLE", ([x]) => `CASE WHEN ${x} >= 0 THEN SQRT(${x}) END`),
  ],
  ln: [positive("LN", "> 0")],
  log: [positive("LOG10", "> 0")],
  log10: [positive("LOG10", "> 0")],
  log2: [positive("LOG2", "> 0")],
  exp: [rule("DOUBLE", call("EXP"), () => LAST_DIGITS)],
  pow: [rule("DOUBLE DOUBLE", call("POWER"), () => LAST_DIGITS)],
};
