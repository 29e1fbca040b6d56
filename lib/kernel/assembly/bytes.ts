// Comparing and hashing short stretches of bytes, and the white space of JSON.

/** Masks of 0 to 16 bytes. */
// deno-fmt-ignore
const MASKS: usize = memory.data<u64>([
  0, 0,
  0xff, 0, 0xffff, 0, 0xffffff, 0, 0xffffffff, 0,
  0xffffffffff, 0, 0xffffffffffff, 0, 0xffffffffffffff, 0, 0xffffffffffffffff, 0,
  0xffffffffffffffff, 0xff, 0xffffffffffffffff, 0xffff,
  0xffffffffffffffff, 0xffffff, 0xffffffffffffffff, 0xffffffff,
  0xffffffffffffffff, 0xffffffffff, 0xffffffffffffffff, 0xffffffffffff,
  0xffffffffffffffff, 0xffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff,
], 16);

export const FACTOR_A: u64 = 0x9e3779b97f4a7c15;
export const FACTOR_B: u64 = 0xd6e8feb86659fd93;

/** The first bytes at an address, at most 16, padded with 0. */
@inline
export function head(at: usize, length: u32): v128 {
  return v128.and(
    v128.load(at),
    v128.load(MASKS + ((length < 16 ? length : 16) << 4)),
  );
}

/** Whether two stretches of a length are the same. */
export function same(a: usize, b: usize, length: u32): bool {
  let at: u32 = 0;
  for (; at + 16 <= length; at += 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) {
      return false;
    }
  }
  return !v128.any_true(
    v128.xor(head(a + at, length - at), head(b + at, length - at)),
  );
}

/** A hash of 64 good bits. */
@inline
export function hash(at: usize, length: u32, seed: u64): u64 {
  let mixed: u64 = seed ^ (<u64> length * FACTOR_A);
  if (length > 16) mixed = hashBlocks(at, length, mixed);
  const first = head(at, length);
  mixed = (mixed ^ i64x2.extract_lane(first, 0)) * FACTOR_A;
  mixed = (mixed ^ (mixed >> 32) ^ i64x2.extract_lane(first, 1)) * FACTOR_B;
  return mixed ^ (mixed >> 29);
}

/** Mixes what follows the first 16 bytes. */
function hashBlocks(at: usize, length: u32, mixed: u64): u64 {
  let from: u32 = 16;
  for (; from + 8 <= length; from += 8) {
    mixed = (mixed ^ load<u64>(at + from)) * FACTOR_B;
    mixed ^= mixed >> 31;
  }
  const rest = length - from;
  if (rest > 0) {
    mixed = (mixed ^ (load<u64>(at + from) << ((8 - rest) << 3))) * FACTOR_B;
    mixed ^= mixed >> 31;
  }
  return mixed;
}

/** The first byte from here that is no white space within a line. */
@inline
export function skipSpace(at: usize): usize {
  while (true) {
    const byte = load<u8>(at);
    if (byte != 32 && byte != 9 && byte != 13) return at;
    at++;
  }
}

/** The newline at or after an address; there always is one. */
export function newlineAt(at: usize): usize {
  const newlines = i8x16.splat(10);
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), newlines));
    if (found != 0) return at + ctz(found);
    at += 16;
  }
}
