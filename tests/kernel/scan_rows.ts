import type {
  MetNames,
  NdjsonScanner,
  ScannerColumn,
} from "../../lib/kernel/mod.ts";
import { Tag } from "../../lib/core/mod.ts";

/** A value as a test sees it: its tag, and the number or text in its slot. */
export type Cell = readonly [tag: number, content: number | string | null];

/** All that a scanner makes of some lines. */
export interface Scanned {
  /** Each row's text, whether it is bad, and its cells. */
  readonly rows: readonly {
    readonly line: string;
    readonly bad: boolean;
    readonly cells: readonly Cell[];
  }[];
  readonly blankLines: number;
  readonly met: MetNames;
}

/** Bytes as a text of one unit each, so that nothing is lost. ("latin1" of TextDecoder is windows-1252.) */
function binary(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Scans lines, the last of which may lack its newline, in as many scans as it takes. */
export function scanRows(scanner: NdjsonScanner, lines: Uint8Array): Scanned {
  const { inputStart } = scanner;
  scanner.bytes.set(lines, inputStart);
  let to = inputStart + lines.length;
  if (lines.length > 0 && lines.at(-1) !== 10) scanner.bytes[to++] = 10;
  const rows: Scanned["rows"][number][] = [];
  let blankLines = 0;
  for (let from = inputStart; from < to;) {
    const scan = scanner.scan(from, to);
    blankLines += scan.blankLines;
    const bad = new Set(scanner.bad.subarray(0, scan.badRows));
    for (let row = 0; row < scan.rows; row++) {
      rows.push({
        line: binary(
          scanner.bytes.subarray(scanner.starts[row], scanner.ends[row]),
        ),
        bad: bad.has(row),
        cells: scanner.columns.map((column) => cellOf(column, row)),
      });
    }
    from = scan.next;
  }
  const { names, overflow } = scanner.metNames();
  return { rows, blankLines, met: { names: [...names], overflow } };
}

function cellOf(column: ScannerColumn, row: number): Cell {
  const tag = column.tags[row]!;
  if (tag <= Tag.NULL) return [tag, null];
  if (tag === Tag.CODE) {
    return [tag, column.dictionary!.text(column.numbers[row]!)];
  }
  if (tag === Tag.TIME) return [tag, column.numbers[row]!];
  if (column.layout === "values") {
    if (tag <= Tag.TRUE) return [tag, null];
    if (tag <= Tag.DOUBLE) return [tag, column.numbers[row]!];
  }
  const at = column.spans[2 * row]!;
  const end = at + column.spans[2 * row + 1]!;
  return [tag, binary(column.bytes.subarray(at, end))];
}
