import type { Origin } from "./origin.ts";
import type { GivenFlag } from "./tokens.ts";

/** Flags, and the text they stand in. */
export interface FlagsOf {
  /** As they were given, in order. */
  readonly flags: readonly GivenFlag[];
  /** Tells their places. */
  readonly origin: Origin;
}

/** The flag of a name that was given last, which is the one that holds, and the text it stands in. */
export function lastGiven(given: readonly FlagsOf[], name: string): {
  flag: GivenFlag | undefined;
  origin: Origin | undefined;
} {
  for (const { flags, origin } of given.toReversed()) {
    const flag = flags.findLast((flag) => flag.name === name);
    if (flag !== undefined) return { flag, origin };
  }
  return { flag: undefined, origin: undefined };
}
