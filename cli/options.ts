import { type CommandEntry, commands } from "./options/commands.ts";
import type { Flag } from "./options/flag.ts";
import { aboutFlags, runFlags } from "./options/run_flags.ts";
import { type Stage, stages } from "./stages/mod.ts";

export type { CommandEntry, CommandName } from "./options/commands.ts";
export { type Example, type Flag, flagText } from "./options/flag.ts";
export {
  type FormatEntry,
  formatNicknames,
  formats,
  inputFormats,
  outputFormats,
} from "./options/formats.ts";
export { aboutFlags, commands, runFlags, stages };
export type { Stage };

const stagesByName = new Map(stages.map((stage) => [stage.name, stage]));
const commandsByName = new Map<string, CommandEntry>(
  commands.map((command) => [command.name, command]),
);

/** Every flag there is, with the stage or the command that it belongs to (neither: the run). */
export const allFlags: readonly {
  readonly flag: Flag;
  readonly stage: Stage | null;
  readonly command: CommandEntry | null;
}[] = [
  ...[...runFlags, ...aboutFlags].map((flag) => ({
    flag,
    stage: null,
    command: null,
  })),
  ...stages.flatMap((stage) =>
    stage.flags.map((flag) => ({ flag, stage, command: null }))
  ),
  ...commands.flatMap((command) =>
    (command.flags ?? []).map((flag) => ({ flag, stage: null, command }))
  ),
];

// Flags of one name are alike in that all take a value or none does, so the
// words of a command line can be told apart before their stage is known.
const flagsByName = new Map(
  allFlags.toReversed().map(({ flag }) => [flag.name, flag]),
);
const flagsByLetter = new Map(
  allFlags.toReversed().flatMap(({ flag }) =>
    flag.short === undefined ? [] : [[flag.short, flag] as const]
  ),
);

/** The stage of that name. */
export function stageNamed(name: string): Stage | undefined {
  return stagesByName.get(name);
}

/** The command of that name. */
export function commandNamed(name: string): CommandEntry | undefined {
  return commandsByName.get(name);
}

/** A flag of that name, without dashes: that of the run where there is one, else of the first stage that has it. */
export function flagNamed(name: string): Flag | undefined {
  return flagsByName.get(name);
}

/** The flag of that letter. */
export function flagOfLetter(letter: string): Flag | undefined {
  return flagsByLetter.get(letter);
}

/** The flag of that name as a stage has it: its own, else that of the run. */
export function flagIn(stage: Stage | null, name: string): Flag | undefined {
  return stage?.flags.find((flag) => flag.name === name) ??
    runFlags.find((flag) => flag.name === name);
}

/** The commands that have a flag of that name as their own. */
export function commandsWithFlag(name: string): readonly CommandEntry[] {
  return commands.filter(({ flags = [] }) =>
    flags.some((flag) => flag.name === name)
  );
}

/** The stages that have a flag of that name as their own. */
export function stagesWithFlag(name: string): readonly Stage[] {
  return stages.filter((stage) =>
    stage.flags.some((flag) => flag.name === name)
  );
}
