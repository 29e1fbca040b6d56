import {
  type DecodedBatch,
  type FieldType,
  type InputFormat,
  type Path,
  rowAt,
  Tag,
  textAt,
} from "../core/mod.ts";
import { decodeAll, type InspectOptions } from "../pipeline/mod.ts";
import type { MomentForm } from "./portable_job.ts";

/** Rows that are looked at. */
const ENOUGH = 1_000;

/** What the first rows of an input tell of a field. */
export interface FieldSample {
  /** The type that holds all its values; `null` where it has none. Nested values have the type JSON. */
  readonly type: FieldType | null;
  /** How its first value is written, if that is a moment; else `null`. */
  readonly form: MomentForm | null;
  /** Its first value, as text. */
  readonly first: string | null;
}

/** What the first rows of an input tell. */
export interface Sample {
  /** One a field, in the order that was asked for. */
  readonly fields: readonly FieldSample[];
  /** Whether a row goes on over a line end, in quotes. */
  readonly overLines: boolean;
}

/** What kinds of value a field has been seen to have. */
interface Seen {
  readonly tags: Set<number>;
  first: string | null;
  form: MomentForm | null;
}

/**
 * Looks at the first rows of an input, to tell the types of fields that
 * nothing else fixes. An engine with fixed columns must know them before the
 * first row, where weir takes each value for what it is.
 *
 * @param paths The fields.
 */
export function sampleFields(
  format: InputFormat,
  head: Uint8Array,
  ended: boolean,
  paths: readonly Path[],
  { source, header, fields }: InspectOptions,
): Sample {
  const decoder = format.decoder({
    source,
    projection: paths.map((path) => ({ path, as: "value" as const })),
    header,
    ...(fields === null ? {} : { fields }),
  });
  const seen = paths.map((): Seen => ({
    tags: new Set(),
    first: null,
    form: null,
  }));
  let rows = 0;
  let overLines = false;
  for (const batch of decodeAll(decoder, head, ended)) {
    for (let at = 0; at < batch.selected; at++) {
      const row = rowAt(batch, at);
      overLines ||= spansLines(batch, row);
      for (const [index, column] of batch.columns.entries()) {
        const tag = column.tags[row]!;
        const field = seen[index]!;
        if (tag <= Tag.NULL) continue;
        field.tags.add(tag);
        if (field.first !== null) continue;
        field.first = textAt(column, row);
        field.form = formOf(tag, field.first);
      }
    }
    rows += batch.selected;
    if (rows >= ENOUGH) break;
  }
  const found = seen.map(({ tags, first, form }) => ({
    type: typeOf(tags),
    first,
    form,
  }));
  return { fields: found, overLines };
}

const NEWLINE = 10;

function spansLines({ lines }: DecodedBatch, row: number): boolean {
  const end = lines.ends[row]!;
  const at = lines.bytes.indexOf(NEWLINE, lines.starts[row]!);
  return at >= 0 && at < end - 1;
}

const TRUTH: ReadonlySet<number> = new Set([Tag.TRUE, Tag.FALSE]);
const WHOLE: ReadonlySet<number> = new Set([Tag.INTEGER, Tag.BIG]);
const NUMBERS: ReadonlySet<number> = new Set([...WHOLE, Tag.DOUBLE]);

function typeOf(tags: ReadonlySet<number>): FieldType | null {
  const within = (kinds: ReadonlySet<number>) =>
    [...tags].every((tag) => kinds.has(tag));
  if (tags.size === 0) return null;
  if (tags.has(Tag.NESTED)) return "JSON";
  if (within(TRUTH)) return "BOOLEAN";
  if (within(WHOLE)) return "BIGINT";
  if (within(NUMBERS)) return "DOUBLE";
  if (within(new Set([Tag.TIME]))) return "TIMESTAMP";
  return "VARCHAR";
}

const ISO =
  /^\s*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?)?\s*$/u;
const CLF = /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/u;
const DIGITS = /^\d+(?:\.\d+)?$/u;

function formOf(tag: number, text: string | null): MomentForm | null {
  if (tag === Tag.TIME) return "clf";
  if (tag === Tag.INTEGER || tag === Tag.DOUBLE) return "epoch";
  if (text === null) return null;
  if (ISO.test(text)) return "iso";
  if (CLF.test(text)) return "clf";
  return DIGITS.test(text) ? "epoch" : null;
}
