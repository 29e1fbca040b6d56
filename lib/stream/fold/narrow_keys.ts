import {
  type Column,
  ColumnBuilder,
  compareValues,
  type FieldType,
  Tag,
  textAt,
  type Value,
  valueAt,
} from "../../core/mod.ts";
import { storedType } from "../../format/arrow_narrow.ts";
import { formatTimestamp } from "../../time/mod.ts";

/** The values of one key of the groups of a pane. */
export interface KeyOfGroups {
  /** The distinct values. */
  readonly values: Column;
  /** For each group the row of its value. */
  readonly codes: Int32Array;
  /** The type that the plan gives it; `null` for a key whose values keep their kinds, and give each of them a table of its own. */
  readonly type: FieldType | null;
}

/** Groups whose keys are equal once they have the types of columns. */
export interface NarrowGroups {
  /** The keys, a row for each list of groups. */
  readonly keys: readonly Column[];
  /** Places of the groups, in the order of their keys. */
  readonly members: readonly (readonly number[])[];
}

/**
 * Gives the keys of a pane the types that columns of DuckDB's would have (V2):
 * whole numbers beside doubles are doubles, values of several kinds are texts.
 * Groups that are equal then are one.
 *
 * @param keys The keys; those whose values keep their kinds come first.
 * @param count How many groups there are, sorted by their keys.
 * @returns `null` where every value stands as it is, which is so for most.
 */
export function narrowGroups(
  keys: readonly KeyOfGroups[],
  count: number,
): NarrowGroups | null {
  const tables = [...tablesOf(keys, count)];
  if (tables.every(({ readers }) => readers.every((one) => one === null))) {
    return null;
  }
  const out = keys.map(() => new ColumnBuilder());
  const members = tables.flatMap(({ readers, from, to }) => {
    const read = readers.map((reader, key) =>
      reader ?? ((row: number) => valueAt(keys[key]!.values, row))
    );
    const found = new Map<string, Group>();
    for (let at = from; at < to; at++) {
      const values = read.map((one, key) => one(keys[key]!.codes[at]!));
      const name = JSON.stringify(values.map(nameOf));
      const group = found.get(name);
      if (group === undefined) found.set(name, { values, members: [at] });
      else group.members.push(at);
    }
    return [...found.values()].sort(compareGroups).map(
      ({ values, members }) => {
        readers.forEach((reader, key) => {
          const value = values[key]!;
          if (reader === null) {
            const { values: own, codes } = keys[key]!;
            out[key]!.appendFrom(own, codes[members[0]!]!);
          } else if (value === null) out[key]!.appendNull();
          else if (typeof value === "number") out[key]!.appendDouble(value);
          else out[key]!.appendText(String(value));
        });
        return members;
      },
    );
  });
  return { members, keys: out.map((builder) => builder.finish()) };
}

/** Groups that are one. */
interface Group {
  readonly values: readonly Value[];
  readonly members: number[];
}

/** How a value is read that gets another type. */
type Reader = (row: number) => Value;

/** Groups that would be rows of one table. */
interface TableOfGroups {
  /** Place of its first group. */
  readonly from: number;
  /** Place after its last. */
  readonly to: number;
  /** How each key is read; `null` where its values stand as they are. */
  readonly readers: readonly (Reader | null)[];
}

/** Takes groups apart by the keys of windows, each of which has a table of its own. */
function* tablesOf(
  keys: readonly KeyOfGroups[],
  count: number,
): Iterable<TableOfGroups> {
  const fixed = keys.filter(({ type }) => type === null);
  let from = 0;
  for (let at = 1; at <= count; at++) {
    const same = at < count &&
      fixed.every(({ codes }) => codes[at] === codes[from]);
    if (same) continue;
    const readers = keys.map((key) => readerOf(key, from, at));
    yield { from, to: at, readers };
    from = at;
  }
}

function readerOf(
  { values, codes, type }: KeyOfGroups,
  from: number,
  to: number,
): Reader | null {
  if (type === null) return null;
  const rows = Uint32Array.from(codes.subarray(from, to));
  const { tags, numbers } = values;
  const has = (changes: (tag: number) => boolean): boolean =>
    rows.some((row) => tags[row]! > Tag.NULL && changes(tags[row]!));
  switch (storedType(type, values, rows, rows.length)) {
    case "DOUBLE":
      return has((tag) => tag !== Tag.DOUBLE)
        ? (row) => {
          const value = valueAt(values, row);
          return value === null ? null : Number(value);
        }
        : null;
    case "VARCHAR":
      return has((tag) => tag !== Tag.STRING)
        ? (row) =>
          tags[row] === Tag.TIME
            ? formatTimestamp(numbers[row]!)
            : textAt(values, row)
        : null;
    default:
      return null;
  }
}

/** Tells values apart as groups are: zero and minus zero are one. */
function nameOf(value: Value): readonly [string, string] | null {
  return value === null
    ? null
    : [typeof value, value === 0 ? "0" : String(value)];
}

function compareGroups(a: Group, b: Group): number {
  for (let key = 0; key < a.values.length; key++) {
    const difference = compareValues(a.values[key]!, b.values[key]!);
    if (difference !== 0) return difference;
  }
  return 0;
}
