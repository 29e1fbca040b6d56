/** A command line and what it shows. Each is run as a test. */
export interface Example {
  /** As it is pasted into a shell: `weir access.log top 10 ip`. */
  readonly command: string;
  /** What the reader learns from it, as a sentence without its full stop. */
  readonly shows: string;
}

/** One flag, described once: for the parser, the help, completions and docs. */
export interface Flag {
  /** The name without its dashes. A switch that is on by itself (`header`) is met as `--no-NAME`. */
  readonly name: string;
  /** The letter of `-x`. */
  readonly short?: string;
  /** What its value is called in help; a flag without one is a switch. */
  readonly value?: string;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** It may be given more than once, and all values count; else the last one does. */
  readonly repeatable?: true;
  /** The switch is on unless `--no-NAME` is given. */
  readonly initiallyOn?: true;
  /** What holds without it, in a few words. */
  readonly default?: string;
  /** What it does, on one line of help. */
  readonly summary: string;
  /** What else one must know, in full sentences; may be empty. */
  readonly about: string;
  /** It is shown on the first screen of help; of a stage, those that are not marked are left out there where some are. */
  readonly common?: true;
}

/** How a flag is written in help: `-o, --output FORMAT`. */
export function flagText(flag: Flag): string {
  const short = flag.short === undefined ? "" : `-${flag.short}, `;
  const negated = flag.initiallyOn === true ? "no-" : "";
  const value = flag.value === undefined ? "" : ` ${flag.value}`;
  return `${short}--${negated}${flag.name}${value}`;
}
