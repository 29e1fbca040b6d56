import { displayWidth } from "../terminal/width.ts";

/** Columns that help takes. */
export const HELP_COLUMNS = 80;

/** Breaks a text between words so that each line takes at most so many columns. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((word) => word !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** The lines of a text, each behind an indent. */
export function indented(text: string, indent: number): string[] {
  return wrapped(text, HELP_COLUMNS - indent)
    .map((line) => " ".repeat(indent) + line);
}

/** Two columns: terms, and what they mean; meanings are wrapped in their column. */
export function twoColumns(
  rows: readonly (readonly [term: string, meaning: string])[],
  indent = 2,
): string[] {
  const widest = Math.max(0, ...rows.map(([term]) => displayWidth(term)));
  // A term wider than this has its meaning on the next line.
  const width = Math.min(widest, 24);
  const start = indent + width + 2;
  return rows.flatMap(([term, meaning]) => {
    const lines = wrapped(meaning, HELP_COLUMNS - start);
    const gap = " ".repeat(start);
    const fits = displayWidth(term) <= width;
    const head = " ".repeat(indent) + term;
    const [first = "", ...rest] = lines;
    return fits
      ? [
        (head.padEnd(start) + first).trimEnd(),
        ...rest.map((line) => gap + line),
      ]
      : [head, ...lines.map((line) => gap + line)];
  });
}

/**
 * A command line broken so that it can still be pasted: outside quotes with a
 * backslash, before `then` or a flag where that is possible; inside quotes as
 * it is, since the texts there are SQL, in which a line end is a blank.
 */
export function wrappedCommand(command: string, indent: number): string[] {
  const columns = HELP_COLUMNS - indent - " \\".length;
  const lines: string[] = [];
  let rest = shellWords(command);
  while (rest.length > 0) {
    const margin = lines.length === 0 ? "" : "  ";
    const [line, ...later] = brokenLine(rest, columns - margin.length);
    rest = later.flat();
    const open = rest[0]?.startsWith("\n") === true;
    if (open) rest[0] = rest[0]?.slice(1) ?? "";
    const end = rest.length === 0 || open ? "" : " \\";
    lines.push(margin + (line ?? []).join(" ") + end);
  }
  return lines.map((line) => " ".repeat(indent) + line);
}

/** The words of the next line, and those that stay; a word that was cut goes on behind a line end. */
function brokenLine(
  words: readonly string[],
  columns: number,
): [string[], string[]] {
  const fits = (count: number) =>
    displayWidth(words.slice(0, count).join(" ")) <= columns;
  let count = words.length;
  while (count > 1 && !fits(count)) count--;
  if (count === words.length && fits(count)) return [[...words], []];
  const better = words.findLastIndex((word, index) =>
    index <= count && index > 1 && /^(?:then|--[a-z].*)$/.test(word)
  );
  if (better > 0) return [words.slice(0, better), words.slice(better)];
  const whole = fits(1) ? words.slice(0, count) : [];
  const next = words[whole.length] ?? "";
  if (displayWidth(next) <= columns) {
    return [whole, words.slice(whole.length)];
  }
  // Too long for any line: it fills this one and goes on in the next.
  const room = columns - displayWidth(whole.join(" ")) - 1;
  const [first = "", ...later] = wrapped(next, room);
  const after = words.slice(whole.length + 1);
  return [[...whole, first], [`\n${later.join(" ")}`, ...after]];
}

/** The words of a command line with their quotes. */
function shellWords(command: string): string[] {
  return command.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/g) ?? [];
}
