import type { FieldType } from "../../core/mod.ts";
import { EXACT, exactWhere } from "../construct.ts";
import {
  alike,
  infix,
  NUMBERS,
  type Rule,
  rule,
  type Rules,
  VALUES,
} from "./rules.ts";

const ORDERED: readonly FieldType[] = [
  ...NUMBERS,
  "VARCHAR",
  "TIMESTAMP",
  "DATE",
];

const same = (operator: string) => [alike(VALUES, 2, infix(operator))];
const order = (operator: string) => [
  alike(
    ORDERED,
    2,
    infix(operator),
    (constants) =>
      constants.some((value) =>
          typeof value === "string" && /[\u{E000}-\u{10FFFF}]/u.test(value)
        )
        ? OUT_OF_RANGE
        : EXACT,
  ),
];

const OUT_OF_RANGE = exactWhere(
  "P011",
  "where no other bound of the same text stands beside it by AND: between characters beyond U+E000 Flink takes a range for empty",
);

/** A test of any value for being there. */
function presence(test: string): readonly Rule[] {
  return [{
    ...rule("", ([x]) => `(${x} ${test})`),
    takes: ([type, ...more]) => more.length === 0 && VALUES.includes(type!),
  }];
}

const truth = (test: string) => [rule("BOOLEAN", ([x]) => `(${x} ${test})`)];

/** Flink's own is NULL where any argument is; ours leaves NULLs out. */
function extreme(name: string): readonly Rule[] {
  return [
    alike(ORDERED, 1, ([first, ...more]) =>
      more.reduce(
        (best, next) => `COALESCE(${name}(${best}, ${next}), ${best}, ${next})`,
        first!,
      )),
  ];
}

/** Comparisons and tests. */
export const VALUE_RULES: Rules = {
  "=": same("="),
  "<>": same("<>"),
  "<": order("<"),
  "<=": order("<="),
  ">": order(">"),
  ">=": order(">="),
  "is distinct from": same("IS DISTINCT FROM"),
  "is not distinct from": same("IS NOT DISTINCT FROM"),
  "is null": presence("IS NULL"),
  "is not null": presence("IS NOT NULL"),
  "is true": truth("IS TRUE"),
  "is not true": truth("IS NOT TRUE"),
  "is false": truth("IS FALSE"),
  "is not false": truth("IS NOT FALSE"),
  not: [rule("BOOLEAN", ([x]) => `(NOT ${x})`)],
  greatest: extreme("GREATEST"),
  least: extreme("LEAST"),
};
