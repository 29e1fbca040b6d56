import type { FieldType } from "../../core/mod.ts";
import { EXACT, type Judgement, no } from "../construct.ts";

/** A call as a rule sees it. */
export interface Asked {
  /** The function's own name. */
  readonly name: string;
  /** The types of its arguments. */
  readonly types: readonly FieldType[];
  /** The type of its result. */
  readonly result: FieldType;
  /** The value of each argument that is a constant of the text; `undefined` for others. */
  readonly constants: readonly unknown[];
}

/** What Spark has for a call. */
export interface Lowered {
  /** The text of Spark's SQL, from those of the arguments. */
  readonly sql: (...args: string[]) => string;
  /** Whether operators stand on its outside, so that it needs brackets inside of others, and its arguments inside of it. */
  readonly loose: boolean;
  /** What it gives, beside what weir gives. */
  readonly judgement: Judgement;
}

/** What Spark has for the calls of a function, or why it has nothing. */
export type Rule = (asked: Asked) => Lowered | Judgement;

/** Whether Spark has something for a call. */
export function isLowered(found: Lowered | Judgement): found is Lowered {
  return "sql" in found;
}

/** A call of Spark's functions that gives the same. */
export function calls(sql: Lowered["sql"]): Lowered {
  return { sql, loose: false, judgement: EXACT };
}

/** Operators of Spark's that give the same. */
export function operators(sql: Lowered["sql"]): Lowered {
  return { sql, loose: true, judgement: EXACT };
}

/** The same, with something that a user must know of it. */
export function judged(lowered: Lowered, judgement: Judgement): Lowered {
  return { ...lowered, judgement };
}

/** There is nothing in Spark for a call of these types. */
export function noTypes({ name, types }: Asked, mend?: string): Judgement {
  return no(
    "P006",
    `${name} of ${
      types.join(", ")
    } has no counterpart in Spark that is known to be the same`,
    mend ?? "Compute it with other functions, or behind the cluster",
  );
}

/** Types whose values Spark keeps and compares as weir does. */
export const PLAIN_TYPES: ReadonlySet<FieldType> = new Set([
  "BOOLEAN",
  "BIGINT",
  "HUGEINT",
  "DOUBLE",
  "VARCHAR",
  "TIMESTAMP",
  "DATE",
  "NULL",
]);

/** The name of a type in Spark; `null` where it has none. */
export function sparkType(type: FieldType): string | null {
  switch (type) {
    case "VARCHAR":
      return "STRING";
    case "HUGEINT":
      return "DECIMAL(38, 0)";
    case "NULL":
      return "STRING";
    default:
      return PLAIN_TYPES.has(type) ? type : null;
  }
}

/** A rule for one list of types. */
export function when(
  types: readonly FieldType[],
  lowered: Lowered,
): Rule {
  return (asked) =>
    asked.types.length === types.length &&
      types.every((type, at) => asked.types[at] === type)
      ? lowered
      : noTypes(asked);
}

/** The first of several rules that has something. */
export function firstOf(...rules: readonly Rule[]): Rule {
  return (asked) => {
    let refused: Judgement | null = null;
    for (const rule of rules) {
      const found = rule(asked);
      if (isLowered(found)) return found;
      // What a rule says of its own types counts for more than that others do not fit.
      if (refused === null || found.code !== "P006") refused = found;
    }
    return refused ?? noTypes(asked);
  };
}
