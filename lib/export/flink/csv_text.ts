import { firstMatch, literalPattern } from "./sql_text.ts";

/** One cell, in quotes or not. Possessive: Java goes on a stack otherwise, which thousands of quotes overflow. */
function cell(delimiter: string): string {
  const plain = delimiter === "\t" ? "\\t" : delimiter;
  return `(?:"[^"]*+(?:""[^"]*+)*+"|[^"${plain}][^${plain}]*+)?`;
}

function plainDelimiter(delimiter: string): string {
  return delimiter === "\t" ? "\\t" : delimiter;
}

/** A row of at most so many cells, in Java's words. A quoted line end makes two lines of it, neither well-formed. */
export function csvRow(cells: number, delimiter: string): string {
  const more = Math.max(cells - 1, 0);
  return `^${cell(delimiter)}(?:${plainDelimiter(delimiter)}${
    cell(delimiter)
  }){0,${more}}+$`;
}

/** The header: each cell in quotes or not. */
export function csvHeader(
  cells: readonly string[],
  delimiter: string,
): string {
  const names = cells.map((cell) => {
    const plain = literalPattern(cell);
    const quoted = literalPattern(`"${cell.replaceAll('"', '""')}"`);
    return `(?:${plain}|${quoted})`;
  });
  return `^\\x{feff}?${names.join(plainDelimiter(delimiter))}$`;
}

/**
 * The text of a cell: NULL where it is empty without quotes or the row is too
 * short, '' where it is empty in quotes.
 *
 * @param at Which cell, counted from 0.
 * @param line An expression of type STRING; it is repeated.
 */
export function csvCell(at: number, delimiter: string, line: string): string {
  const plain = plainDelimiter(delimiter);
  const before = beforeCell(at, delimiter);
  const quoted = firstMatch(line, `${before}"([^"]*+(?:""[^"]*+)*+)"`, 1);
  const bare = firstMatch(line, `${before}([^"${plain}][^${plain}]*)`, 1);
  return `COALESCE(REPLACE(${quoted}, '""', '"'), ${bare})`;
}

/**
 * The text of a cell that is a number, `true` or `false` without quotes; NULL of others.
 *
 * @param at Which cell, counted from 0.
 * @param line An expression of type STRING.
 */
export function csvBare(at: number, delimiter: string, line: string): string {
  const number =
    "(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false)";
  const end = `(?=${plainDelimiter(delimiter)}|$)`;
  return firstMatch(line, `${beforeCell(at, delimiter)}${number}${end}`, 1);
}

function beforeCell(at: number, delimiter: string): string {
  return at === 0
    ? "^"
    : `^(?:${cell(delimiter)}${plainDelimiter(delimiter)}){${at}}+`;
}
