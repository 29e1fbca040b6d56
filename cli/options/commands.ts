import { clusterCommands } from "./cluster_commands.ts";
import type { CommandEntry } from "./command_entry.ts";

export type { CommandEntry, CommandName } from "./command_entry.ts";

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
    name: "restate",
    usage: "JOB [FILE...] --late FILE",
    summary: "tell anew the windows of a job that its late rows belong to",
    about: [
      "--late FILE of a run keeps the rows that came too late. restate reads the inputs of the job again together with " +
      "that file, waits for all rows, and prints the windows that have a late row, each whole and once: replace what " +
      "you have of them. --late may be given several times. The field _late_by_us that the file adds is left out.",
      "FILEs replace the inputs of the job, as for run. --watermark, --lateness, --emit and --fill of its window do not " +
      "matter here, so results have no revision and no op. A late row that is in the inputs as well, as it is where those " +
      "are files, counts once: lines are compared.",
    ],
    examples: [
      {
        command: "weir restate hourly.weir --late late.ndjson",
        shows: "Tells anew the hours that have late rows",
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
    name: "why",
    usage: "PIPELINE",
    summary: "run a pipeline and print only how far time is and what it holds",
    about: [
      "PIPELINE is all that would stand behind weir: files, stages, flags, or run JOB. It runs to its end, but writes no results and no " +
      "files. It tells the newest event time and how far it is behind the clock, which input the watermark waits for, the watermark " +
      "of each window stage, the windows that were open when the input ended with their rows and bytes, how late " +
      "the late rows were, and the delay that would have kept them.",
      "Any run tells the same at its end with --stats, and while it runs on the signal USR2 (INFO on macOS, which is Ctrl-T).",
      "With --outgrow it tells instead how far one machine goes, and what to ask of a cluster beyond that: rows a second here and " +
      "in the input, state, keys and how uneven they are, the delay that keeps rows out of order, and the parallelism, state backend and " +
      "partitions to begin with. The input must be files, which are read several times.",
    ],
    flags: [
      {
        name: "outgrow",
        summary: "tell how far one machine goes, and what a cluster must be",
        about: "",
      },
      {
        name: "rate",
        value: "N",
        default: "ten times that of the input",
        summary: "rows a second that the cluster must take, for --outgrow",
        about: "",
      },
    ],
    examples: [
      {
        command:
          "weir why api.ndjson window 1m --watermark 5s then agg 'count(*) AS n' --by service",
        shows: "Shows why windows are open, and how late rows are",
      },
      {
        command:
          "weir why --outgrow --rate 1000000 api.ndjson window 1m then agg 'count(*) AS n' --by service",
        shows: "Shows what a million rows a second would take",
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
    name: "bench",
    usage: "nexmark",
    summary: "run the queries of a benchmark, and tell how they did",
    about: [
      "nexmark makes the stream of the Nexmark benchmark, persons, auctions and bids, out of order and with late " +
      "rows, and runs its queries as pipelines of weir. It tells of each when it answers, how much of its answer is " +
      "there before the input ends, its rows, the late rows that its windows left out, its time, and the most bytes " +
      "that it held at a time.",
      "Each query runs twice: as from a pipe, to see what it holds, and over a file, for the time. DuckDB is started " +
      "before the time is taken. One run is no measurement: take the figures as rough ones.",
    ],
    flags: [
      {
        name: "events",
        value: "N",
        default: "100000",
        summary: "how many events the stream has",
        about: "About 300 bytes each.",
      },
      {
        name: "seed",
        value: "N",
        default: "1",
        summary: "what the stream is made from: the same seed, the same bytes",
        about: "",
      },
      {
        name: "rate",
        value: "N",
        default: "1000",
        summary: "events a second of event time",
        about:
          "With a high one few windows of 10 s complete; no row is late in a stream shorter than 21 s.",
      },
      {
        name: "only",
        value: "NAMES",
        default: "all",
        summary: "the queries to run: q1,q5",
        about: "",
      },
      {
        name: "output",
        short: "o",
        value: "DIR",
        default: "they are removed",
        summary: "a folder for the stream and the answers",
        about:
          "stream.ndjson holds all events as they come, events.ndjson those in time, late.ndjson the others; " +
          "q0.ndjson and so on the answers, commands.sh the pipelines, and report.json what was told.",
      },
    ],
    examples: [
      {
        command: "weir bench nexmark --events 20000 --only q1,q5",
        shows: "Runs two queries over a small stream",
      },
    ],
  },
  ...clusterCommands,
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
