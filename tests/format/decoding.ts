import {
  type InputFormat,
  type ProjectedField,
  type ReadAs,
  textAt,
  type Value,
  valueAt,
} from "../../lib/core/mod.ts";

/** What decoding an input gave, copied out of the decoder's memory. */
export interface Decoded {
  /** The names, as far as the format has any. */
  readonly fields: readonly string[] | null;
  /** The values of each good row, in the order of the projection. */
  readonly rows: readonly (readonly Value[])[];
  /** The tags of each good row. */
  readonly tags: readonly (readonly number[])[];
  /** The bytes of each row as text, bad ones included. */
  readonly lines: readonly string[];
  /** The physical line of each row, bad ones included. */
  readonly lineNumbers: readonly number[];
  /** Bad rows, as `line:column what`. */
  readonly bad: readonly string[];
}

/** How a test decodes. */
export interface DecodingOptions {
  /** Fields wanted, `name` or `name:as`; all where not given. */
  readonly want?: readonly string[];
  /** Bytes of the next chunk; everything at once where not given. */
  readonly cut?: () => number;
  readonly header?: boolean;
  readonly fields?: readonly string[];
  readonly maxRowBytes?: number;
}

const encoder = new TextEncoder();
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes a whole input. Fields that are not asked for by name are taken once they are known. */
export function decoding(
  format: InputFormat,
  input: string | Uint8Array,
  options: DecodingOptions = {},
): Decoded {
  const bytes = typeof input === "string" ? encoder.encode(input) : input;
  const { want, cut = () => Infinity, ...rest } = options;
  const projection = want?.map(projectedField);
  const decoder = format.decoder({
    source: "test",
    projection: projection ?? [],
    ...rest,
  });
  const rows: Value[][] = [];
  const tags: number[][] = [];
  const lines: string[] = [];
  const lineNumbers: number[] = [];
  const bad: string[] = [];
  let known = projection !== undefined;
  for (let at = 0, last = false; !last;) {
    const space = decoder.space();
    const length = Math.min(
      space.length,
      Math.max(1, cut()),
      bytes.length - at,
    );
    space.set(bytes.subarray(at, at + length));
    at += length;
    last = at === bytes.length;
    const batches = decoder.decode(length, last);
    if (!known && decoder.fields !== null) {
      known = true;
      decoder.project(
        decoder.fields.map((name) => ({ path: [name], as: "value" })),
      );
    }
    for (const batch of batches) {
      for (let row = 0; row < batch.rows; row++) {
        lines.push(
          utf8.decode(
            batch.lines.bytes.subarray(
              batch.lines.starts[row]!,
              batch.lines.ends[row]!,
            ),
          ),
        );
        lineNumbers.push(batch.lines.lineOf(row));
      }
      for (let position = 0; position < batch.selected; position++) {
        const row = batch.selection === null
          ? position
          : batch.selection[position]!;
        rows.push(batch.columns.map((column) => valueAt(column, row)));
        tags.push(batch.columns.map((column) => column.tags[row]!));
      }
      for (const { row, fault } of batch.bad) {
        const { message, place } = fault();
        for (const column of batch.columns) {
          if (column.tags[row] !== 0) throw new Error("a bad row has a value");
        }
        bad.push(`${place?.line}:${place?.column} ${message}`);
      }
    }
  }
  return { fields: decoder.fields, rows, tags, lines, lineNumbers, bad };
}

/** The cells of good rows as text, as the corpora have them; NULL is the empty text. */
export function texts(
  format: InputFormat,
  input: string | Uint8Array,
  options: DecodingOptions = {},
): string[][] {
  const names = options.want ?? decoding(format, input, options).fields ?? [];
  const projection = names.map((name) => projectedField(`${name}:text`));
  const decoder = format.decoder({ ...options, source: "test", projection });
  const bytes = typeof input === "string" ? encoder.encode(input) : input;
  const rows: string[][] = [];
  for (let at = 0, last = false; !last;) {
    const space = decoder.space();
    const length = Math.min(space.length, bytes.length - at);
    space.set(bytes.subarray(at, at + length));
    at += length;
    last = at === bytes.length;
    for (const batch of decoder.decode(length, last)) {
      for (let position = 0; position < batch.selected; position++) {
        const row = batch.selection === null
          ? position
          : batch.selection[position]!;
        rows.push(batch.columns.map((column) => textAt(column, row) ?? ""));
      }
    }
  }
  return rows;
}

function projectedField(word: string): ProjectedField {
  const colon = word.lastIndexOf(":");
  const as = word.slice(colon + 1);
  return colon > 0 && ["value", "text", "time", "code"].includes(as)
    ? { path: [word.slice(0, colon)], as: as as ReadAs }
    : { path: [word], as: "value" };
}

/** Where the corpora are. */
export const CORPORA = new URL("../../../shared/corpora/", import.meta.url);

/** A test that needs a corpus, and is skipped with the reason where it is absent. */
export function corpusTest(
  name: string,
  folder: string,
  run: (root: URL) => void | Promise<void>,
): void {
  const root = new URL(`${folder}/`, CORPORA);
  let present = true;
  try {
    Deno.statSync(root);
  } catch {
    present = false;
  }
  Deno.test({
    name: present
      ? name
      : `${name} (skipped: ../shared/corpora/${folder} is not there)`,
    ignore: !present,
    fn: () => run(root),
  });
}
