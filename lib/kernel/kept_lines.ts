import { kernelOf } from "./ndjson_kernel.ts";

/** What {@linkcode keptLines} needs of a batch; `core`'s `Batch` with its lines is one. */
export interface KeptRows {
  /** Rows still in, ascending; `null` when the first `selected` are. */
  readonly selection: Uint32Array | null;
  /** How many rows are still in. */
  readonly selected: number;
  /** Where the rows stand in their input. */
  readonly lines: {
    readonly bytes: Uint8Array;
    readonly starts: Uint32Array;
    readonly ends: Uint32Array;
  };
}

const NEWLINE = 10;

/**
 * Puts the lines of the selected rows of a batch one after the other, as they
 * came, each with a newline: also the last of an input that lacks it.
 *
 * @returns Bytes that stay good until the call after the next for batches of
 * the same decoder, so that one lot can be written while the next is made.
 *
 * @example Two rows of three
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const lines = {
 *   bytes: new TextEncoder().encode("one\ntwo\nthree"),
 *   starts: Uint32Array.of(0, 4, 8),
 *   ends: Uint32Array.of(3, 7, 13),
 * };
 * const kept = keptLines({ selection: Uint32Array.of(0, 2), selected: 2, lines });
 *
 * assertEquals(new TextDecoder().decode(kept), "one\nthree\n");
 * ```
 */
export function keptLines(rows: KeptRows): Uint8Array {
  const { selection, selected, lines } = rows;
  const kernel = kernelOf(lines.bytes);
  return kernel !== undefined && kernel.starts === lines.starts
    ? kernel.keepLines(selection, selected)
    : copiedLines(rows);
}

/** The plain twin of the kernel's loop. */
function copiedLines({ selection, selected, lines }: KeptRows): Uint8Array {
  const { bytes, starts, ends } = lines;
  let length = 0;
  for (let position = 0; position < selected; position++) {
    const row = selection === null ? position : selection[position]!;
    length += ends[row]! - starts[row]! + 1;
  }
  const kept = new Uint8Array(length);
  let to = 0;
  for (let position = 0; position < selected;) {
    const first = selection === null ? position : selection[position]!;
    const from = starts[first]!;
    let end = ends[first]!;
    // Neighbours go in one piece.
    while (++position < selected && bytes[end] === NEWLINE) {
      const next = selection === null ? position : selection[position]!;
      if (starts[next] !== end + 1) break;
      end = ends[next]!;
    }
    kept.set(bytes.subarray(from, end), to);
    to += end - from;
    kept[to++] = NEWLINE;
  }
  return kept;
}
