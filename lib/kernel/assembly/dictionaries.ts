// Texts by number, in order of first appearance; they keep their codes for ever.

import { hash, head, same } from "./bytes";
import {
  DICTIONARY_BYTES,
  DICTIONARY_MAX_BYTES,
  DICTIONARY_MAX_TEXTS,
  DICTIONARY_KEPT,
  DICTIONARY_SIZE,
  DICTIONARY_SLOT_COUNT,
  DICTIONARY_SLOTS,
  DICTIONARY_TEXTS,
  DICTIONARY_USED,
  TEXT_AT,
  TEXT_SLOT,
  TEXT_HEAD,
  TEXT_LENGTH,
  TEXT_SIZE,
} from "./memory_map";

/** Whether the row has brought a text that was new. */
export let addedInRow: bool = false;

/** The code of a text, a new one while there is room; -1 where there is none. */
@inline
export function codeOf(
  dictionary: usize,
  at: usize,
  length: u32,
): i32 {
  const first = head(at, length);
  const mixed = hash(at, length, 0);
  const texts = <usize> load<u32>(dictionary, DICTIONARY_TEXTS);
  const slots = <usize> load<u32>(dictionary, DICTIONARY_SLOTS);
  let slot = <u32> mixed & (DICTIONARY_SLOT_COUNT - 1);
  while (true) {
    const number: u32 = load<u16>(slots + (slot << 1));
    if (number == 0) return addText(dictionary, at, length, slot);
    const text = texts + (number - 1) * TEXT_SIZE;
    if (
      load<u32>(text, TEXT_LENGTH) == length &&
      !v128.any_true(v128.xor(first, v128.load(text, TEXT_HEAD))) &&
      (length <= 16 || same(at, load<u32>(text, TEXT_AT), length))
    ) return number - 1;
    slot = (slot + 1) & (DICTIONARY_SLOT_COUNT - 1);
  }
}

function addText(
  dictionary: usize,
  at: usize,
  length: u32,
  slot: u32,
): i32 {
  const size = load<u32>(dictionary, DICTIONARY_SIZE);
  const used = load<u32>(dictionary, DICTIONARY_USED);
  if (size == DICTIONARY_MAX_TEXTS || length > DICTIONARY_MAX_BYTES - used) {
    return -1;
  }
  addedInRow = true;
  const text = load<u32>(dictionary, DICTIONARY_TEXTS) + size * TEXT_SIZE;
  const to = load<u32>(dictionary, DICTIONARY_BYTES) + used;
  memory.copy(to, at, length);
  v128.store(text, head(at, length), TEXT_HEAD);
  store<u32>(text, length, TEXT_LENGTH);
  store<u32>(text, to, TEXT_AT);
  store<u32>(text, slot, TEXT_SLOT);
  store<u16>(load<u32>(dictionary, DICTIONARY_SLOTS) + (slot << 1), size + 1);
  store<u32>(dictionary, size + 1, DICTIONARY_SIZE);
  store<u32>(dictionary, used + length, DICTIONARY_USED);
  return size;
}

/** The next row has brought nothing yet. */
export function clearAdded(): void {
  addedInRow = false;
}

/** The row is good: its texts stay. */
export function keepTexts(dictionary: usize): void {
  store<u32>(dictionary, load<u32>(dictionary, DICTIONARY_SIZE), DICTIONARY_KEPT);
}

/** The row is bad: its texts are forgotten. */
export function forgetTexts(dictionary: usize): void {
  const kept = load<u32>(dictionary, DICTIONARY_KEPT);
  const slots = load<u32>(dictionary, DICTIONARY_SLOTS);
  let size = load<u32>(dictionary, DICTIONARY_SIZE);
  let used = load<u32>(dictionary, DICTIONARY_USED);
  // Last in, first out: what probed past a slot goes before it.
  while (size > kept) {
    size--;
    const text = load<u32>(dictionary, DICTIONARY_TEXTS) + size * TEXT_SIZE;
    store<u16>(slots + (load<u32>(text, TEXT_SLOT) << 1), 0);
    used -= load<u32>(text, TEXT_LENGTH);
  }
  store<u32>(dictionary, size, DICTIONARY_SIZE);
  store<u32>(dictionary, used, DICTIONARY_USED);
}
