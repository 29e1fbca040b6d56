import { parseArgs } from "@std/cli/parse-args";
import type { Flag } from "../options.ts";
import type { GivenFlag } from "./tokens.ts";

/** The values of the flags of one stage, or of the run. */
export interface FlagValues {
  /** The value given last, or `null`. */
  value(name: string): string | null;
  /** All values, in order. */
  values(name: string): readonly string[];
  /** Whether a switch is on. */
  isOn(name: string): boolean;
  /** The flag as it was given last. */
  given(name: string): GivenFlag | undefined;
}

/** Gathers flags that were told apart from words already, by the table of those that may stand here. */
export function flagValues(
  given: readonly GivenFlag[],
  table: readonly Flag[],
): FlagValues {
  const named = (flags: readonly Flag[]) => flags.map((flag) => flag.name);
  const switches = table.filter((flag) => flag.value === undefined);
  const parsed = parseArgs(given.map(normalised), {
    string: named(table.filter((flag) => flag.value !== undefined)),
    collect: named(table.filter((flag) => flag.repeatable === true)),
    negatable: named(switches),
  });
  const values = (name: string): readonly string[] => {
    const value = parsed[name];
    if (Array.isArray(value)) return value.map(String);
    return typeof value === "string" ? [value] : [];
  };
  return {
    values,
    value: (name) => values(name).at(-1) ?? null,
    isOn: (name) =>
      parsed[name] === undefined
        ? switches.some((flag) =>
          flag.name === name && flag.initiallyOn === true
        )
        : parsed[name] === true,
    given: (name) => given.findLast((flag) => flag.name === name),
  };
}

/** One word a flag, so that `parseArgs` has nothing to guess. */
function normalised(flag: GivenFlag): string {
  if (flag.value !== null) return `--${flag.name}=${flag.value}`;
  return flag.negated ? `--no-${flag.name}` : `--${flag.name}`;
}
