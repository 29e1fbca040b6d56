import type { FieldNode } from "./field_tree.ts";
import {
  DICTIONARY_BYTES,
  DICTIONARY_TEXTS,
  FIRST_INPUT_BYTES,
  MAX_ESCAPED_CODE,
  MAX_NAMES,
  type ScannerField,
} from "./ndjson_scanner.ts";

// The numbers of assembly/memory_map.ts and assembly/patterns.ts.
const ENTRIES = 0x10000;
const ENTRY_BYTES = 64;
const FIXED_ENTRIES = 6;
const LEARNED_ENTRIES = 2_000;
const PATTERN_BYTES = 1 << 17;
const NODE_BYTES = 48;
const NAME_RECORD_BYTES = 24;
/** Bytes of names that are met beside the projected ones. */
const NAME_BYTES = 1 << 17;
const COLUMN_BYTES = 48;
const DICTIONARY_RECORD_BYTES = 32;
const DICTIONARY_SLOTS = 8_192;
const TEXT_RECORD_BYTES = 32;
/** The most rows of one scan, and how many bytes their columns may take: they should stay in the processor's cache. */
const MOST_ROWS = 8_192;
const LEAST_ROWS = 256;
const ROWS_BYTES = 1 << 20;
/** Blocks of 16 bytes are read up to this far beyond the last byte. */
const PADDING = 128;

/** Where a dictionary lies. */
export interface DictionaryPlace {
  readonly record: number;
  readonly texts: number;
  readonly slots: number;
  readonly bytes: number;
}

/** Where a column lies. */
export interface ColumnPlace {
  readonly record: number;
  readonly tags: number;
  readonly slots: number;
  readonly dictionary: DictionaryPlace | null;
}

/** Where everything lies in the kernel's memory. */
export interface MemoryMap {
  readonly entriesEnd: number;
  readonly patternBytes: number;
  readonly patternBytesEnd: number;
  /** The node of the root, and those of all other places. */
  readonly nodes: ReadonlyMap<FieldNode, number>;
  /** Room for the lists that nodes point to. */
  readonly lists: number;
  readonly names: number;
  readonly nameCapacity: number;
  readonly nameSlots: number;
  readonly nameSlotCount: number;
  readonly nameBytes: number;
  readonly nameBytesEnd: number;
  readonly met: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly columns: readonly ColumnPlace[];
  readonly rows: number;
  readonly starts: number;
  readonly ends: number;
  readonly bad: number;
  readonly selection: number;
  readonly input: number;
  readonly inputEnd: number;
  /** Two areas for kept lines, used in turn. */
  readonly output: readonly [number, number];
  readonly size: number;
}

/** Lays out the kernel's memory for some fields and so much input. */
export function memoryMap(
  fields: readonly ScannerField[],
  root: FieldNode,
  inputBytes: number,
): MemoryMap {
  let at = ENTRIES;
  const take = (bytes: number, alignment = 16) => {
    const start = Math.ceil(at / alignment) * alignment;
    at = start + bytes;
    return start;
  };
  const places = [...placesOf(root)];
  const projected = nameLengths(root);
  const longest = Math.max(0, ...projected);
  const entryCount = FIXED_ENTRIES + places.length + LEARNED_ENTRIES;
  const entriesEnd = take(entryCount * ENTRY_BYTES) + entryCount * ENTRY_BYTES;
  const patternBytes = take(PATTERN_BYTES + PADDING);
  const nodes = new Map(places.map((place) => [place, take(NODE_BYTES)]));
  // Each column stands once in the list of its place and in those of all places above.
  const listed = fields.reduce((sum, { path }) => sum + path.length + 1, 0);
  const lists = take(listed * 4 + places.length * 8);
  const nameCapacity = projected.length + MAX_NAMES;
  const names = take(nameCapacity * NAME_RECORD_BYTES);
  const nameSlotCount = 2 ** Math.ceil(Math.log2(nameCapacity * 2));
  const nameSlots = take(nameSlotCount * 4);
  const nameByteCount = projected.reduce((sum, length) => sum + length, 0) +
    NAME_BYTES;
  const nameBytes = take(nameByteCount + PADDING);
  const met = take(MAX_NAMES * 4);
  // An escaped name is up to six times as long as what it means.
  const scratchBytes = Math.max(MAX_ESCAPED_CODE, longest * 6);
  const scratch = take(scratchBytes + PADDING);
  const rowBytes = fields.length * 9 + 16;
  const rows = Math.max(
    LEAST_ROWS,
    Math.min(MOST_ROWS, ROWS_BYTES / rowBytes & ~7),
  );
  const starts = take(rows * 4);
  const ends = take(rows * 4);
  const bad = take(rows * 4);
  const selection = take(rows * 4);
  // The records side by side, since the kernel walks them.
  const records = fields.map(() => take(COLUMN_BYTES));
  const columns = fields.map(({ as }, index) => ({
    record: records[index]!,
    slots: take(rows * 8),
    tags: take(rows),
    dictionary: as === "code"
      ? {
        record: take(DICTIONARY_RECORD_BYTES),
        texts: take(DICTIONARY_TEXTS * TEXT_RECORD_BYTES),
        slots: take(DICTIONARY_SLOTS * 2),
        bytes: take(DICTIONARY_BYTES + PADDING),
      }
      : null,
  }));
  const room = Math.max(inputBytes, FIRST_INPUT_BYTES);
  const input = take(room + 1 + PADDING, 64);
  const output: [number, number] = [
    take(room + 1 + PADDING, 64),
    take(room + 1 + PADDING, 64),
  ];
  return {
    entriesEnd,
    patternBytes,
    patternBytesEnd: patternBytes + PATTERN_BYTES,
    nodes,
    lists,
    names,
    nameCapacity,
    nameSlots,
    nameSlotCount,
    nameBytes,
    nameBytesEnd: nameBytes + nameByteCount,
    met,
    scratch,
    scratchBytes,
    columns,
    rows,
    starts,
    ends,
    bad,
    selection,
    input,
    inputEnd: input + room,
    output,
    size: at,
  };
}

/** A place and all places below it. */
function* placesOf(place: FieldNode): Iterable<FieldNode> {
  yield place;
  for (const member of place.members.values()) yield* placesOf(member);
  for (const element of place.elements.values()) yield* placesOf(element);
}

/** Lengths of all names that lead somewhere, in bytes. */
function nameLengths(root: FieldNode): number[] {
  const encoder = new TextEncoder();
  return [...placesOf(root)].flatMap((place) =>
    [...place.members.keys()].map((name) => encoder.encode(name).length)
  );
}
