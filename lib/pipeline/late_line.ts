const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const LEFT_BRACE = 123;
const RIGHT_BRACE = 125;
const encoder = new TextEncoder();
/** What stands between the cells of the formats that have cells. */
const SEPARATORS: ReadonlyMap<string, string> = new Map([
  ["csv", ","],
  ["tsv", "\t"],
]);

/** How late lines leave. */
export interface LateLines {
  /** The name of their format. */
  readonly format: string;
  /** How many cells a full row has, where a header tells. */
  readonly cells: number | null;
}

/**
 * A late line as it goes to `--late`: NDJSON and CSV get `_late_by_us` as
 * their last field, other formats stay as they came (W11).
 *
 * @param line The line and its line feed.
 * @param byUs How late it was, in microseconds.
 */
export function lateLine(
  line: Uint8Array,
  byUs: number,
  { format, cells }: LateLines,
): Uint8Array {
  if (format === "ndjson") {
    let end = line.length - 1;
    while (end > 0 && line[end - 1]! <= SPACE) end--;
    if (line[end - 1] !== RIGHT_BRACE) return line;
    let before = end - 1;
    while (before > 0 && line[before - 1]! <= SPACE) before--;
    const comma = line[before - 1] === LEFT_BRACE ? "" : ",";
    return joined(line.subarray(0, end - 1), `${comma}"_late_by_us":${byUs}}`);
  }
  const separator = SEPARATORS.get(format);
  if (separator === undefined) return line;
  const row = withoutEnd(line);
  const missing = cells === null ? 0 : cells - cellsOf(row, separator);
  return joined(row, `${separator.repeat(1 + Math.max(0, missing))}${byUs}`);
}

/** The header of late lines of CSV and TSV, and its line feed. */
export function lateHeader(header: Uint8Array, format: string): Uint8Array {
  const separator = SEPARATORS.get(format) ?? ",";
  return joined(withoutEnd(header), `${separator}_late_by_us`);
}

function withoutEnd(line: Uint8Array): Uint8Array {
  let end = line.length;
  if (end > 0 && line[end - 1] === LF) end--;
  if (end > 0 && line[end - 1] === CR) end--;
  return line.subarray(0, end);
}

/** How many cells a row has. */
function cellsOf(row: Uint8Array, separator: string): number {
  const byte = separator.charCodeAt(0);
  let cells = 1;
  let quoted = false;
  for (const one of row) {
    if (one === QUOTE) quoted = !quoted;
    else if (one === byte && !quoted) cells++;
  }
  return cells;
}

function joined(line: Uint8Array, text: string): Uint8Array {
  const tail = encoder.encode(text);
  const bytes = new Uint8Array(line.length + tail.length + 1);
  bytes.set(line);
  bytes.set(tail, line.length);
  bytes[bytes.length - 1] = LF;
  return bytes;
}
