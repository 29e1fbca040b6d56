const LF = 10;
const CR = 13;
const QUOTE = 34;

/** One cell of a row, found without haste. */
export interface CsvCell {
  /** Offset of its first byte, its quote included. */
  readonly start: number;
  /** Offset of the first byte of its text. */
  readonly from: number;
  /** Bytes of its text, doubled quotes not yet made single. */
  readonly length: number;
  /** Whether it stands in quotes. */
  readonly quoted: boolean;
}

/** Cuts a well-formed row into its cells: for headers and messages, where haste is not needed. */
export function csvCells(
  bytes: Uint8Array,
  start: number,
  end: number,
  delimiter: number,
): CsvCell[] {
  const stop = end > start && bytes[end - 1] === CR ? end - 1 : end;
  const cells: CsvCell[] = [];
  let at = start;
  for (;;) {
    const first = at;
    const quoted = at < stop && bytes[at] === QUOTE;
    if (quoted) {
      at = closingQuote(bytes, at, stop) + 1;
      cells.push({
        start: first,
        from: first + 1,
        length: at - first - 2,
        quoted,
      });
    }
    while (at < stop && bytes[at] !== delimiter) at++;
    if (!quoted) {
      cells.push({ start: first, from: first, length: at - first, quoted });
    }
    if (at >= stop) return cells;
    at++;
  }
}

/** What stands in the way of a row, up to a bound. */
export type CsvTrouble =
  /** Text follows the closing quote of the cell that opened at `opened`. */
  | { readonly kind: "text"; readonly at: number; readonly opened: number }
  /** The quote at `opened` is not closed yet. */
  | { readonly kind: "open"; readonly opened: number }
  /** Nothing but that no line end was met. */
  | { readonly kind: "long" };

/** Finds out why a row does not end before `stop`, or is not well-formed. */
export function csvTrouble(
  bytes: Uint8Array,
  start: number,
  stop: number,
  delimiter: number,
): CsvTrouble {
  let at = start;
  while (at < stop) {
    if (bytes[at] === QUOTE) {
      const opened = at;
      const close = closingQuote(bytes, at, stop);
      if (close >= stop) return { kind: "open", opened };
      at = close + 1;
      const isEnd = at >= stop || bytes[at] === delimiter || bytes[at] === LF ||
        (bytes[at] === CR && (at + 1 >= stop || bytes[at + 1] === LF));
      if (!isEnd) return { kind: "text", at, opened };
    } else {
      while (at < stop && bytes[at] !== delimiter) at++;
    }
    at++;
  }
  return { kind: "long" };
}

/** Offset of the quote that closes the one at `opened`; `stop` where none does. */
function closingQuote(bytes: Uint8Array, opened: number, stop: number): number {
  let at = opened + 1;
  while (at < stop) {
    if (bytes[at] !== QUOTE) at++;
    else if (at + 1 < stop && bytes[at + 1] === QUOTE) at += 2;
    else return at;
  }
  return stop;
}

/** Writes what a quoted text means: a doubled quote is one. */
export function unescapeCsv(
  bytes: Uint8Array,
  from: number,
  length: number,
  to: number,
): number {
  let at = to;
  for (let next = from; next < from + length; next++) {
    const byte = bytes[next]!;
    bytes[at++] = byte;
    if (byte === QUOTE) next++;
  }
  return at - to;
}
