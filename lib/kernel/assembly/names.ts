// Names of members: where projected ones lead, and which top-level ones were met.

import { hash, same } from "./bytes";
import {
  MAX_NAMES,
  NAME_BYTES,
  NAME_HASH,
  NAME_LENGTH,
  NAME_MET,
  NAME_NODE,
  NAME_PARENT,
  NAME_SIZE,
  NODE_HAS_MEMBERS,
} from "./memory_map";
import { unescapeInto } from "./strings";

// Where the loader has put the tables.
let names: usize = 0;
let slots: usize = 0;
let slotMask: u32 = 0;
let maxCount: u32 = 0;
let nameBytes: usize = 0;
let nameBytesEnd: usize = 0;
let met: usize = 0;
/** Room to write a text without its escapes. */
export let scratch: usize = 0;
let scratchSize: u32 = 0;
let root: usize = 0;

let count: u32 = 0;
let used: usize = 0;
export let metCount: u32 = 0;
/** Whether there were names that had no room. */
export let overflow: bool = false;
/** Whether the row has met a name for the first time. */
export let metInRow: bool = false;

let keptCount: u32 = 0;
let keptUsed: usize = 0;
let keptMet: u32 = 0;
let keptOverflow: bool = false;

/** Sets the tables up, empty. The slots must hold zeros. */
export function setNames(
  namesAt: usize,
  capacity: u32,
  slotsAt: usize,
  slotCount: u32,
  bytesAt: usize,
  bytesEnd: usize,
  metAt: usize,
  scratchAt: usize,
  scratchBytes: u32,
  rootNode: usize,
): void {
  names = namesAt;
  maxCount = capacity;
  slots = slotsAt;
  slotMask = slotCount - 1;
  nameBytes = bytesAt;
  nameBytesEnd = bytesEnd;
  met = metAt;
  scratch = scratchAt;
  scratchSize = scratchBytes;
  root = rootNode;
  count = 0;
  used = bytesAt;
  metCount = 0;
  overflow = false;
  keepNames();
}

/** Makes a name of the fields known that leads to a node. */
export function addName(parent: usize, at: usize, length: u32, node: usize): void {
  const mixed = <u32> hash(at, length, parent);
  add(mixed, parent, at, length, node, freeSlot(mixed));
  keepNames();
}

/** Counts a top-level name as met, as it was before the fields changed. */
export function meetName(at: usize, length: u32): void {
  nodeOf(root, at, length, false);
  keepNames();
}

/** Says that there were more names than have room. */
export function setOverflow(): void {
  overflow = true;
  keptOverflow = true;
}

@inline
function freeSlot(mixed: u32): u32 {
  let slot = mixed & slotMask;
  while (load<u32>(slots + (slot << 2)) != 0) slot = (slot + 1) & slotMask;
  return slot;
}

function add(
  mixed: u32,
  parent: usize,
  at: usize,
  length: u32,
  node: usize,
  slot: u32,
): usize {
  const name = names + count * NAME_SIZE;
  memory.copy(used, at, length);
  store<u32>(name, mixed, NAME_HASH);
  store<u32>(name, parent, NAME_PARENT);
  store<u32>(name, used, NAME_BYTES);
  store<u32>(name, length, NAME_LENGTH);
  store<u32>(name, node, NAME_NODE);
  store<u32>(name, 0, NAME_MET);
  store<u32>(slots + (slot << 2), name);
  used += length;
  count++;
  return name;
}

/**
 * The node that a member of the object at `parent` leads to; 0 for none.
 * A name of the root counts as met.
 */
export function nodeOf(
  parent: usize,
  at: usize,
  length: u32,
  escaped: bool,
): usize {
  if (parent == 0 || (load<u32>(parent, NODE_HAS_MEMBERS) == 0 && parent != root)) {
    return 0;
  }
  if (escaped) {
    if (length > scratchSize) {
      // Longer than any name that is known can be written.
      if (parent == root) overflow = metInRow = true;
      return 0;
    }
    length = unescapeInto(scratch, at, length);
    at = scratch;
  }
  const mixed = <u32> hash(at, length, parent);
  let slot = mixed & slotMask;
  let name: usize = 0;
  while (true) {
    name = load<u32>(slots + (slot << 2));
    if (name == 0) break;
    if (
      load<u32>(name, NAME_HASH) == mixed &&
      load<u32>(name, NAME_PARENT) == parent &&
      load<u32>(name, NAME_LENGTH) == length &&
      same(load<u32>(name, NAME_BYTES), at, length)
    ) break;
    slot = (slot + 1) & slotMask;
  }
  if (parent != root) return name == 0 ? 0 : load<u32>(name, NAME_NODE);
  if (name == 0) {
    if (metCount == MAX_NAMES || count == maxCount || length > nameBytesEnd - used) {
      if (!overflow) overflow = metInRow = true;
      return 0;
    }
    name = add(mixed, parent, at, length, 0, slot);
  }
  if (load<u32>(name, NAME_MET) == 0) meet(name);
  return load<u32>(name, NAME_NODE);
}

function meet(name: usize): void {
  if (metCount == MAX_NAMES) {
    if (!overflow) overflow = metInRow = true;
    return;
  }
  store<u32>(name, 1, NAME_MET);
  store<u32>(met + (metCount << 2), name);
  metCount++;
  metInRow = true;
}

/** The row is good: its names stay. */
export function keepNames(): void {
  keptCount = count;
  keptUsed = used;
  keptMet = metCount;
  keptOverflow = overflow;
  metInRow = false;
}

/** The row is bad: what only it has met is forgotten. */
export function forgetNames(): void {
  while (metCount > keptMet) {
    metCount--;
    store<u32>(load<u32>(met + (metCount << 2)), 0, NAME_MET);
  }
  // Last in, first out: what probed past a slot goes before it.
  while (count > keptCount) {
    count--;
    const name = names + count * NAME_SIZE;
    let slot = load<u32>(name, NAME_HASH) & slotMask;
    while (load<u32>(slots + (slot << 2)) != name) slot = (slot + 1) & slotMask;
    store<u32>(slots + (slot << 2), 0);
  }
  used = keptUsed;
  overflow = keptOverflow;
  metInRow = false;
}
