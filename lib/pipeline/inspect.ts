import type {
  DecodedBatch,
  Decoder,
  InputFormat,
  ProjectedField,
} from "../core/mod.ts";
import { Fault, rowAt, Tag } from "../core/mod.ts";
import { timeAt } from "../stream/mod.ts";
import type { Zone } from "../time/mod.ts";

/** Names that hold the time of a row in most logs, the likeliest first (T2). */
export const TIME_NAMES: readonly string[] = [
  "@timestamp",
  "timestamp",
  "ts",
  "time",
  "datetime",
  "date",
  "at",
  "event_time",
  "created_at",
];

const TIMES: readonly ProjectedField[] = TIME_NAMES.map((name) => ({
  path: [name],
  as: "value",
}));

const NEWLINE = 10;

/** What the beginning of an input tells about it. */
export interface Inspection {
  /** The names that a header or the format fixes; `null` where each row brings its own. */
  readonly fields: readonly string[] | null;
  /** The names met in the beginning, in order of first appearance; none where they are too many. */
  readonly met: readonly string[];
  /** Whether there are too many names to lay rows out as columns. */
  readonly tooMany?: boolean;
  /** The names of the first good row; those met in the beginning when not given. */
  readonly first?: readonly string[];
  /** Whether the input holds no good row at all. */
  readonly empty?: boolean;
  /** The field whose value in the first good row reads as a time; `null` where none does. */
  readonly timeField: string | null;
}

/** How an input is read. */
export interface InspectOptions {
  /** Name of the input, for messages. */
  readonly source: string;
  /** `false` for CSV without a header line. */
  readonly header: boolean;
  /** Names given by `--fields`. */
  readonly fields: readonly string[] | null;
  /** Where a stamp without a zone was made. */
  readonly zone: Zone;
}

/**
 * Looks at the beginning of an input: its names, and which of them holds the time.
 *
 * @param head The first bytes; an incomplete last row in it is not looked at unless `ended`.
 * @param ended Whether the head is all of the input.
 */
export function inspect(
  format: InputFormat,
  head: Uint8Array,
  ended: boolean,
  options: InspectOptions,
): Inspection {
  const decoder = decoderOf(format, TIMES, options);
  let first: FirstRow | null = null;
  for (const row of goodRows(decoder, head, ended)) {
    first ??= told(format, decoder, row, options);
  }
  const met = metFields(decoder);
  return {
    fields: decoder.fields,
    met: met ?? [],
    tooMany: met === null,
    first: first?.names ?? [],
    empty: ended && first === null,
    timeField: format.timeField ?? first?.timeField ?? null,
  };
}

/** What the first good row of an input tells, which no cut of the input changes. */
export interface FirstRow {
  /** The names of its fields. */
  readonly names: readonly string[];
  /** The first known name of a time that reads as one. */
  readonly timeField: string | null;
}

/**
 * Looks at the first good row of an input.
 *
 * @returns `null` where the head holds none.
 */
export function firstRow(
  format: InputFormat,
  head: Uint8Array,
  options: InspectOptions,
): FirstRow | null {
  const decoder = decoderOf(format, TIMES, options);
  for (const row of goodRows(decoder, head, false)) {
    return told(format, decoder, row, options);
  }
  return null;
}

/** The first good row of a batch. */
interface GoodRow {
  readonly batch: DecodedBatch;
  /** Whether no row but bad ones was decoded before it or with it. */
  readonly alone: boolean;
}

/** Decodes a beginning and gives the first good row of each batch; the first line by itself. */
function* goodRows(
  decoder: Decoder,
  head: Uint8Array,
  ended: boolean,
): Iterable<GoodRow> {
  const line = head.indexOf(NEWLINE) + 1;
  const rest = head.subarray(line);
  const first = head.subarray(0, line);
  for (const batch of decodeAll(decoder, first, ended && rest.length === 0)) {
    if (batch.selected > 0) yield { batch, alone: batch.rows === 1 };
  }
  for (const batch of decodeAll(decoder, rest, ended)) {
    if (batch.selected > 0) yield { batch, alone: false };
  }
}

function told(
  format: InputFormat,
  decoder: Decoder,
  { batch, alone }: GoodRow,
  options: InspectOptions,
): FirstRow {
  const row = rowAt(batch, 0);
  const found = TIME_NAMES.findIndex((_, index) => {
    const column = batch.columns[index]!;
    return column.tags[row]! > Tag.NULL &&
      !Number.isNaN(timeAt(column, row, options.zone));
  });
  const { bytes, starts, ends } = batch.lines;
  return {
    names: decoder.fields ??
      // Another decoder costs as much as all the rest, and mostly what this one has met is the row.
      (alone
        ? [...metFields(decoder) ?? []]
        : namesIn(format, bytes.subarray(starts[row]!, ends[row]!), options)),
    timeField: TIME_NAMES[found] ?? null,
  };
}

function namesIn(
  format: InputFormat,
  rows: Uint8Array,
  options: InspectOptions,
): readonly string[] {
  const decoder = decoderOf(format, [], options);
  for (const _ of decodeAll(decoder, rows, true)) continue;
  return metFields(decoder) ?? [];
}

function decoderOf(
  format: InputFormat,
  projection: readonly ProjectedField[],
  { source, header, fields }: InspectOptions,
): Decoder {
  return format.decoder({
    source,
    projection,
    header,
    ...(fields === null ? {} : { fields }),
  });
}

/**
 * The names of fields that an input has: fixed, or those met so far in order
 * of first appearance; `null` where they are too many to be kept, which only
 * what asks for all of them minds.
 */
export function metFields(decoder: Decoder): readonly string[] | null {
  if (decoder.fields !== null) return decoder.fields;
  try {
    return decoder.discovered?.() ?? [];
  } catch (error) {
    if (error instanceof Fault && error.code === "json/too_many_fields") {
      return null;
    }
    throw error;
  }
}

/** Decodes bytes that are at hand, a space at a time. */
export function* decodeAll(
  decoder: Decoder,
  bytes: Uint8Array,
  ended: boolean,
): Iterable<DecodedBatch> {
  let rest = bytes;
  while (rest.length > 0) {
    const space = decoder.space();
    const length = Math.min(space.length, rest.length);
    space.set(rest.subarray(0, length));
    rest = rest.subarray(length);
    yield* decoder.decode(length, ended && rest.length === 0);
  }
}
