import type { FieldType } from "../../core/mod.ts";
import { exactWhere, no } from "../construct.ts";
import {
  calls,
  closed,
  type Counterpart,
  firstOf,
  infix,
  inText,
  isWhole,
  negated,
  operators,
  type Rule,
  type Rules,
  same,
  when,
  whenever,
} from "../rules.ts";
import { NUMBERS, PLAIN_TYPES } from "./types.ts";

/** Arguments of one plain type, so that Spark has none to convert. */
const ofOneType = (then: Counterpart) =>
  whenever((types) => {
    const known = types.filter((type) => type !== "NULL");
    return known.every((type) => PLAIN_TYPES.has(type) && type === known[0]);
  }, then);

const compared = (sign: string) => ofOneType(infix(sign));

const tested = (words: string) =>
  whenever(
    (types) => types.every((type) => PLAIN_TYPES.has(type)),
    operators((x) => `${x} ${words}`),
  );

/** Spark wants two of them; the greatest of one value is that value. */
const extreme = (name: string) =>
  ofOneType(
    calls((...args) =>
      args.length === 1 ? args[0]! : `${name}(${args.join(", ")})`
    ),
  );

/** `try_add` and the like: whole numbers beyond 64 bits are NULL, doubles are as they are. */
const arithmetic = (sign: string, trying: string) =>
  firstOf(
    when(["DOUBLE", "DOUBLE"], infix(sign)),
    when(["BIGINT", "BIGINT"], same(trying)),
    when(["HUGEINT", "HUGEINT"], same(trying)),
  );

/** Whether a divisor is a constant at which nothing can go wrong. */
function isSafeDivisor(value: unknown): boolean {
  return (typeof value === "number" || typeof value === "bigint") &&
    Number(value) !== 0 && Number(value) !== -1;
}

const quotient = when(["DOUBLE", "DOUBLE"], same("try_divide"));

const divided = firstOf(
  quotient,
  when(
    ["BIGINT", "BIGINT"],
    ({ constants: [, divisor] }) =>
      isSafeDivisor(divisor)
        ? infix("DIV")
        // The one quotient that 64 bits cannot hold is that of the least number and -1.
        : closed((a, b) =>
          `CASE WHEN ${b} = -1 THEN try_subtract(0L, ${a}) ELSE ${a} DIV nullif(${b}, 0L) END`
        ),
  ),
);

const rest: Rule = ({ types: [left, right], constants: [, divisor] }) => {
  if (left !== right || !NUMBERS.includes(left!)) return null;
  if (isSafeDivisor(divisor)) return infix("%");
  return left === "BIGINT"
    // As the quotient, so the rest.
    ? closed((a, b) =>
      `CASE WHEN ${b} = -1 THEN try_subtract(0L, ${a}) % 1L ELSE ${a} % nullif(${b}, 0L) END`
    )
    : operators((a, b) => `${a} % nullif(${b}, 0)`);
};

/** A moment that an interval moves, which has no form that Spark's SQL and weir share where rows compute it. One beyond those of Spark would stop the job. */
function moved(trying: string, intervalAt: 0 | 1): Rule {
  const types: readonly FieldType[] = intervalAt === 1
    ? ["TIMESTAMP", "INTERVAL"]
    : ["INTERVAL", "TIMESTAMP"];
  return when(
    types,
    ({ constants }) =>
      constants[intervalAt] === undefined
        ? inText("the INTERVAL")
        : calls((...args) =>
          `${trying}(${args[1 - intervalAt]}, ${args[intervalAt]})`
        ),
  );
}

/** Days that can be added to any date of an input and leave a moment of Spark: 8,000 years of them. */
const MOST_DAYS = 3_000_000;

const MANY_DAYS = exactWhere(
  "P028",
  `where no more than ${MOST_DAYS} days are added or taken away: more give NULL there`,
);

/** Another day: one beyond the moments of Spark would stop the job as soon as it is taken for one. */
function movedDays(spark: "date_add" | "date_sub", countAt: 0 | 1): Rule {
  return when(
    countAt === 1 ? ["DATE", "BIGINT"] : ["BIGINT", "DATE"],
    ({ constants }) => {
      const count = constants[countAt];
      if (isWhole(count, -MOST_DAYS, MOST_DAYS)) {
        return calls((...args) => `${spark}(${args[1 - countAt]}, ${count})`);
      }
      return closed((...args) => {
        const days = args[countAt]!;
        return `CASE WHEN ${days} BETWEEN -${MOST_DAYS}L AND ${MOST_DAYS}L THEN ${spark}(${
          args[1 - countAt]
        }, CAST(${days} AS INT)) END`;
      }, MANY_DAYS);
    },
  );
}

/** Operators, and functions on values of any type. */
export const VALUE_RULES: Rules = {
  "=": compared("="),
  "<>": compared("<>"),
  "<": compared("<"),
  "<=": compared("<="),
  ">": compared(">"),
  ">=": compared(">="),
  "is distinct from": ofOneType(operators((a, b) => `NOT (${a} <=> ${b})`)),
  "is not distinct from": compared("<=>"),
  "is null": tested("IS NULL"),
  "is not null": tested("IS NOT NULL"),
  "is true": tested("IS TRUE"),
  "is not true": tested("IS NOT TRUE"),
  "is false": tested("IS FALSE"),
  "is not false": tested("IS NOT FALSE"),
  not: when(["BOOLEAN"], operators((x) => `NOT ${x}`)),
  "+": firstOf(
    arithmetic("+", "try_add"),
    moved("try_add", 1),
    moved("try_add", 0),
    movedDays("date_add", 1),
    movedDays("date_add", 0),
  ),
  "-": firstOf(
    arithmetic("-", "try_subtract"),
    moved("try_subtract", 1),
    movedDays("date_sub", 1),
    when(
      ["DATE", "DATE"],
      calls((a, b) => `CAST(datediff(${a}, ${b}) AS BIGINT)`),
    ),
    when(
      ["TIMESTAMP", "TIMESTAMP"],
      () =>
        no(
          "P006",
          "what lies between two moments is an INTERVAL, which has no form there",
          "Subtract numbers: epoch_ms(a) - epoch_ms(b)",
        ),
    ),
  ),
  "*": arithmetic("*", "try_multiply"),
  "/": quotient,
  "//": divided,
  "%": rest,
  mod: rest,
  negate: firstOf(
    when(["DOUBLE"], negated()),
    when(["BIGINT"], calls((x) => `try_subtract(0L, ${x})`)),
    when(["HUGEINT"], negated()),
  ),
  "||": when(["VARCHAR", "VARCHAR"], infix("||")),
  nullif: ofOneType(same("nullif")),
  greatest: extreme("greatest"),
  least: extreme("least"),
};
