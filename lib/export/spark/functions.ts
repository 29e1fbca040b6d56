import type { Asked, Judgement } from "../construct.ts";
import { type Counterpart, counterpart, type Rule } from "../rules.ts";
import { NUMBER_RULES } from "./functions_numbers.ts";
import { PATTERN_RULES } from "./functions_patterns.ts";
import { TEXT_RULES } from "./functions_text.ts";
import { TIME_RULES } from "./functions_time.ts";
import { VALUE_RULES } from "./functions_values.ts";

const RULES: ReadonlyMap<string, Rule> = new Map(
  [VALUE_RULES, NUMBER_RULES, TEXT_RULES, PATTERN_RULES, TIME_RULES].flatMap(
    (rules) => Object.entries(rules),
  ),
);

/** What Spark has for a function or operator, or why it has nothing. */
export function sparkFunction(asked: Asked): Counterpart | Judgement {
  return counterpart(RULES, asked);
}
