import type { FieldType } from "../core/mod.ts";
import { type Asked, EXACT, type Judgement, no } from "./construct.ts";

/** What a target has for a call or a cast. */
export interface Counterpart {
  /** The text in the target's SQL, from those of the arguments. */
  readonly sql: (...args: string[]) => string;
  /** Whether operators stand on its outside, so that it needs brackets inside of others. */
  readonly loose: boolean;
  /** Whether arguments stand beside operators in it, so that those which are loose need brackets. */
  readonly tight: boolean;
  /** What it gives, beside what weir gives. */
  readonly judgement: Judgement;
}

/** What a target has for the calls of a function: nothing for these types (`null`), or why it has nothing. */
export type Rule = (asked: Asked) => Counterpart | Judgement | null;

/** Rules by the names of functions. */
export type Rules = Readonly<Record<string, Rule>>;

/** Whether there is something for what was asked. */
export function isCounterpart<Found extends object>(
  found: Found | Judgement,
): found is Found {
  return "sql" in found;
}

/** What a user must know of what was asked. */
export function judgementOf(
  found: Pick<Counterpart, "judgement"> | Judgement,
): Judgement {
  return "judgement" in found ? found.judgement : found;
}

/** A call of a function: its arguments stand between commas or words. */
export function calls(
  sql: Counterpart["sql"],
  judgement: Judgement = EXACT,
): Counterpart {
  return { sql, loose: false, tight: false, judgement };
}

/** A text that is whole by itself, such as CASE, and has operators inside. */
export function closed(
  sql: Counterpart["sql"],
  judgement: Judgement = EXACT,
): Counterpart {
  return { sql, loose: false, tight: true, judgement };
}

/** Operators, and nothing around them. */
export function operators(
  sql: Counterpart["sql"],
  judgement: Judgement = EXACT,
): Counterpart {
  return { sql, loose: true, tight: true, judgement };
}

/** An operator between its two arguments. */
export function infix(
  operator: string,
  judgement: Judgement = EXACT,
): Counterpart {
  return operators((left, right) => `${left} ${operator} ${right}`, judgement);
}

/** A number with the other sign. Two signs side by side would begin a comment. */
export function negated(judgement: Judgement = EXACT): Counterpart {
  return operators(
    (x) => x.startsWith("-") ? `-(${x})` : `-${x}`,
    judgement,
  );
}

/** A function of the target with the same arguments. */
export function same(
  name: string,
  judgement: Judgement = EXACT,
): Counterpart {
  return calls((...args) => `${name}(${args.join(", ")})`, judgement);
}

/** A rule for one list of types. */
export function when(
  types: readonly FieldType[],
  then: Counterpart | Rule,
): Rule {
  return whenever(
    (given) =>
      given.length === types.length &&
      given.every((type, at) => type === types[at]),
    then,
  );
}

/** A rule for at least so many arguments that share one of these types. */
export function alike(
  types: readonly FieldType[],
  least: number,
  then: Counterpart | Rule,
): Rule {
  return whenever(
    (given) =>
      given.length >= least && types.includes(given[0]!) &&
      given.every((type) => type === given[0]),
    then,
  );
}

/** A rule for the types of which something holds. */
export function whenever(
  holds: (types: readonly FieldType[]) => boolean,
  then: Counterpart | Rule,
): Rule {
  return (asked) =>
    !holds(asked.types)
      ? null
      : typeof then === "function"
      ? then(asked)
      : then;
}

/** The first of several rules that is for the types. */
export function firstOf(...rules: readonly Rule[]): Rule {
  return (asked) => {
    for (const rule of rules) {
      const found = rule(asked);
      if (found !== null) return found;
    }
    return null;
  };
}

/** What a target has for a call, or why it has nothing. Both what is judged and what is printed come from here. */
export function counterpart(
  rules: ReadonlyMap<string, Rule>,
  asked: Asked,
): Counterpart | Judgement {
  const rule = rules.get(asked.name);
  return rule === undefined
    ? no(
      "P006",
      `no function is known there that means the same as ${asked.name}`,
      "Compute it with other functions, or behind the cluster",
    )
    : rule(asked) ?? no(
      "P006",
      `${asked.name} of ${
        asked.types.join(", ")
      } is not known to mean the same there`,
      "Cast the arguments to another type",
    );
}

/** Arguments that the target wants to know before the job runs. */
export function inText(what: string, code = "P006"): Judgement {
  return no(code, `${what} must stand in the text`, "Write it into the text");
}

/** Whether a constant is a whole number in this range. */
export function isWhole(
  value: unknown,
  least = -MOST,
  most = MOST,
): value is number {
  return typeof value === "number" && Number.isInteger(value) &&
    value >= least && value <= most;
}

/** The greatest number of 32 bits. */
const MOST = 2 ** 31 - 1;
