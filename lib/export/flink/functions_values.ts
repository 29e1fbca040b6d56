import { EXACT, exactWhere } from "../construct.ts";
import {
  alike,
  calls,
  infix,
  operators,
  type Rule,
  type Rules,
  when,
  whenever,
} from "../rules.ts";
import { ORDERED, VALUES } from "./types.ts";

const equal = (operator: string) => alike(VALUES, 2, infix(operator));

const order = (operator: string) =>
  alike(ORDERED, 2, ({ constants }) =>
    infix(
      operator,
      constants.some((value) =>
          typeof value === "string" && /[\u{E000}-\u{10FFFF}]/u.test(value)
        )
        ? OUT_OF_RANGE
        : EXACT,
    ));

const OUT_OF_RANGE = exactWhere(
  "P011",
  "where no other bound of the same text stands beside it by AND: between characters beyond U+E000 Flink takes a range for empty",
);

/** A test of any value for being there. */
const presence = (test: string) =>
  whenever(
    (types) => types.length === 1 && VALUES.includes(types[0]!),
    operators((x) => `${x} ${test}`),
  );

const truth = (test: string) =>
  when(["BOOLEAN"], operators((x) => `${x} ${test}`));

/** Flink's own is NULL where any argument is; ours leaves NULLs out. */
function extreme(name: string): Rule {
  return alike(
    ORDERED,
    1,
    calls((first, ...more) =>
      more.reduce(
        (best, next) => `COALESCE(${name}(${best}, ${next}), ${best}, ${next})`,
        first!,
      )
    ),
  );
}

/** Comparisons and tests. */
export const VALUE_RULES: Rules = {
  "=": equal("="),
  "<>": equal("<>"),
  "<": order("<"),
  "<=": order("<="),
  ">": order(">"),
  ">=": order(">="),
  "is distinct from": equal("IS DISTINCT FROM"),
  "is not distinct from": equal("IS NOT DISTINCT FROM"),
  "is null": presence("IS NULL"),
  "is not null": presence("IS NOT NULL"),
  "is true": truth("IS TRUE"),
  "is not true": truth("IS NOT TRUE"),
  "is false": truth("IS FALSE"),
  "is not false": truth("IS NOT FALSE"),
  not: when(["BOOLEAN"], operators((x) => `NOT ${x}`)),
  greatest: extreme("GREATEST"),
  least: extreme("LEAST"),
};
