import type { FieldType } from "../../core/mod.ts";
import { exactWhere } from "../construct.ts";
import {
  type Asked,
  calls,
  firstOf,
  judged,
  noTypes,
  operators,
  PLAIN_TYPES,
  type Rule,
  when,
} from "./rules.ts";

/** Arguments of one plain type, so that Spark has none to convert. */
function alike({ types }: Asked): boolean {
  const known = types.filter((type) => type !== "NULL");
  return known.every((type) => PLAIN_TYPES.has(type) && type === known[0]);
}

function compared(sign: string): Rule {
  return (asked) =>
    alike(asked) ? operators((a, b) => `${a} ${sign} ${b}`) : noTypes(asked);
}

function tested(words: string): Rule {
  return (asked) =>
    asked.types.every((type) => PLAIN_TYPES.has(type))
      ? operators((a) => `${a} ${words}`)
      : noTypes(asked);
}

function ofAlike(spark: string): Rule {
  return (asked) => {
    if (!alike(asked)) return noTypes(asked);
    // Spark wants two of them; the greatest of one value is that value.
    return calls((...args) =>
      args.length === 1 ? args[0]! : `${spark}(${args.join(", ")})`
    );
  };
}

const NUMBERS: readonly FieldType[] = ["BIGINT", "HUGEINT", "DOUBLE"];

/** `try_add` and the like: whole numbers beyond 64 bits are NULL, doubles are as they are. */
function arithmetic(sign: string, trying: string): Rule {
  return firstOf(
    when(["DOUBLE", "DOUBLE"], operators((a, b) => `${a} ${sign} ${b}`)),
    ...(["BIGINT", "HUGEINT"] as const).map((type) =>
      when([type, type], calls((a, b) => `${trying}(${a}, ${b})`))
    ),
  );
}

/** Whether a divisor is a constant at which nothing can go wrong. */
function isSafeDivisor(value: unknown): boolean {
  return (typeof value === "number" || typeof value === "bigint") &&
    Number(value) !== 0 && Number(value) !== -1;
}

const divided: Rule = (asked) => {
  const [, divisor] = asked.constants;
  if (asked.types.join() === "DOUBLE,DOUBLE") {
    return calls((a, b) => `try_divide(${a}, ${b})`);
  }
  if (asked.types.join() !== "BIGINT,BIGINT") return noTypes(asked);
  return isSafeDivisor(divisor)
    ? operators((a, b) => `${a} DIV ${b}`)
    // The one quotient that 64 bits cannot hold is that of the least number and -1.
    : calls((a, b) =>
      `CASE WHEN (${b}) = -1 THEN try_subtract(0L, ${a}) ELSE (${a}) DIV nullif(${b}, 0L) END`
    );
};

const rest: Rule = (asked) => {
  const [left, right] = asked.types;
  if (left !== right || !NUMBERS.includes(left!)) return noTypes(asked);
  const [, divisor] = asked.constants;
  if (isSafeDivisor(divisor)) return operators((a, b) => `${a} % ${b}`);
  return left === "BIGINT"
    // As the quotient, so the rest.
    ? calls((a, b) =>
      `CASE WHEN (${b}) = -1 THEN try_subtract(0L, ${a}) % 1L ELSE (${a}) % nullif(${b}, 0L) END`
    )
    : operators((a, b) => `${a} % nullif(${b}, 0)`);
};

/** A moment beyond those of Spark would stop the job. */
const moved = (trying: string): Rule =>
  when(["TIMESTAMP", "INTERVAL"], calls((a, b) => `${trying}(${a}, ${b})`));

/** Days that can be added to any date of an input and leave a moment of Spark: 8,000 years of them. */
const MOST_DAYS = 3_000_000;

const MANY_DAYS = exactWhere(
  "P028",
  `where no more than ${MOST_DAYS} days are added or taken away: more give NULL there`,
);

/** Another day: one beyond the moments of Spark would stop the job as soon as it is taken for one. */
function movedDays(spark: "date_add" | "date_sub", countAt: 0 | 1): Rule {
  return (asked) => {
    const { types } = asked;
    if (types[1 - countAt] !== "DATE" || types[countAt] !== "BIGINT") {
      return noTypes(asked);
    }
    const count = asked.constants[countAt];
    if (typeof count === "number" && Math.abs(count) <= MOST_DAYS) {
      return calls((...args) => `${spark}(${args[1 - countAt]}, ${count})`);
    }
    const few = (days: string) =>
      `${days} BETWEEN -${MOST_DAYS}L AND ${MOST_DAYS}L`;
    return judged(
      calls((...args) => {
        const days = args[countAt]!;
        return `CASE WHEN ${few(days)} THEN ${spark}(${
          args[1 - countAt]
        }, CAST(${days} AS INT)) END`;
      }),
      MANY_DAYS,
    );
  };
}

/** An interval that is computed row by row has no form that Spark's SQL and weir share. */
const constantInterval = (rule: Rule): Rule => (asked) =>
  asked.types.some((type, at) =>
      type === "INTERVAL" && asked.constants[at] === undefined
    )
    ? noTypes(asked, "Use an INTERVAL that stands in the text")
    : rule(asked);

/** Two signs side by side begin a comment. */
function minus(value: string): string {
  return value.startsWith("-") ? `-(${value})` : `-${value}`;
}

/** Operators, and functions on values of any type. */
export const VALUE_RULES: Readonly<Record<string, Rule>> = {
  "=": compared("="),
  "<>": compared("<>"),
  "<": compared("<"),
  "<=": compared("<="),
  ">": compared(">"),
  ">=": compared(">="),
  "is distinct from": (asked) =>
    alike(asked) ? operators((a, b) => `NOT (${a} <=> ${b})`) : noTypes(asked),
  "is not distinct from": compared("<=>"),
  "is null": tested("IS NULL"),
  "is not null": tested("IS NOT NULL"),
  "is true": tested("IS TRUE"),
  "is not true": tested("IS NOT TRUE"),
  "is false": tested("IS FALSE"),
  "is not false": tested("IS NOT FALSE"),
  not: when(["BOOLEAN"], operators((a) => `NOT ${a}`)),
  "+": constantInterval(firstOf(
    arithmetic("+", "try_add"),
    moved("try_add"),
    when(
      ["INTERVAL", "TIMESTAMP"],
      calls((a, b) => `try_add(${b}, ${a})`),
    ),
    movedDays("date_add", 1),
    movedDays("date_add", 0),
  )),
  "-": constantInterval(firstOf(
    arithmetic("-", "try_subtract"),
    moved("try_subtract"),
    movedDays("date_sub", 1),
    when(
      ["DATE", "DATE"],
      calls((a, b) => `CAST(datediff(${a}, ${b}) AS BIGINT)`),
    ),
    (asked) => noTypes(asked, "Subtract numbers: epoch_ms(a) - epoch_ms(b)"),
  )),
  "*": arithmetic("*", "try_multiply"),
  "/": when(["DOUBLE", "DOUBLE"], calls((a, b) => `try_divide(${a}, ${b})`)),
  "//": divided,
  "%": rest,
  mod: rest,
  negate: firstOf(
    when(["DOUBLE"], operators(minus)),
    when(["BIGINT"], calls((a) => `try_subtract(0L, ${a})`)),
    when(["HUGEINT"], operators(minus)),
  ),
  "||": when(["VARCHAR", "VARCHAR"], operators((a, b) => `${a} || ${b}`)),
  nullif: (asked) =>
    alike(asked) ? calls((a, b) => `nullif(${a}, ${b})`) : noTypes(asked),
  greatest: ofAlike("greatest"),
  least: ofAlike("least"),
};
