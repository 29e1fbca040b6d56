import type { FieldType } from "../../core/mod.ts";
import { EXACT, type Judgement, no } from "../construct.ts";

/** The arguments of a call that are given by the text itself; `undefined` for others. */
export type Constants = readonly unknown[];

/** One way to say a call in Flink SQL. */
export interface Rule {
  /** Whether it is for arguments of these types. */
  readonly takes: (types: readonly FieldType[]) => boolean;
  /** What a user must know of it. */
  readonly judge: (
    constants: Constants,
    types: readonly FieldType[],
  ) => Judgement;
  /** The call, from its arguments, each of them whole by itself. */
  readonly sql: (
    args: readonly string[],
    constants: Constants,
    types: readonly FieldType[],
  ) => string;
}

/** Rules by the names of functions. */
export type Rules = Readonly<Record<string, readonly Rule[]>>;

/** Numbers that Flink has. */
export const NUMBERS: readonly FieldType[] = ["BIGINT", "DOUBLE", "HUGEINT"];
/** All types that Flink has. */
export const VALUES: readonly FieldType[] = [
  ...NUMBERS,
  "VARCHAR",
  "BOOLEAN",
  "TIMESTAMP",
  "DATE",
];

/** A rule for these types, in order. */
export function rule(
  types: string,
  sql: Rule["sql"],
  judge: Rule["judge"] = () => EXACT,
): Rule {
  const wanted = types.split(" ").filter((type) => type !== "");
  return {
    takes: (given) =>
      given.length === wanted.length &&
      given.every((type, at) => type === wanted[at]),
    judge,
    sql,
  };
}

/** A rule for at least so many arguments that share one of these types. */
export function alike(
  types: readonly FieldType[],
  least: number,
  sql: Rule["sql"],
  judge: Rule["judge"] = () => EXACT,
): Rule {
  return {
    takes: (given) =>
      given.length >= least && types.includes(given[0]!) &&
      given.every((type) => type === given[0]),
    judge,
    sql,
  };
}

/** An infix operator. */
export function infix(operator: string): Rule["sql"] {
  return ([left, right]) => `(${left} ${operator} ${right})`;
}

/** A function of Flink with the same arguments. */
export function call(name: string): Rule["sql"] {
  return (args) => `${name}(${args.join(", ")})`;
}

/** Exact where a condition on the constants holds, else not possible. */
export function where(
  holds: (constants: Constants) => boolean,
  why: string,
  mend: string | null = null,
  code = "P006",
): Rule["judge"] {
  return (constants) => holds(constants) ? EXACT : no(code, why, mend);
}

/** Whether a constant is a whole number of at least so much. */
export function atLeast(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isInteger(value) &&
    value >= least && value <= 2 ** 31 - 1;
}
