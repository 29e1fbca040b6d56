// Numbers of JSON, by their grammar.

/** The parts of the number that {@link readNumber} read last. */
export let negative: bool = false;
/** Neither point nor exponent. */
export let whole: bool = false;
/** The first 19 significant digits. */
export let digits: u64 = 0;
/** How many significant digits there are. */
export let digitCount: u32 = 0;
/** The power of ten that belongs to `digits`. */
export let power: i32 = 0;

export const MAX_DIGITS: u32 = 19;
/** Exponents beyond this change nothing any more; far from overflow. */
const MAX_EXPONENT: i32 = 1000000000;

@inline
function isDigit(byte: u32): bool {
  return byte - 48 <= 9;
}

/** Whether eight bytes are digits. */
@inline
function areDigits(eight: u64): bool {
  return (eight & 0xf0f0f0f0f0f0f0f0 |
    ((eight + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4) ==
    0x3333333333333333;
}

/** The number that eight digits write, the first of them in the lowest byte. */
@inline
function valueOf(eight: u64): u64 {
  eight = (eight & 0x0f0f0f0f0f0f0f0f) * 2561 >> 8;
  eight = (eight & 0x00ff00ff00ff00ff) * 6553601 >> 16;
  return (eight & 0x0000ffff0000ffff) * 42949672960001 >> 32;
}

/** Takes in the parts of a number. The address after it; 0 if there is none. */
export function readNumber(at: usize): usize {
  // In locals: what is global lies in memory.
  let value: u64 = 0;
  let count: u32 = 0;
  let scale: i32 = 0;
  const minus = load<u8>(at) == 45;
  if (minus) at++;
  let from = at;
  // 1 once the point is behind.
  let fraction: i32 = 0;
  while (true) {
    // Long stretches by eights, once the zeros that lead are behind.
    if (count - 1 < MAX_DIGITS - 8) {
      const eight = load<u64>(at);
      if (areDigits(eight)) {
        value = value * 100000000 + valueOf(eight);
        count += 8;
        scale -= fraction << 3;
        at += 8;
        continue;
      }
    }
    const digit: u32 = <u32> load<u8>(at) - 48;
    if (digit <= 9) {
      at++;
      if (digit == 0 && count == 0) {
        scale -= fraction;
      } else if (count++ < MAX_DIGITS) {
        value = value * 10 + digit;
        scale -= fraction;
      } else {
        scale += 1 - fraction;
      }
      continue;
    }
    if (at == from) return 0;
    if (fraction != 0) break;
    if (load<u8>(from) == 48 && at > from + 1) return 0;
    if (digit != <u32> 46 - 48) break;
    fraction = 1;
    from = ++at;
  }
  whole = fraction == 0;
  if ((load<u8>(at) | 32) == 101) {
    whole = false;
    at++;
    const sign: u32 = load<u8>(at);
    if (sign == 43 || sign == 45) at++;
    from = at;
    let exponent: i32 = 0;
    while (isDigit(load<u8>(at))) {
      exponent = exponent < MAX_EXPONENT / 10
        ? exponent * 10 + <i32> load<u8>(at) - 48
        : MAX_EXPONENT;
      at++;
    }
    if (at == from) return 0;
    scale += sign == 45 ? -exponent : exponent;
  }
  negative = minus;
  digits = value;
  digitCount = count;
  power = scale;
  return at;
}
