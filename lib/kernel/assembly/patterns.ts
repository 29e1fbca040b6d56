// What a row is expected to look like. A pattern is the raw bytes from the end
// of one value to the start of the next within one object (`,"status":`, or
// `{"time":` for its first member), so that one comparison checks comma, white
// space, quotes, name and colon at once. Each entry remembers the pattern that
// followed it last, and the first one inside its value.
//
// An entry is only ever reached from its own object: `next` leads from member
// to member of one object, `first` into the object that is the value. So no
// entry can match where its bytes would be no JSON.
//
// Past 300 lines: finding, learning and forgetting share counters, which an
// importing module cannot assign.

import { FACTOR_A, FACTOR_B, head, same, skipSpace } from "./bytes";
import {
  ENTRIES,
  NODE_ACTION,
  NODE_ENTRY,
  NODE_TARGET,
  PATTERN_SLOT_COUNT,
  PATTERN_SLOTS,
  SKIP,
} from "./memory_map";
import { nodeOf } from "./names";
import { closingQuote, escaped } from "./strings";

/** First 16 bytes. */
export const HEAD: usize = 0;
/** A bit for each of them that counts; a bit beyond makes it match nothing. */
export const BITS: usize = 16;
export const LENGTH: usize = 20;
/** The pattern that is expected after the value. */
export const NEXT: usize = 24;
/** The pattern that is expected first inside the value, if it is an object. */
export const FIRST: usize = 28;
/** The entry of elements of the value, if it is a list; 0 while there is none. */
export const ELEMENT: usize = 32;
/** What is done with the value: SKIP, AS_... or COMPLEX. */
export const ACTION: usize = 36;
/** The column, or for COMPLEX the node. */
export const TARGET: usize = 40;
/** The place of the value; 0 where no path leads. */
export const NODE: usize = 44;
/** All bytes. */
export const BYTES: usize = 48;
/** The entry of the object it is in. */
export const CONTAINER: usize = 52;
export const HASH: usize = 56;
export const ENTRY_SIZE: usize = 64;

/** Matches nothing. */
export const MISS: usize = ENTRIES;
/** The end of an object: `}`, and up to two ways of writing it with white space before. */
export const CLOSE: usize = ENTRIES + ENTRY_SIZE;
const CLOSE_COUNT: u32 = 3;
/** The last of the entries that end an object. */
export const LAST_CLOSE: usize = CLOSE + (CLOSE_COUNT - 1) * ENTRY_SIZE;
/** The row itself. */
export const ROOT: usize = LAST_CLOSE + ENTRY_SIZE;
/** A value that no path leads to, where there is no room for an entry of its own. */
export const NOWHERE: usize = ROOT + ENTRY_SIZE;
/** From here on entries of nodes, then learned ones. */
const FREE: usize = NOWHERE + ENTRY_SIZE;

/** Longer patterns are not learned. */
const LONGEST: u32 = 256;
/** What a bit beyond those of 16 bytes does: the pattern matches nothing. */
const NEVER: u32 = 0x10000;

let entriesEnd: usize = FREE;
let patternBytes: usize = 0;
let patternBytesEnd: usize = 0;
let learned: usize = FREE;
let free: usize = FREE;
let bytesUsed: usize = 0;
let closes: u32 = 1;
let keptFree: usize = FREE;
let keptBytes: usize = 0;
/** Whether the row has taught anything. */
export let taught: bool = false;

/** Address after the pattern that {@link memberAfter} or {@link firstMember} found. */
export let after: usize = 0;

/** Whether the pattern of an entry stands at an address. */
@inline
export function matches(at: usize, entry: usize): bool {
  const bits = load<u32>(entry, BITS);
  if (
    (i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(entry, HEAD))) & bits) != bits
  ) return false;
  const length = load<u32>(entry, LENGTH);
  return length <= 16 || matchesLong(at, entry, length);
}

@inline
function matchesLong(at: usize, entry: usize, length: u32): bool {
  const bytes = <usize> load<u32>(entry, BYTES);
  // The last 16 bytes overlap what was compared before.
  const last = length - 16;
  if (v128.any_true(v128.xor(v128.load(at + last), v128.load(bytes + last)))) {
    return false;
  }
  return length <= 32 || same(at, bytes, last);
}

/** Forgets everything, and makes the fixed entries. */
export function setPatterns(
  rootNode: usize,
  end: usize,
  bytesAt: usize,
  bytesEnd: usize,
): void {
  entriesEnd = end;
  patternBytes = bytesAt;
  patternBytesEnd = bytesEnd;
  memory.fill(PATTERN_SLOTS, 0, <usize> PATTERN_SLOT_COUNT << 2);
  memory.fill(ENTRIES, 0, FREE - ENTRIES);
  free = FREE;
  blank(MISS);
  for (let entry = CLOSE; entry <= LAST_CLOSE; entry += ENTRY_SIZE) blank(entry);
  blank(ROOT);
  blank(NOWHERE);
  store<u8>(CLOSE, 125, HEAD);
  store<u32>(CLOSE, 1, BITS);
  store<u32>(CLOSE, 1, LENGTH);
  store<u32>(ROOT, rootNode, NODE);
  store<u32>(NOWHERE, NOWHERE, ELEMENT);
  bytesUsed = patternBytes;
  closes = 1;
  keepPatterns();
  learned = free;
}

function blank(entry: usize): void {
  store<u32>(entry, NEVER, BITS);
  store<u32>(entry, MISS, NEXT);
  store<u32>(entry, MISS, FIRST);
}

/** Makes the entry of a node, before anything is learned. */
export function addNodeEntry(node: usize): void {
  const entry = makeEntry(node);
  store<u32>(node, entry, NODE_ENTRY);
  keepPatterns();
  learned = free;
}

function makeEntry(node: usize): usize {
  const entry = free;
  free += ENTRY_SIZE;
  memory.fill(entry, 0, ENTRY_SIZE);
  blank(entry);
  if (node != 0) {
    store<u32>(entry, load<u32>(node, NODE_ACTION), ACTION);
    store<u32>(entry, load<u32>(node, NODE_TARGET), TARGET);
    store<u32>(entry, node, NODE);
  }
  return entry;
}

/** The entry of elements of the list that is the value of an entry. */
export function elementOf(entry: usize): usize {
  const known = load<u32>(entry, ELEMENT);
  if (known != 0) return known;
  if (free == entriesEnd) return NOWHERE;
  taught = true;
  const element = makeEntry(0);
  store<u32>(entry, element, ELEMENT);
  return element;
}

/** A hash of the first 16 bytes of a pattern, its last 16, and the object it is in. */
@inline
function patternHash(at: usize, length: u32, container: usize): u32 {
  const first = head(at, length);
  let mixed: u64 = (i64x2.extract_lane(first, 0) ^ <u64> container) * FACTOR_A;
  mixed = (mixed ^ (mixed >> 32) ^ i64x2.extract_lane(first, 1)) * FACTOR_B;
  if (length > 16) {
    const last = v128.load(at + length - 16);
    mixed = (mixed ^ (mixed >> 32) ^ i64x2.extract_lane(last, 0)) * FACTOR_A;
    mixed = (mixed ^ (mixed >> 32) ^ i64x2.extract_lane(last, 1)) * FACTOR_B;
  }
  return <u32> (mixed >> 32);
}

let freeSlot: u32 = 0;

/** The entry of a pattern in an object; 0 where it is not known, and then where its slot would be. */
@inline
function find(at: usize, length: u32, container: usize, mixed: u32): usize {
  let slot = mixed & (PATTERN_SLOT_COUNT - 1);
  while (true) {
    const entry = <usize> load<u32>(PATTERN_SLOTS + (slot << 2));
    if (entry == 0) {
      freeSlot = slot;
      return 0;
    }
    if (
      load<u32>(entry, CONTAINER) == container &&
      load<u32>(entry, LENGTH) == length && matches(at, entry)
    ) return entry;
    slot = (slot + 1) & (PATTERN_SLOT_COUNT - 1);
  }
}

/** The two bytes that begin a further member, and a first one, where nobody wastes space. */
export const COMMA_QUOTE: u32 = 0x222c;
export const BRACE_QUOTE: u32 = 0x227b;

/**
 * The entry of a pattern that is written without white space and known; 0 for
 * any other. Bytes that are the same as those of a pattern need no other look.
 */
@inline
function known(at: usize, start: u32, container: usize): usize {
  if (load<u16>(at) != start) return 0;
  const quote = i8x16.splat(34);
  const quotes: u32 = <u32> i8x16.bitmask(i8x16.eq(v128.load(at), quote)) |
    <u32> i8x16.bitmask(i8x16.eq(v128.load(at, 16), quote)) << 16;
  const end: u32 = ctz(quotes & ~3);
  // No second quote: then this is 32, and what stands there is no colon of a known pattern.
  if (load<u8>(at + end, 1) != 58 || load<u8>(at + end, 2) <= 32) return 0;
  const length = end + 2;
  const entry = find(at, length, container, patternHash(at, length, container));
  if (entry != 0) after = at + length;
  return entry;
}

/**
 * Reads what stands between a value and the next one in an object, and
 * expects it from now on.
 *
 * @param entry Of the value.
 * @param container Of the object.
 * @returns The entry of the next value, or of the object's end; 0 if this is no JSON. Tells {@link after}.
 */
export function memberAfter(at: usize, entry: usize, container: usize): usize {
  let found = known(at, COMMA_QUOTE, container);
  if (found == 0) {
    const name = skipSpace(at);
    const byte = load<u8>(name);
    if (byte == 125) {
      after = name + 1;
      found = closeOf(at, <u32> (after - at));
    } else {
      if (byte != 44) return 0;
      found = member(at, skipSpace(name + 1), container);
    }
  }
  // Entries that are not learned stand for members of several objects.
  if (entry >= learned && found != 0) store<u32>(entry, found, NEXT);
  return found;
}

/** As {@link memberAfter}, from the brace that opens the object. */
export function firstMember(at: usize, container: usize): usize {
  let found = known(at, BRACE_QUOTE, container);
  if (found == 0) {
    const name = skipSpace(at + 1);
    if (load<u8>(name) == 125) {
      after = name + 1;
      return CLOSE;
    }
    found = member(at, name, container);
  }
  if (found != 0) store<u32>(container, found, FIRST);
  return found;
}

/** The entry for an end of an object that is written like this. */
function closeOf(at: usize, length: u32): usize {
  if (length == 1 || length > 16) return CLOSE;
  const bits = (1 << length) - 1;
  const bytes = head(at, length);
  for (let known: u32 = 1; known < closes; known++) {
    const entry = CLOSE + known * ENTRY_SIZE;
    if (
      load<u32>(entry, LENGTH) == length &&
      !v128.any_true(v128.xor(bytes, v128.load(entry, HEAD)))
    ) return entry;
  }
  if (closes == CLOSE_COUNT) return CLOSE;
  const entry = CLOSE + closes++ * ENTRY_SIZE;
  v128.store(entry, bytes, HEAD);
  store<u32>(entry, bits, BITS);
  store<u32>(entry, length, LENGTH);
  return entry;
}

/** Reads a name and its colon. The pattern began at `from`. */
function member(from: usize, quote: usize, container: usize): usize {
  if (load<u8>(quote) != 34) return 0;
  const name = quote + 1;
  const end = closingQuote(name);
  if (end == 0) return 0;
  const nameEscaped = escaped;
  const colon = skipSpace(end + 1);
  if (load<u8>(colon) != 58) return 0;
  after = skipSpace(colon + 1);
  const length = <u32> (after - from);
  const mixed = patternHash(from, length, container);
  const entry = find(from, length, container, mixed);
  if (entry != 0) return entry;
  const node = nodeOf(
    load<u32>(container, NODE),
    name,
    <u32> (end - name),
    nameEscaped,
  );
  if (
    free == entriesEnd || length > LONGEST ||
    length > patternBytesEnd - bytesUsed - 16
  ) return node == 0 ? NOWHERE : load<u32>(node, NODE_ENTRY);
  taught = true;
  return learn(from, length, container, mixed, node);
}

function learn(
  from: usize,
  length: u32,
  container: usize,
  mixed: u32,
  node: usize,
): usize {
  const entry = makeEntry(node);
  memory.copy(bytesUsed, from, length);
  v128.store(entry, head(from, length), HEAD);
  store<u32>(entry, length < 16 ? (1 << length) - 1 : 0xffff, BITS);
  store<u32>(entry, length, LENGTH);
  store<u32>(entry, bytesUsed, BYTES);
  store<u32>(entry, container, CONTAINER);
  store<u32>(entry, mixed, HASH);
  bytesUsed += length;
  store<u32>(PATTERN_SLOTS + (freeSlot << 2), entry);
  return entry;
}

/** The row is good: what it taught stays. */
export function keepPatterns(): void {
  keptFree = free;
  keptBytes = bytesUsed;
  taught = false;
}

/** The row is bad: what it taught is forgotten, since it may be no JSON, or no name of a good row. */
export function forgetPatterns(): void {
  // Last in, first out: what probed past a slot goes before it.
  while (free > keptFree) {
    free -= ENTRY_SIZE;
    if (load<u32>(free, LENGTH) == 0) continue;
    let slot = load<u32>(free, HASH) & (PATTERN_SLOT_COUNT - 1);
    while (load<u32>(PATTERN_SLOTS + (slot << 2)) != free) {
      slot = (slot + 1) & (PATTERN_SLOT_COUNT - 1);
    }
    store<u32>(PATTERN_SLOTS + (slot << 2), 0);
  }
  bytesUsed = keptBytes;
  for (let entry = ROOT; entry < free; entry += ENTRY_SIZE) {
    if (load<u32>(entry, NEXT) >= free) store<u32>(entry, MISS, NEXT);
    if (load<u32>(entry, FIRST) >= free) store<u32>(entry, MISS, FIRST);
    if (load<u32>(entry, ELEMENT) >= free) store<u32>(entry, 0, ELEMENT);
  }
  taught = false;
}
