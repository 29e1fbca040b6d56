import type { FieldType } from "../../core/mod.ts";
import { type Judgement, no } from "../construct.ts";
import { NUMBER_RULES } from "./functions_numbers.ts";
import { PATTERN_RULES } from "./functions_patterns.ts";
import { TEXT_RULES } from "./functions_text.ts";
import { TIME_RULES } from "./functions_time.ts";
import { VALUE_RULES } from "./functions_values.ts";
import type { Constants, Rule } from "./rules.ts";

const RULES: ReadonlyMap<string, readonly Rule[]> = rulesByName();

function rulesByName(): Map<string, readonly Rule[]> {
  const all = new Map<string, readonly Rule[]>();
  for (
    const rules of [
      NUMBER_RULES,
      VALUE_RULES,
      TEXT_RULES,
      PATTERN_RULES,
      TIME_RULES,
    ]
  ) {
    for (const [name, own] of Object.entries(rules)) {
      all.set(name, [...all.get(name) ?? [], ...own]);
    }
  }
  return all;
}

/** A call as Flink has it. */
export interface FlinkCall {
  /** What a user must know of it; where it is `no`, there is no text of it. */
  readonly judgement: Judgement;
  /** The call in Flink SQL, from its arguments. */
  readonly sql: (args: readonly string[]) => string;
}

/**
 * A function or operator of weir in Flink SQL. Both what `check` tells and
 * what `export` prints come from here.
 *
 * @param constants The arguments that the text itself gives; `undefined` for others.
 */
export function flinkCall(
  name: string,
  types: readonly FieldType[],
  constants: Constants,
): FlinkCall {
  const rules = RULES.get(name) ?? [];
  const rule = rules.find(({ takes }) => takes(types));
  if (rule === undefined) {
    return { judgement: noRule(name, types, rules), sql: refuse };
  }
  const judgement = rule.judge(constants, types);
  return judgement.verdict === "no"
    ? { judgement, sql: refuse }
    : { judgement, sql: (args) => rule.sql(args, constants, types) };
}

function refuse(): string {
  throw new TypeError("Cannot print a call that Flink has not");
}

function noRule(
  name: string,
  types: readonly FieldType[],
  rules: readonly Rule[],
): Judgement {
  if (name === "now") {
    return no(
      "P021",
      "the clock of a cluster is another one, and another in every task",
      "Write the moment as TIMESTAMP '...'",
    );
  }
  if (name === "strptime" || name === "try_strptime") {
    return no(
      "P009",
      "engines differ in what they take for a moment of a format",
      "Bring the text into the form 2024-01-31 10:05:03.5 with replace or regexp_replace, and write TRY_CAST(... AS TIMESTAMP)",
    );
  }
  return rules.length === 0
    ? no("P006", `no function of Flink is known to mean the same as ${name}`)
    : no(
      "P006",
      `${name} of ${types.join(", ")} is not known to mean the same on Flink`,
      "Cast the arguments, or give the fields other types with --types",
    );
}
