import { type Column, Tag, textAt } from "../core/mod.ts";
import type { ArrowType } from "./arrow_message.ts";
import { bigAt } from "./arrow_narrow.ts";
import { align8 } from "./arrow_limit.ts";
import type { ArrowRows } from "./arrow_rows.ts";
import {
  booleanAt,
  doubleAt,
  integerAt,
  intervalAt,
  momentAt,
  writtenAt,
} from "./arrow_values.ts";

/** Where a column is laid: its buffers stand one after another from `at` on, each at a multiple of 8. */
export interface LaidColumn {
  /** Offset and length of each buffer, in the order that Arrow wants. */
  readonly buffers: readonly (readonly [number, number])[];
  /** Rows without a value. */
  readonly nulls: number;
  /** Values that did not convert to the type, and are laid as NULL. */
  readonly unreadable: number;
  /** Offset after the last buffer. */
  readonly end: number;
}

const encoder = new TextEncoder();
const DAY_US = 86_400_000_000;
const TWO_32 = 4_294_967_296;
/**
 * Lays a column as Arrow wants it.
 *
 * @param bytes Where to; its buffer offset plus `at` must be a multiple of 8, and {@linkcode layLimit} bytes must be free there.
 * @param at Offset of the first buffer.
 */
export function layColumn(
  bytes: Uint8Array,
  at: number,
  type: ArrowType,
  column: Column,
  rows: ArrowRows,
): LaidColumn {
  const { count, selection } = rows;
  const validityLength = Math.ceil(count / 8);
  const validity = bytes.subarray(at, at + validityLength);
  const valuesAt = at + align8(validityLength);
  const base = bytes.byteOffset + valuesAt;
  // Old bytes of a reused buffer must not show, not even as padding.
  bytes.fill(0, at, valuesAt);
  let nulls = 0;
  let unreadable = 0;

  const each = (lay: (position: number, row: number) => boolean): void => {
    for (let position = 0; position < count; position++) {
      const row = selection === null ? position : selection[position]!;
      if (column.tags[row]! > Tag.NULL && lay(position, row)) {
        validity[position >> 3]! |= 1 << (position & 7);
      } else {
        nulls++;
        if (column.tags[row]! > Tag.NULL) unreadable++;
      }
    }
  };
  const done = (length: number, textAfter?: number): LaidColumn => {
    const valuesEnd = valuesAt + align8(length);
    bytes.fill(0, valuesAt + length, valuesEnd);
    const buffers: [number, number][] = [
      [at, nulls === 0 ? 0 : validityLength],
      [valuesAt, length],
    ];
    let end = valuesEnd;
    if (textAfter !== undefined) {
      buffers.push([valuesEnd, textAfter]);
      end = valuesEnd + align8(textAfter);
      bytes.fill(0, valuesEnd + textAfter, end);
    }
    return { buffers, nulls, unreadable, end };
  };

  switch (type) {
    case "bool": {
      bytes.fill(0, valuesAt, valuesAt + align8(validityLength));
      each((position, row) => {
        const value = booleanAt(column, row);
        if (value === true) {
          bytes[valuesAt + (position >> 3)]! |= 1 << (position & 7);
        }
        return value !== null;
      });
      return done(validityLength);
    }
    case "kind": {
      for (let position = 0; position < count; position++) {
        const row = selection === null ? position : selection[position]!;
        const tag = column.tags[row]!;
        bytes[valuesAt + position] = tag === Tag.CODE ? Tag.STRING : tag;
      }
      return done(count);
    }
    case "int32": {
      const out = new Int32Array(bytes.buffer, base, count).fill(0);
      each((position, row) => {
        out[position] = column.numbers[row]!;
        return true;
      });
      return done(count * 4);
    }
    case "float64": {
      const out = new Float64Array(bytes.buffer, base, count);
      const plain = column.layout === "values";
      each((position, row) => {
        const tag = column.tags[row]!;
        const value = plain && (tag === Tag.INTEGER || tag === Tag.DOUBLE)
          ? column.numbers[row]!
          : doubleAt(column, row);
        out[position] = value ?? 0;
        return value !== null;
      });
      if (nulls > 0) zeroNulls(out, validity);
      return done(count * 8);
    }
    case "int64": {
      const out = new Int32Array(bytes.buffer, base, count * 2).fill(0);
      const wide = new BigInt64Array(bytes.buffer, base, count);
      const plain = column.layout === "values";
      each((position, row) => {
        const tag = column.tags[row]!;
        if (plain && tag === Tag.INTEGER) {
          putWhole(out, position, column.numbers[row]!);
          return true;
        }
        const value = tag === Tag.BIG
          ? bigAt(column, row)
          : integerAt(column, row);
        if (value === null || BigInt.asIntN(64, value) !== value) return false;
        wide[position] = value;
        return true;
      });
      return done(count * 8);
    }
    case "timestamp":
    case "timestampUtc": {
      const out = new Int32Array(bytes.buffer, base, count * 2).fill(0);
      each((position, row) => {
        const timeUs = momentAt(column, row);
        if (!Number.isFinite(timeUs)) return false;
        putWhole(out, position, Math.floor(timeUs));
        return true;
      });
      return done(count * 8);
    }
    case "date32": {
      const out = new Int32Array(bytes.buffer, base, count).fill(0);
      each((position, row) => {
        const day = Math.floor(momentAt(column, row) / DAY_US);
        if (!Number.isFinite(day)) return false;
        out[position] = day;
        return true;
      });
      return done(count * 4);
    }
    case "interval": {
      const out = new DataView(bytes.buffer, base, count * 16);
      bytes.fill(0, valuesAt, valuesAt + count * 16);
      each((position, row) => {
        const parts = intervalAt(column, row);
        if (parts === null) return false;
        out.setInt32(position * 16, parts.months, true);
        out.setInt32(position * 16 + 4, parts.days, true);
        out.setBigInt64(position * 16 + 8, parts.nanos, true);
        return true;
      });
      return done(count * 16);
    }
    case "decimal38":
    case "hugeint": {
      const out = new BigInt64Array(bytes.buffer, base, count * 2).fill(0n);
      each((position, row) => {
        const value = integerAt(column, row);
        if (value === null || BigInt.asIntN(128, value) !== value) {
          return false;
        }
        out[position * 2] = BigInt.asIntN(64, value);
        out[position * 2 + 1] = value >> 64n;
        return true;
      });
      return done(count * 16);
    }
    case "utf8":
    case "ownText":
    case "binary": {
      const offsets = new Int32Array(bytes.buffer, base, count + 1);
      const textFrom = valuesAt + align8((count + 1) * 4);
      let to = textFrom;
      const spans = column.layout === "spans";
      for (let position = 0; position < count; position++) {
        const row = selection === null ? position : selection[position]!;
        const tag = column.tags[row]!;
        offsets[position] = to - textFrom;
        if (tag <= Tag.NULL) {
          nulls++;
          continue;
        }
        validity[position >> 3]! |= 1 << (position & 7);
        if (
          tag === Tag.STRING || tag === Tag.BIG || tag === Tag.NESTED ||
          (tag === Tag.ESCAPED ? type === "ownText" : spans)
        ) {
          to = copyText(
            column.bytes,
            column.spans[2 * row]!,
            column.spans[2 * row + 1]!,
            bytes,
            to,
          );
        } else {
          const text = tag === Tag.TIME
            ? writtenAt(column, row)!
            : textAt(column, row)!;
          to += encoder.encodeInto(text, bytes.subarray(to)).written;
        }
      }
      offsets[count] = to - textFrom;
      return done((count + 1) * 4, to - textFrom);
    }
  }
}

function copyText(
  from: Uint8Array,
  offset: number,
  length: number,
  bytes: Uint8Array,
  to: number,
): number {
  // A loop beats set() for the short texts that logs hold.
  if (length < 32) {
    for (let at = 0; at < length; at++) bytes[to + at] = from[offset + at]!;
  } else {
    bytes.set(from.subarray(offset, offset + length), to);
  }
  return to + length;
}

/** Writes a whole number that a double holds as 64 bits, without a `BigInt` for each. */
function putWhole(out: Int32Array, position: number, value: number): void {
  const high = Math.floor(value / TWO_32);
  out[2 * position] = value - high * TWO_32 | 0;
  out[2 * position + 1] = high;
}

function zeroNulls(out: Float64Array, validity: Uint8Array): void {
  for (let position = 0; position < out.length; position++) {
    if ((validity[position >> 3]! & 1 << (position & 7)) === 0) {
      out[position] = 0;
    }
  }
}
