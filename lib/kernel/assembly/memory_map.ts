// Where things stand in the kernel's memory. The loader (../ndjson_kernel.ts)
// lays out what lies after the entries, and names the same numbers.

/** Static data of the compiler ends before this; the loader checks it. */
export const STATIC_END: usize = 0x4000;
/** Open containers of the row: 16 bytes each. */
export const FRAMES: usize = 0x4000;
/** Hash table of patterns: u32 each, the address of an entry or 0. */
export const PATTERN_SLOTS: usize = 0x8000;
export const PATTERN_SLOT_COUNT: u32 = 4096;
/** What a call found, for the loader. */
export const RESULT: usize = 0xc000;
/** Fixed entries, those of nodes, and learned ones, 64 bytes each. Where they end, and all that follows, the loader decides. */
export const ENTRIES: usize = 0x10000;

// Tags, number for number as lib/core/tag.ts has them.
export const MISSING: u32 = 0;
export const NULL: u32 = 1;
export const FALSE: u32 = 2;
export const TRUE: u32 = 3;
export const INTEGER: u32 = 4;
export const DOUBLE: u32 = 5;
export const BIG: u32 = 6;
export const STRING: u32 = 7;
export const ESCAPED: u32 = 8;
export const NESTED: u32 = 9;
export const TIME: u32 = 10;
export const CODE: u32 = 11;
/** A double whose last bit this arithmetic cannot tell: the slot is its span, and the loader reads it. */
export const DOUBTFUL: u32 = 0x85;

// What is done with a value: how the one column that takes it reads it, or
// COMPLEX where it takes a look at its node.
export const SKIP: u32 = 0;
export const AS_VALUE: u32 = 1;
export const AS_TEXT: u32 = 2;
export const AS_TIME: u32 = 3;
export const AS_CODE: u32 = 4;
export const COMPLEX: u32 = 5;

// A column: where its tags and slots are, how it reads, its dictionary, and
// the minute of the last stamp with its text.
export const COLUMN_TAGS: usize = 0;
export const COLUMN_SLOTS: usize = 4;
export const COLUMN_AS: usize = 8;
export const COLUMN_DICTIONARY: usize = 12;
export const COLUMN_MINUTE_TEXT: usize = 16;
export const COLUMN_MINUTE_US: usize = 32;
export const COLUMN_SIZE: usize = 48;

// A node: a place that projected paths lead to or through.
/** What entries that stand for it do. */
export const NODE_ACTION: usize = 0;
/** The column, or for COMPLEX the node itself. */
export const NODE_TARGET: usize = 4;
/** Columns that take its value: address of a list of columns, and its length. */
export const NODE_COLUMNS: usize = 8;
export const NODE_COLUMN_COUNT: usize = 12;
/** Columns of all places below. */
export const NODE_BELOW: usize = 16;
export const NODE_BELOW_COUNT: usize = 20;
/** The row that met it last, so that a duplicate key empties what is below. */
export const NODE_STAMP: usize = 24;
/** Whether members are looked for. */
export const NODE_HAS_MEMBERS: usize = 28;
/** The entry that stands for it where no pattern does. */
export const NODE_ENTRY: usize = 32;
/** Elements that paths lead through: address of a list of (index, node), and its length. */
export const NODE_ELEMENTS: usize = 36;
export const NODE_ELEMENT_COUNT: usize = 40;
export const NODE_SIZE: usize = 48;

// A name of a member, at a node that has members.
export const NAME_HASH: usize = 0;
export const NAME_PARENT: usize = 4;
export const NAME_BYTES: usize = 8;
export const NAME_LENGTH: usize = 12;
/** Where it leads; 0 where only its being met is of interest. */
export const NAME_NODE: usize = 16;
export const NAME_MET: usize = 20;
export const NAME_SIZE: usize = 24;

// A dictionary.
export const DICTIONARY_SIZE: usize = 0;
export const DICTIONARY_USED: usize = 4;
/** How many of its texts are those of good rows. */
export const DICTIONARY_KEPT: usize = 8;
export const DICTIONARY_TEXTS: usize = 16;
export const DICTIONARY_SLOTS: usize = 20;
export const DICTIONARY_BYTES: usize = 24;
export const DICTIONARY_SLOT_COUNT: u32 = 8192;
export const DICTIONARY_MAX_TEXTS: u32 = 4096;
export const DICTIONARY_MAX_BYTES: u32 = 131072;
// A text of a dictionary: its first 16 bytes, padded with 0, and where it is.
export const TEXT_HEAD: usize = 0;
export const TEXT_LENGTH: usize = 16;
export const TEXT_AT: usize = 20;
export const TEXT_SLOT: usize = 24;
export const TEXT_SIZE: usize = 32;

// Limits of lib/kernel/ndjson_scanner.ts.
export const MAX_DEPTH: usize = 1000;
export const MAX_NAMES: u32 = 2000;
/** An escaped text that is longer gets no code. */
export const MAX_ESCAPED_CODE: u32 = 4096;
