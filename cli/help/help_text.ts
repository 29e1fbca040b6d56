import {
  aboutFlags,
  allFlags,
  type CommandEntry,
  commandNamed,
  commands,
  type Flag,
  flagText,
  runFlags,
  type Stage,
  stageNamed,
  stages,
} from "../options.ts";
import { lessons } from "./lessons.ts";
import { exampleLines, flagLines, flagParagraphs, sentence } from "./pieces.ts";
import { indented, twoColumns } from "./wrap.ts";

const USAGE = "weir [FILE...] STAGE ARGS [then STAGE ARGS]...";

/**
 * The help of weir, of a stage, of a command or of a flag.
 *
 * @param topic The name of a stage or command, or a flag as `--name`; `null`: weir itself.
 * @param long Whether it teaches (`--help`), or fits a screen of 80 by 24 (`-h`).
 */
export function helpText(topic: string | null, long: boolean): string {
  return lines(topic, long).join("\n") + "\n";
}

function lines(topic: string | null, long: boolean): readonly string[] {
  if (topic === null) return long ? manual() : screen();
  if (topic.startsWith("--")) return flagHelp(topic.slice(2));
  const stage = stageNamed(topic);
  if (stage !== undefined) {
    return long ? stageManual(stage) : stageScreen(stage);
  }
  const command = commandNamed(topic);
  if (command !== undefined) return commandHelp(command, long);
  throw new RangeError(
    `Cannot tell the help of a topic as there is none of that name: current value is ${topic}`,
  );
}

function screen(): string[] {
  const common = runFlags.filter((flag) => flag.common === true);
  return [
    `Usage: ${USAGE}`,
    "  cat access.log | weir filter 'status >= 500'",
    "  weir api.ndjson window 1m then agg 'count(*) AS n' --by service",
    "",
    ...twoColumns(stages.map(({ name, summary }) => [name, summary])),
    "",
    ...twoColumns([
      ["anywhere", common.map(shortest).join(", ")],
      [
        "commands",
        commands.map(({ name }) => name).join(", "),
      ],
      [
        "more",
        "weir STAGE -h for a stage; weir --help teaches, and has all flags",
      ],
    ]),
  ];
}

/** The shortest way to write a flag. */
function shortest(flag: Flag): string {
  const value = flag.value === undefined ? "" : ` ${flag.value}`;
  return flag.short === undefined
    ? `--${flag.name}${value}`
    : `-${flag.short}${value}`;
}

function manual(): string[] {
  return [
    "weir - filter, window and query streams of rows",
    "",
    ...indented(
      "weir reads logs and other rows from files and pipes, filters and windows them as they arrive, " +
        "and asks DuckDB about every completed window.",
      2,
    ),
    "",
    "Usage",
    `  ${USAGE}`,
    "  weir 'SELECT ... FROM events ...' [FILE...]",
    "  weir run JOB [FILE...]",
    "",
    ...lessons.flatMap(({ title, about, examples }) => [
      title,
      ...about.flatMap((paragraph) => indented(paragraph, 2)),
      ...exampleLines(examples),
      "",
    ]),
    "Stages (weir STAGE --help tells more)",
    ...twoColumns(stages.map(({ name, summary }) => [name, summary])),
    "",
    "Commands",
    ...twoColumns(
      commands.map(({ name, usage, summary }) =>
        [`${name} ${usage}`.trimEnd(), summary] as const
      ),
    ),
    "",
    "Flags that may stand anywhere",
    ...flagParagraphs([...runFlags, ...aboutFlags]),
  ];
}

/** The flags of a first screen: where some are marked, the others stand in the long help alone. */
function shortFlags(flags: readonly Flag[]): readonly Flag[] {
  const common = flags.filter((flag) => flag.common);
  return common.length > 0 ? common : flags;
}

function stageScreen(stage: Stage): string[] {
  const flags = shortFlags(stage.flags);
  const others = stage.flags.length - flags.length;
  return [
    `Usage: ${stageUsage(stage)}`,
    ...indented(sentence(stage.summary), 2),
    "",
    ...(flags.length === 0 ? [] : [...flagLines(flags), ""]),
    ...exampleLines(stage.examples.slice(0, 2)),
    "",
    `More: weir ${stage.name} --help${
      others === 0 ? "" : ` (${others} flags)`
    }. Flags that may stand anywhere: weir --help`,
  ];
}

function stageManual(stage: Stage): string[] {
  return [
    `weir ${stage.name} - ${stage.summary}`,
    "",
    "Usage",
    `  ${stageUsage(stage)}`,
    "",
    ...stage.about.flatMap((paragraph) => [...indented(paragraph, 2), ""]),
    ...(stage.flags.length === 0
      ? []
      : ["Flags", ...flagParagraphs(stage.flags), ""]),
    "Examples",
    ...exampleLines(stage.examples),
  ];
}

function stageUsage({ name, usage, flags, spec }: Stage): string {
  const shown = [name, usage, ...(flags.length > 0 ? ["[FLAGS]"] : [])];
  const files = spec === null ? "" : "[FILE...] ";
  return `weir ${files}${shown.join(" ")}`;
}

function commandHelp(command: CommandEntry, long: boolean): string[] {
  const { flags = [] } = command;
  const usage = `Usage: weir ${command.name} ${command.usage}${
    flags.length > 0 ? " [FLAGS]" : ""
  }`.trimEnd();
  const about = long || command.about.length === 1 ? command.about : [];
  return [
    usage,
    ...indented(sentence(command.summary), 2),
    "",
    ...about.flatMap((paragraph) => [...indented(paragraph, 2), ""]),
    ...(flags.length === 0
      ? []
      : long
      ? ["Flags", ...flagParagraphs(flags), ""]
      : [...flagLines(shortFlags(flags)), ""]),
    ...exampleLines(long ? command.examples : command.examples.slice(0, 2)),
    ...(long || about.length === command.about.length
      ? []
      : ["", `More: weir ${command.name} --help`]),
  ];
}

function whereText(owner: string | undefined): string {
  return owner === undefined ? "anywhere" : `behind ${owner}`;
}

/** All that is said of a flag: for the run, and for each stage and command that has one of that name. */
function flagHelp(name: string): string[] {
  const found = allFlags.filter(({ flag }) => flag.name === name);
  const shared = found.filter(({ stage }) =>
    // `read` has its flags in common with the run.
    stage === null || stage.spec !== null
  );
  return shared.flatMap(({ flag, stage, command }, index) => [
    ...(index === 0 ? [] : [""]),
    `${flagText(flag)}  ${whereText(stage?.name ?? command?.name)}`,
    ...flagParagraphs([flag]).slice(1),
    ...(flag.choices === undefined
      ? []
      : indented(`One of: ${flag.choices.join(", ")}.`, 6)),
  ]);
}
