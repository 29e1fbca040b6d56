import type { Example, Flag } from "./flag.ts";

/** The names of the commands. */
export type CommandName =
  | "run"
  | "restate"
  | "explain"
  | "why"
  | "formats"
  | "bench"
  | "check"
  | "export"
  | "submit"
  | "prove"
  | "version"
  | "help";

/** A command: a first word that is no stage. */
export interface CommandEntry {
  /** The word. */
  readonly name: CommandName;
  /** What follows it, as help shows it. */
  readonly usage: string;
  /** What it does, on one line. */
  readonly summary: string;
  /** What else one must know, a paragraph each. */
  readonly about: readonly string[];
  /** The flags that it has beside those of the run. */
  readonly flags?: readonly Flag[];
  /** Command lines to learn from. */
  readonly examples: readonly Example[];
}
