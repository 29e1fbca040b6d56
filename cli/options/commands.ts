import type { Example } from "./flag.ts";

/** The names of the commands. */
export type CommandName = "run" | "explain" | "formats" | "version" | "help";

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
  /** Command lines to learn from. */
  readonly examples: readonly Example[];
}

/** The commands, in the order help tells them. */
export const commands: readonly CommandEntry[] = [
  {
    name: "run",
    usage: "JOB [FILE...]",
    summary: "run a job file: a stage a line",
    about: [
      "A job file holds a stage a line, written as on the command line; lines that begin with white " +
      "space go on with the line before, and # begins a comment. The text of filter, set, select, agg, sort " +
      "and sql needs no quotes there. A line that begins with -- holds options of the run.",
      "$NAME and ${NAME:-default} stand for the values of --param NAME=VALUE, and for nothing else: the " +
      "environment is not looked at. Inside an expression or a query they are one value, never text.",
      "FILEs replace the ones that the job names in its line `read`. Options on the command line " +
      "overrule those of the job.",
    ],
    examples: [
      {
        command: "weir run errors.weir access.log --param least=500",
        shows: "Runs the stages of errors.weir over access.log",
      },
    ],
  },
  {
    name: "explain",
    usage: "PIPELINE",
    summary: "print the checked plan of a pipeline instead of running it",
    about: [
      "PIPELINE is all that would stand behind weir: files, stages, flags, or run JOB. It tells the stages, the time field, the fields that are decoded and their types with the reason, the window " +
      "and its delay, what is folded and why, the SQL that DuckDB gets, and how much memory it may take.",
    ],
    examples: [
      {
        command:
          "weir explain api.ndjson window 1m then agg 'count(*) AS n' --by service",
        shows: "Shows what would be read, windowed and folded",
      },
    ],
  },
  {
    name: "formats",
    usage: "",
    summary: "list the formats that weir reads and writes",
    about: [],
    examples: [{ command: "weir formats", shows: "Lists the formats" }],
  },
  {
    name: "version",
    usage: "",
    summary: "print the versions of weir, its engine and its runtime",
    about: [],
    examples: [{ command: "weir version", shows: "Prints the versions" }],
  },
  {
    name: "help",
    usage: "[STAGE | COMMAND | FLAG]",
    summary: "the help of a stage, a command or a flag",
    about: [],
    examples: [
      { command: "weir help window", shows: "Explains the stage window" },
    ],
  },
];
