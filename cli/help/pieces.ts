import { type Example, type Flag, flagText } from "../options.ts";
import { HELP_COLUMNS, indented, twoColumns, wrappedCommand } from "./wrap.ts";

/** Flags with one line each; what holds without one stands behind it where there is room. */
export function flagLines(flags: readonly Flag[]): string[] {
  const widest = Math.max(...flags.map((flag) => flagText(flag).length));
  return twoColumns(flags.map((flag) => {
    const whole = `${flag.summary} (else ${flag.default})`;
    const fits = flag.default !== undefined &&
      2 + widest + 2 + whole.length <= HELP_COLUMNS;
    return [flagText(flag), fits ? whole : flag.summary] as const;
  }));
}

/** Flags with all that is to be said of them. */
export function flagParagraphs(flags: readonly Flag[]): string[] {
  return flags.flatMap((flag) => {
    const otherwise = flag.default === undefined
      ? ""
      : ` Without it: ${flag.default}.`;
    const about = flag.about === "" ? "" : ` ${flag.about}`;
    return [
      `  ${flagText(flag)}`,
      ...indented(`${sentence(flag.summary)}${otherwise}${about}`, 6),
    ];
  });
}

/** Examples, each below what it shows, ready to paste. */
export function exampleLines(examples: readonly Example[]): string[] {
  return examples.flatMap(({ command, shows }) => [
    `  # ${shows}`,
    ...wrappedCommand(command, 2),
  ]);
}

/** A summary as a sentence: with a capital and a full stop. */
export function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
