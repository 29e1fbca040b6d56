import { type Judgement, no } from "../construct.ts";
import { NUMBER_RULES } from "./functions_numbers.ts";
import { TEXT_RULES } from "./functions_text.ts";
import { TIME_RULES } from "./functions_time.ts";
import { VALUE_RULES } from "./functions_values.ts";
import type { Asked, Lowered, Rule } from "./rules.ts";

const RULES: ReadonlyMap<string, Rule> = new Map(
  [VALUE_RULES, NUMBER_RULES, TEXT_RULES, TIME_RULES].flatMap((rules) =>
    Object.entries(rules)
  ),
);

/** What Spark has for a call. Both the judgement and the printer ask here, so neither can know what the other does not. */
export function sparkFunction(asked: Asked): Lowered | Judgement {
  const rule = RULES.get(asked.name);
  return rule === undefined
    ? no(
      "P006",
      `${asked.name} has no counterpart in Spark that is known to be the same`,
      "Compute it with other functions, or behind the cluster",
    )
    : rule(asked);
}
