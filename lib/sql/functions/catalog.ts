import { COMPARISONS } from "./comparisons.ts";
import { OPERATORS } from "./operators.ts";
import type { Call } from "../checked.ts";
import type { FunctionEntry, Signature } from "./signature.ts";
import { TEXT_FUNCTIONS } from "./text.ts";
import { PATTERN_FUNCTIONS } from "./patterns.ts";
import { JSON_FUNCTIONS } from "./json.ts";
import { LIKE_OPERATORS } from "./like_operators.ts";
import { NUMBER_FUNCTIONS } from "./numbers.ts";
import { TIME_BUCKET_FUNCTIONS } from "./time_buckets.ts";
import { TIME_COUNT_FUNCTIONS } from "./time_counts.ts";
import { TIME_PART_FUNCTIONS } from "./time_parts.ts";
import { TIME_TEXT_FUNCTIONS } from "./time_text.ts";
import { VALUE_FUNCTIONS } from "./values.ts";

/** All functions and operators, in the order of the list for users. */
export const ALL_FUNCTIONS: readonly FunctionEntry[] = [
  ...OPERATORS,
  ...COMPARISONS,
  ...LIKE_OPERATORS,
  ...VALUE_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...PATTERN_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...TIME_PART_FUNCTIONS,
  ...TIME_BUCKET_FUNCTIONS,
  ...TIME_TEXT_FUNCTIONS,
  ...TIME_COUNT_FUNCTIONS,
  ...JSON_FUNCTIONS,
];

/** The functions by each of their names. */
export const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map(
  ALL_FUNCTIONS.flatMap((entry) =>
    [entry.name, ...entry.aliases ?? []].map((name) => [name, entry] as const)
  ),
);

/** The names that a call may have, aliases too. */
export function functionNames(): string[] {
  return [...FUNCTIONS].filter(([, entry]) => entry.chapter !== "operators")
    .map(([name]) => name);
}

/** The signature that a checked call has chosen. */
export function signatureOf(call: Call): Signature {
  return FUNCTIONS.get(call.name)!.signatures[call.signature]!;
}
