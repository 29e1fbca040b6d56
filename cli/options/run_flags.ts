import type { Flag } from "./flag.ts";
import { outputFormats } from "./formats.ts";
import { readFlags } from "./read_flags.ts";

const ownFlags: readonly Flag[] = [
  {
    name: "output",
    short: "o",
    value: "FORMAT",
    choices: outputFormats,
    default: "by what the pipeline does",
    summary: "format of the output",
    about:
      "A pipeline that only drops rows passes the kept lines on as they came. " +
      "Any other writes a table on a terminal and NDJSON in a pipe.",
    common: true,
  },
  {
    name: "stats",
    summary: "print the account of all rows at the end, and what was detected",
    about:
      "On standard error: how many rows were read, kept, filtered, late and bad, and which format and time " +
      "field were chosen, and why; then how far event time has come, which windows were open when the input ended and how late " +
      "rows were, as weir why tells it. While weir runs, the signal USR2 (INFO on macOS) prints it.",
    common: true,
  },
  {
    name: "bad",
    value: "WHAT",
    choices: ["skip", "keep", "fail"],
    default: "skip",
    summary: "what to do with rows that cannot be read: skip, keep or fail",
    about:
      "skip counts them and goes on; keep passes their lines on as they came; " +
      "fail stops at the first with status 2. They are counted in any case. A query of sql " +
      "that fails on a window ends the run; with --bad skip the window is named and left out.",
    common: true,
  },
  {
    name: "bad-to",
    value: "FILE",
    summary: "write the lines that cannot be read to a file, as they came",
    about: "",
  },
  {
    name: "table",
    value: "NAME=FILE",
    repeatable: true,
    summary: "a table for queries to join with: geo=geo.csv",
    about:
      "The file is CSV, TSV, NDJSON, Arrow or Parquet, and is read once, before the first row. " +
      "A query cannot open files itself.",
  },
  {
    name: "param",
    value: "NAME=VALUE",
    repeatable: true,
    summary: "a value for $NAME in expressions, queries and job files",
    about:
      "In an expression or a query it is one value, never text, so quotes in it do no harm.",
  },
  {
    name: "late",
    value: "FILE",
    summary: "write the rows that came too late for their window to a file",
    about:
      "NDJSON and CSV lines get a field _late_by_us, all others stay as they came. " +
      "FILE may be - for standard output, where that carries no results as the last stage is write.",
  },
  {
    name: "engine",
    value: "NAME",
    choices: ["wasm", "native"],
    default: "wasm",
    summary: "which DuckDB answers queries: wasm or native",
    about:
      "wasm runs in a sandbox without files and network. native is about twice as fast and uses " +
      "more than 4 GB where there is more; its package is fetched when it is first asked for.",
  },
  {
    name: "strict",
    summary: "end with status 1 if anything was bad, late or unreadable",
    about: "The results are the same; only the status changes.",
  },
  {
    name: "max-memory",
    value: "SIZE",
    default: "1GiB",
    summary: "how much open windows may hold",
    about:
      "Past it the run stops and names the ways out. Sizes are written 512MiB, 2GiB.",
  },
  {
    name: "max-ahead",
    value: "DURATION",
    default: "1d",
    summary: "a row further ahead of the clock than this is bad",
    about: "One row from 2099 would otherwise complete every window.",
  },
  {
    name: "idle",
    value: "DURATION",
    default: "30s",
    summary:
      "after this long without input, windows complete by the wall clock",
    about:
      "For pipes, not for files. A run in which it happened says so: the same input may then give other bytes.",
  },
  {
    name: "now",
    value: "TIME",
    default: "the clock",
    summary: "what now() is, and where --max-ahead counts from",
    about: "A stamp as for --since. It makes a run repeatable.",
  },
  {
    name: "precision",
    value: "UNIT",
    choices: ["us", "ms"],
    default: "us",
    summary: "how fine event times are: us or ms",
    about:
      "With ms, digits finer than a millisecond are floored as a row is read, as Flink and Spark do it " +
      "in exported jobs. Fields stay as they came; only the event time is floored.",
  },
  {
    name: "csv-safe",
    summary:
      "guard text in CSV and TSV that a spreadsheet would run as a formula",
    about:
      "An apostrophe is put before text and names of columns that begin with = + - @, a tab, a carriage " +
      "return or NUL; numbers stay as they are. Rows of CSV that nothing changed are written anew for it. " +
      "It holds for write too, not for --bad-to and --late, whose lines leave as they came.",
  },
  {
    name: "display-zone",
    value: "ZONE",
    default: "UTC",
    summary: "time zone of tables on a terminal",
    about: "All other output is UTC.",
  },
  {
    name: "threads",
    value: "N",
    default: "1",
    summary: "threads of the native engine",
    about:
      "More than one gives up the order of sums of doubles, and so may change their last digit.",
  },
];

/** The flags that may stand anywhere in a command line. */
export const runFlags: readonly Flag[] = [...ownFlags, ...readFlags];

/** The flags that ask weir about itself. */
export const aboutFlags: readonly Flag[] = [
  {
    name: "help",
    short: "h",
    summary: "help: -h on one screen, --help with explanations",
    about: "After a stage, the help of that stage.",
  },
  {
    name: "version",
    short: "V",
    summary: "the version of weir, of its engine and of its runtime",
    about: "",
  },
];
