import type { Asked, Judgement } from "../construct.ts";
import { type Counterpart, counterpart, firstOf, type Rule } from "../rules.ts";
import { NUMBER_RULES } from "./functions_numbers.ts";
import { PATTERN_RULES } from "./functions_patterns.ts";
import { TEXT_RULES } from "./functions_text.ts";
import { TIME_RULES } from "./functions_time.ts";
import { VALUE_RULES } from "./functions_values.ts";

const RULES: ReadonlyMap<string, Rule> = rulesByName();

function rulesByName(): Map<string, Rule> {
  const all = new Map<string, Rule>();
  for (
    const rules of [
      NUMBER_RULES,
      VALUE_RULES,
      TEXT_RULES,
      PATTERN_RULES,
      TIME_RULES,
    ]
  ) {
    for (const [name, rule] of Object.entries(rules)) {
      // Moments are added as numbers are.
      const before = all.get(name);
      all.set(name, before === undefined ? rule : firstOf(before, rule));
    }
  }
  return all;
}

/** What Flink has for a function or operator, or why it has nothing. */
export function flinkFunction(asked: Asked): Counterpart | Judgement {
  return counterpart(RULES, asked);
}
