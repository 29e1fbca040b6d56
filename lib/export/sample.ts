import {
  type DecodedBatch,
  type FieldType,
  type InputFormat,
  type Path,
  rowAt,
  Tag,
  textAt,
} from "../core/mod.ts";
import { decodeAll, type InspectOptions, pathText } from "../pipeline/mod.ts";
import type { MomentForm } from "./portable_job.ts";

/** Rows that are looked at. */
const ENOUGH = 1_000;

/** What the first rows of an input tell of a field. */
export interface FieldSample {
  /** The type that holds all its values; `null` where it has none. Nested values have the type JSON. */
  readonly type: FieldType | null;
  /** The type that holds all its values that say numbers, those in quotes among them. */
  readonly number: "BIGINT" | "DOUBLE";
  /** A value that is no finite number though it reads as a DOUBLE, such as NaN; `null` where there is none. */
  readonly notFinite: string | null;
  /** A text that weir reads as a number and few others do: `0x10`, `1_000`, digits beside a tab; `null` where there is none. */
  readonly oddNumber: string | null;
  /** How its first value is written, if that is a moment; else `null`. */
  readonly form: MomentForm | null;
  /** All forms of moments that its values have. */
  readonly forms: readonly MomentForm[];
  /** Its first value, as text. */
  readonly first: string | null;
}

/** What the first rows of an input tell. */
export interface Sample {
  /** Each field, by its path as it is written. */
  readonly fields: ReadonlyMap<string, FieldSample>;
  /** Whether a row goes on over a line end, in quotes. */
  readonly overLines: boolean;
  /** Whether a line of NDJSON is no object. */
  readonly notObjects: boolean;
}

/** Where nobody has looked. */
export const NOTHING_SEEN: Sample = {
  fields: new Map(),
  overLines: false,
  notObjects: false,
};

/** What kinds of value a field has been seen to have. */
interface Seen {
  readonly tags: Set<number>;
  /** Whether a text says a whole number, and whether one says a number with a fraction. */
  wholeText: boolean;
  fractionText: boolean;
  notFinite: string | null;
  oddNumber: string | null;
  first: string | null;
  form: MomentForm | null;
  readonly forms: Set<MomentForm>;
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
    wholeText: false,
    fractionText: false,
    notFinite: null,
    oddNumber: null,
    first: null,
    form: null,
    forms: new Set(),
  }));
  let rows = 0;
  let overLines = false;
  let notObjects = false;
  for (const batch of decodeAll(decoder, head, ended)) {
    for (let at = 0; at < batch.selected; at++) {
      const row = rowAt(batch, at);
      overLines ||= spansLines(batch, row);
      notObjects ||= format.name === "ndjson" && !isObject(batch, row);
      for (const [index, column] of batch.columns.entries()) {
        const tag = column.tags[row]!;
        const field = seen[index]!;
        if (tag <= Tag.NULL) continue;
        field.tags.add(tag);
        const text = textAt(column, row);
        const form = formOf(tag, text);
        if (READ_AS_NUMBERS.has(tag)) noteText(field, text);
        if (form !== null) field.forms.add(form);
        if (field.first !== null) continue;
        field.first = text;
        field.form = form;
      }
    }
    rows += batch.selected;
    if (rows >= ENOUGH) break;
  }
  const found = seen.map((field, at): [string, FieldSample] => [
    pathText(paths[at]!),
    {
      type: typeOf(field.tags),
      number: numberOf(field),
      notFinite: field.notFinite,
      oddNumber: field.oddNumber,
      first: field.first,
      form: field.form,
      forms: [...field.forms],
    },
  ]);
  return { fields: new Map(found), overLines, notObjects };
}

const NEWLINE = 10;
const SPACE = 32;
const BRACE = 123;

function spansLines({ lines }: DecodedBatch, row: number): boolean {
  const end = lines.ends[row]!;
  const at = lines.bytes.indexOf(NEWLINE, lines.starts[row]!);
  return at >= 0 && at < end - 1;
}

const WHOLE_TEXT = /^[+-]?\d{1,19}$/u;

/** Whether 64 bits hold it. */
function fits(text: string): boolean {
  const whole = BigInt(text.replace(/^\+/u, ""));
  return BigInt.asIntN(64, whole) === whole;
}

/** Kinds of value whose text tells more of the number in it than the kind does. */
const READ_AS_NUMBERS: ReadonlySet<number> = new Set([
  Tag.STRING,
  Tag.ESCAPED,
  Tag.DOUBLE,
]);
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/iu;

/** Digits of another base, digits with `_` between them, digits beside white space that is no blank. */
const ODD_NUMBER =
  /^\s*[+-]?(?:0(?:x[\da-f]+|b[01]+)|[\d.]*\d_\d[\d._e+-]*)\s*$|^(?=.*[\t\n\v\f\r])\s*[+-]?[\d.]+\s*$/isu;

function noteText(field: Seen, text: string | null): void {
  if (ODD_NUMBER.test(text ?? "")) field.oddNumber ??= text;
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") return;
  const value = Number(trimmed);
  if (WHOLE_TEXT.test(trimmed) && fits(trimmed)) field.wholeText = true;
  else if (Number.isFinite(value)) field.fractionText = true;
  else if (NOT_FINITE.test(trimmed) || Math.abs(value) === Infinity) {
    field.notFinite ??= trimmed;
  }
}

/** Texts that say no number are NULL as either. */
function numberOf(
  { tags, wholeText, fractionText }: Seen,
): "BIGINT" | "DOUBLE" {
  const isWhole = [...WHOLE].some((tag) => tags.has(tag)) || wholeText;
  return isWhole && !fractionText && !tags.has(Tag.DOUBLE)
    ? "BIGINT"
    : "DOUBLE";
}

/** Whether the text of a row begins as an object. */
function isObject({ lines }: DecodedBatch, row: number): boolean {
  const text = lines.bytes.subarray(lines.starts[row]!, lines.ends[row]!);
  return text[text.findIndex((byte) => byte > SPACE)] === BRACE;
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
