import {
  type CommandEntry,
  commands,
  type Example,
  type Flag,
  flagText,
  formats,
  runFlags,
  type Stage,
  stages,
} from "../options.ts";
import { lessons } from "./lessons.ts";
import { sentence } from "./pieces.ts";
import { HELP_COLUMNS, wrapped } from "./wrap.ts";

/** Every command line that help and docs show; each must run. */
export function allExamples(): readonly Example[] {
  return [
    ...lessons.flatMap(({ examples }) => examples),
    ...stages.flatMap(({ examples }) => examples),
    ...commands.flatMap(({ examples }) => examples),
  ];
}

/**
 * The text of `docs/reference.md`: every stage, command, flag and format, from
 * the option table. A test holds the file to it.
 */
export function referenceText(): string {
  return [
    "# Reference",
    "",
    "<!-- Made from the option table by `deno task docs`: change cli/options and cli/stages, not this file. -->",
    "",
    "`weir [FILE...] STAGE ARGS [then STAGE ARGS]...`",
    "",
    ...lessons.flatMap(({ title, about, examples }) => [
      `## ${title}`,
      "",
      ...paragraphs(about),
      ...exampleBlock(examples),
    ]),
    "## Stages",
    "",
    ...stages.flatMap(stageSection),
    "## Commands",
    "",
    ...commands.flatMap(commandSection),
    "## Flags that may stand anywhere",
    "",
    ...flagList(runFlags),
    "## Formats",
    "",
    ...formats.flatMap(({ name, reads, writes, summary }) => {
      const ways = [...(reads ? ["in"] : []), ...(writes ? ["out"] : [])];
      return item(`\`${name}\` (${ways.join(" and ")}): ${marked(summary)}.`);
    }),
  ].join("\n") + "\n";
}

function stageSection(stage: Stage): string[] {
  return [
    `### ${stage.name}`,
    "",
    `\`${stage.name} ${stage.usage}\``,
    "",
    sentence(stage.summary),
    "",
    ...paragraphs(stage.about),
    ...flagList(stage.flags),
    ...exampleBlock(stage.examples),
  ];
}

function commandSection(command: CommandEntry): string[] {
  return [
    `### weir ${command.name}`,
    "",
    `\`${`weir ${command.name} ${command.usage}`.trimEnd()}\``,
    "",
    sentence(command.summary),
    "",
    ...paragraphs(command.about),
    ...flagList(command.flags ?? []),
    ...exampleBlock(command.examples),
  ];
}

function flagList(flags: readonly Flag[]): string[] {
  if (flags.length === 0) return [];
  const items = flags.flatMap((flag) => {
    const said = [
      sentence(flag.summary),
      ...(flag.default === undefined ? [] : [`Without it: ${flag.default}.`]),
      ...(flag.about === "" ? [] : [flag.about]),
    ];
    return item(`\`${flagText(flag)}\`: ${marked(said.join(" "))}`);
  });
  return [...items, ""];
}

function exampleBlock(examples: readonly Example[]): string[] {
  if (examples.length === 0) return [];
  const shown = examples.flatMap(({ command, shows }) => [
    `# ${shows}`,
    command,
  ]);
  return ["```sh", ...shown, "```", ""];
}

function paragraphs(about: readonly string[]): string[] {
  return about.flatMap((paragraph) => [
    ...wrapped(marked(paragraph), HELP_COLUMNS),
    "",
  ]);
}

/** An item of a list, broken as `deno fmt` breaks it. */
function item(text: string): string[] {
  return wrapped(text, HELP_COLUMNS - 2)
    .map((line, index) => (index === 0 ? "- " : "  ") + line);
}

/** Help is plain text; what Markdown would take for its own is escaped. */
function marked(text: string): string {
  // What stands between backquotes is shown as it is.
  return text.split(/(`[^`]*`)/).map((part) =>
    part.startsWith("`") ? part : part.replaceAll(/[*_<>|[\]]/g, "\\$&")
  ).join("");
}
