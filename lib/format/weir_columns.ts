import {
  type Column,
  type Lines,
  type ReadAs,
  spanText,
  Tag,
} from "../core/mod.ts";
import { parseTimestamp } from "../time/mod.ts";

/** Where the texts of a column begin and end, which must lie in its bytes one after another. */
function checkedOffsets(
  bytes: Uint8Array,
  text: Uint8Array,
  rows: number,
): Int32Array {
  const offsets = new Int32Array(bytes.buffer, bytes.byteOffset, rows + 1);
  let last = 0;
  for (const offset of offsets) {
    if (offset < last) {
      throw new SyntaxError("a text lies outside of its column");
    }
    last = offset;
  }
  if (last > text.length) {
    throw new SyntaxError("a text lies outside of its column");
  }
  return offsets;
}

/** A column from its texts and kinds, as values or as its own text. */
export function decodeColumn(
  offsetBytes: Uint8Array,
  text: Uint8Array,
  kinds: Uint8Array,
  rows: number,
  as: ReadAs,
): Column {
  const offsets = checkedOffsets(offsetBytes, text, rows);
  if (kinds.length < rows) throw new SyntaxError("a column is cut short");
  const numbers = new Float64Array(rows);
  const spans = new Uint32Array(numbers.buffer);
  const layout = as === "text" ? "spans" : "values";
  for (let row = 0; row < rows; row++) {
    const from = offsets[row]!;
    const length = offsets[row + 1]! - from;
    const tag = kinds[row]!;
    if (tag > Tag.TIME) throw new SyntaxError("a value has no kind");
    if (layout === "values" && (tag === Tag.INTEGER || tag === Tag.DOUBLE)) {
      numbers[row] = numberOf(spanText(text, from, length));
    } else if (layout === "values" && tag === Tag.TIME) {
      numbers[row] = parseTimestamp(spanText(text, from, length)) ?? NaN;
    } else {
      spans[2 * row] = from;
      spans[2 * row + 1] = length;
    }
  }
  return { layout, tags: kinds, numbers, spans, bytes: text };
}

/** A number as JSON or DuckDB writes it. */
function numberOf(text: string): number {
  const number = Number(text);
  if (!Number.isNaN(number)) return number;
  return text === "inf" ? Infinity : text === "-inf" ? -Infinity : NaN;
}

/** Moments from a column of timestamps. */
export function decodeTimes(
  validity: Uint8Array,
  values: Uint8Array,
  rows: number,
  missing: number,
): Float64Array {
  const times = new Float64Array(rows);
  const view = new DataView(values.buffer, values.byteOffset);
  for (let row = 0; row < rows; row++) {
    const valid = validity.length === 0 ||
      (validity[row >> 3]! & 1 << (row & 7)) !== 0;
    times[row] = valid
      ? view.getInt32(row * 8 + 4, true) * 4_294_967_296 +
        view.getUint32(row * 8, true)
      : missing;
  }
  return times;
}

/** Original lines from their bytes and physical numbers. */
export function decodeLines(
  offsetBytes: Uint8Array,
  bytes: Uint8Array,
  numbers: Uint8Array,
  rows: number,
  source: string,
): Lines {
  const offsets = checkedOffsets(offsetBytes, bytes, rows);
  const view = new DataView(numbers.buffer, numbers.byteOffset);
  const lines = Float64Array.from(
    { length: rows },
    (_, row) => Number(view.getBigInt64(row * 8, true)),
  );
  return {
    bytes,
    starts: Uint32Array.from(offsets.subarray(0, rows)),
    ends: Uint32Array.from(offsets.subarray(1, rows + 1)),
    source,
    lineOf: (row) => lines[row]!,
    numbers: lines,
  };
}
