import type { FieldNode } from "./field_tree.ts";
import type { Kernel } from "./kernel_instance.ts";
import type { MemoryMap } from "./kernel_memory.ts";
import type { ScannerField, ScannerOptions } from "./ndjson_scanner.ts";

// The numbers of assembly/memory_map.ts, in words.
const NODE_ACTION = 0;
const NODE_TARGET = 1;
const NODE_COLUMNS = 2;
const NODE_COLUMN_COUNT = 3;
const NODE_BELOW = 4;
const NODE_BELOW_COUNT = 5;
const NODE_HAS_MEMBERS = 7;
const NODE_ELEMENTS = 9;
const NODE_ELEMENT_COUNT = 10;
const COLUMN_TAGS = 0;
const COLUMN_SLOTS = 1;
const COLUMN_AS = 2;
const COLUMN_DICTIONARY = 3;
const DICTIONARY_TEXTS = 4;
const DICTIONARY_SLOTS = 5;
const DICTIONARY_BYTES = 6;
const COMPLEX = 5;
const AS = { value: 1, text: 2, time: 3, code: 4 } as const;
const encoder = new TextEncoder();

/** Tells a fresh kernel which fields to decode, and where everything lies. */
export function layFields(
  kernel: Kernel,
  map: MemoryMap,
  root: FieldNode,
  options: ScannerOptions & { readonly fields: readonly ScannerField[] },
): void {
  const { fields } = options;
  const words = new Uint32Array(kernel.memory.buffer);
  const rootAt = map.nodes.get(root)!;
  kernel.setPatterns(
    rootAt,
    map.entriesEnd,
    map.patternBytes,
    map.patternBytesEnd,
  );
  kernel.setNames(
    map.names,
    map.nameCapacity,
    map.nameSlots,
    map.nameSlotCount,
    map.nameBytes,
    map.nameBytesEnd,
    map.met,
    map.scratch,
    map.scratchBytes,
    rootAt,
  );
  kernel.setZonelessIsUtc(options.zonelessIsUtc ? 1 : 0);
  for (const [index, place] of map.columns.entries()) {
    const record = place.record / 4;
    words[record + COLUMN_TAGS] = place.tags;
    words[record + COLUMN_SLOTS] = place.slots;
    words[record + COLUMN_AS] = AS[fields[index]!.as];
    if (place.dictionary === null) continue;
    const dictionary = place.dictionary.record / 4;
    words[record + COLUMN_DICTIONARY] = place.dictionary.record;
    words[dictionary + DICTIONARY_TEXTS] = place.dictionary.texts;
    words[dictionary + DICTIONARY_SLOTS] = place.dictionary.slots;
    words[dictionary + DICTIONARY_BYTES] = place.dictionary.bytes;
  }
  kernel.setRows(
    map.starts,
    map.ends,
    map.bad,
    map.rows,
    map.columns[0]?.record ?? 0,
    fields.length,
    options.maxRowBytes,
  );
  layNodes(kernel, map, root, fields);
}

function layNodes(
  kernel: Kernel,
  map: MemoryMap,
  root: FieldNode,
  fields: readonly ScannerField[],
): void {
  const words = new Uint32Array(kernel.memory.buffer);
  const bytes = new Uint8Array(kernel.memory.buffer);
  let free = map.lists;
  const list = (values: readonly number[]) => {
    const at = free;
    words.set(values, at / 4);
    free += values.length * 4;
    return at;
  };
  const columnsAt = (columns: readonly number[]) =>
    list(columns.map((column) => map.columns[column]!.record));
  for (const [place, at] of map.nodes) {
    const node = at / 4;
    const { columns, below, members, elements } = place;
    const leaf = columns.length === 1 && below.length === 0;
    if (place !== root) {
      words[node + NODE_ACTION] = leaf ? AS[fields[columns[0]!]!.as] : COMPLEX;
      words[node + NODE_TARGET] = leaf ? map.columns[columns[0]!]!.record : at;
      words[node + NODE_COLUMNS] = columnsAt(columns);
      words[node + NODE_COLUMN_COUNT] = columns.length;
      words[node + NODE_BELOW] = columnsAt(below);
      words[node + NODE_BELOW_COUNT] = below.length;
      kernel.addNodeEntry(at);
    }
    words[node + NODE_HAS_MEMBERS] = members.size;
    words[node + NODE_ELEMENT_COUNT] = elements.size;
    words[node + NODE_ELEMENTS] = list(
      [...elements].flatMap(([index, child]) => [index, map.nodes.get(child)!]),
    );
    for (const [name, child] of members) {
      const encoded = encoder.encode(name);
      // The room for input is free as yet.
      bytes.set(encoded, map.input);
      kernel.addName(at, map.input, encoded.length, map.nodes.get(child)!);
    }
  }
}
