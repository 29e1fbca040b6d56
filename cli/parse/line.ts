import type { StageFaults } from "./stage_faults.ts";
import type { Token } from "./tokens.ts";

/** The tokens of a command line, and what its faults are made from. */
export interface Line {
  readonly tokens: readonly Token[];
  readonly faults: StageFaults;
}
