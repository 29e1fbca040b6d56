import {
  type Decoder,
  type ProjectedField,
  type Tag,
  type Value,
  valueAt,
} from "../../lib/core/mod.ts";
import { ndjson } from "../../lib/format/ndjson.ts";

/** All that a decoder makes of an input. */
export interface Decoded {
  /** The values of each row; `null` for a bad one. */
  readonly rows: readonly (readonly Value[] | null)[];
  /** The tags of each row. */
  readonly tags: readonly (readonly Tag[])[];
  /** Text of each row as it stood in the input. */
  readonly lines: readonly string[];
  /** Physical line of each row. */
  readonly lineNumbers: readonly number[];
  /** Messages and places of the bad rows, `line:column message`. */
  readonly faults: readonly string[];
  readonly names: readonly string[];
}

const text = new TextDecoder();

/** A field by its path in the usual notation of tests, `geo.lat` or `tags.1`, read as `value`. */
export function field(path: string): ProjectedField {
  const steps = path.split(".");
  return {
    path: steps.map((step) => /^\d+$/.test(step) ? Number(step) : step),
    as: "value",
  };
}

/** Decodes an input that comes in pieces; one piece when their lengths are not given. */
export function decoded(
  input: Uint8Array | string,
  projection: readonly ProjectedField[],
  { maxRowBytes = 1 << 24, pieces = () => Infinity }: {
    maxRowBytes?: number;
    pieces?: () => number;
  } = {},
): Decoded {
  const decoder = ndjson.decoder({ source: "test", projection, maxRowBytes });
  return decodedBy(decoder, input, pieces);
}

/** As {@linkcode decoded}, with a decoder at hand. */
export function decodedBy(
  decoder: Decoder,
  input: Uint8Array | string,
  pieces: () => number = () => Infinity,
): Decoded {
  const bytes = typeof input === "string"
    ? new TextEncoder().encode(input)
    : input;
  const rows: (readonly Value[] | null)[] = [];
  const tags: (readonly Tag[])[] = [];
  const lines: string[] = [];
  const lineNumbers: number[] = [];
  const faults: string[] = [];
  let at = 0;
  do {
    const space = decoder.space();
    const length = Math.min(pieces(), space.length, bytes.length - at);
    space.set(bytes.subarray(at, at + length));
    at += length;
    for (const batch of decoder.decode(length, at === bytes.length)) {
      const bad = new Set(batch.bad.map(({ row }) => row));
      for (let row = 0; row < batch.rows; row++) {
        rows.push(
          bad.has(row)
            ? null
            : batch.columns.map((column) => valueAt(column, row)),
        );
        tags.push(batch.columns.map((column) => column.tags[row]! as Tag));
        const { starts, ends } = batch.lines;
        lines.push(text.decode(
          batch.lines.bytes.subarray(starts[row], ends[row]),
        ));
        lineNumbers.push(batch.lines.lineOf(row));
      }
      for (const each of batch.bad) {
        const { message, place } = each.fault();
        faults.push(`${place!.line}:${place!.column} ${message}`);
      }
    }
  } while (at < bytes.length);
  const names = [...decoder.discovered!()];
  return { rows, tags, lines, lineNumbers, faults, names };
}
