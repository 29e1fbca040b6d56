// Numbers as they mostly are: up to 16 digits before and after a point, looked
// at 16 bytes at a time. Anything else goes by the book (numbers.ts).

import { putAnyNumber, putNumber, putSpan } from "./columns";
import { eiselLemire, ten } from "./doubles";
import {
  AS_CODE,
  AS_TEXT,
  AS_VALUE,
  DOUBLE,
  INTEGER,
  SKIP,
} from "./memory_map";

/** Whole numbers up to this are exact as doubles. */
const EXACT: u64 = 9007199254740992;
// deno-fmt-ignore
const WHOLE_TENS: usize = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
  10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
  1000000000000000, 10000000000000000,
], 16);

/** Reads a number and writes it. The address after it; 0 if it is none. */
@inline
export function scanNumber(
  at: usize,
  byte: u32,
  action: u32,
  target: usize,
  row: u32,
): usize {
  const minus: usize = byte == 45 ? 1 : 0;
  const first = at + minus;
  const values = digitsAt(first);
  const others: u32 = notDigits(values);
  const count: u32 = ctz(others);
  const second: u32 = load<u8>(first + count);
  // No digits, 16 of them or more, or a 0 before others.
  if (count - 1 >= 15 || (load<u8>(first) == 48 && count > 1)) {
    return putAnyNumber(action, target, row, at);
  }
  if (second == 46) {
    const decimals: u32 = ctz(others >> (count + 1));
    const length = count + 1 + decimals;
    if (length > 15) return longFraction(at, first, values, count, action, target, row);
    const end = first + length;
    if (decimals == 0 || (load<u8>(end) | 32) == 101) {
      return putAnyNumber(action, target, row, at);
    }
    if (action == SKIP) return end;
    if (action == AS_TEXT) {
      putSpan(target, row, DOUBLE, at, <u32> (end - at));
      return end;
    }
    if (action == AS_VALUE || action == AS_CODE) {
      const value = <f64> <i64> decimal(values, length, decimals) /
        ten(decimals);
      putNumber(target, row, DOUBLE, minus ? -value : value);
      return end;
    }
    return putAnyNumber(action, target, row, at);
  }
  if ((second | 32) == 101) return putAnyNumber(action, target, row, at);
  const end = first + count;
  if (action == SKIP) return end;
  if (action == AS_TEXT) {
    const zero = minus && load<u8>(first) == 48;
    putSpan(target, row, zero ? DOUBLE : INTEGER, at, <u32> (end - at));
    return end;
  }
  if (action == AS_VALUE || action == AS_CODE) {
    const value = <f64> <i64> decimal(values, count, 16);
    // -0 is a double.
    putNumber(
      target,
      row,
      minus && value == 0 ? DOUBLE : INTEGER,
      minus ? -value : value,
    );
    return end;
  }
  return putAnyNumber(action, target, row, at);
}

/** As {@link scanNumber}, for a fraction that does not end within the first 16 bytes. */
function longFraction(
  at: usize,
  first: usize,
  values: v128,
  count: u32,
  action: u32,
  target: usize,
  row: u32,
): usize {
  let end = first + count + 1;
  const fraction = digitsAt(end);
  let decimals: u32 = ctz(notDigits(fraction));
  end += decimals;
  let rest = fraction;
  if (decimals == 16) {
    rest = digitsAt(end);
    let more: u32 = ctz(notDigits(rest));
    decimals += more;
    end += more;
    while (more == 16) {
      more = ctz(notDigits(digitsAt(end)));
      decimals += more;
      end += more;
    }
  }
  if (decimals == 0 || (load<u8>(end) | 32) == 101) {
    return putAnyNumber(action, target, row, at);
  }
  if (action == SKIP) return end;
  if (action == AS_TEXT) {
    putSpan(target, row, DOUBLE, at, <u32> (end - at));
    return end;
  }
  // The digits have to fit in 64 bits; a 0 before the point is none.
  const zero = load<u8>(first) == 48;
  if (
    decimals + (zero ? 0 : count) > 19 ||
    (action != AS_VALUE && action != AS_CODE)
  ) {
    return putAnyNumber(action, target, row, at);
  }
  const head: u32 = decimals < 16 ? decimals : 16;
  let digits = decimal(values, count, 16) *
      load<u64>(WHOLE_TENS + (head << 3)) + decimal(fraction, head, 16);
  if (decimals > 16) {
    const tail = decimals - 16;
    digits = digits * load<u64>(WHOLE_TENS + (tail << 3)) +
      decimal(rest, tail, 16);
  }
  const value = digits <= EXACT
    ? <f64> <i64> digits / ten(decimals)
    : reinterpret<f64>(eiselLemire(digits, -<i32> decimals));
  putNumber(target, row, DOUBLE, first != at ? -value : value);
  return end;
}

/** 16 bytes, each less the digit 0. */
@inline
function digitsAt(at: usize): v128 {
  return i8x16.sub(v128.load(at), i8x16.splat(48));
}

/** Bits for those that are no digits; all bits beyond 16 are set. */
@inline
function notDigits(values: v128): u32 {
  return ~i8x16.bitmask(i8x16.le_u(values, i8x16.splat(9)));
}

const ORDER: usize = memory.data<u8>(
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  16,
);
const BY_HUNDRED: usize = memory.data<i16>(
  [100, 1, 100, 1, 100, 1, 100, 1],
  16,
);
const BY_TEN_THOUSAND: usize = memory.data<i16>(
  [10000, 1, 10000, 1, 10000, 1, 10000, 1],
  16,
);

/**
 * The digits of a number without its point, all at once.
 *
 * @param values What stands there, each byte less the digit 0.
 * @param length How many bytes of it belong to the number, the point included.
 * @param decimals How many of them stand after the point; 16 where there is none.
 */
@inline
function decimal(values: v128, length: u32, decimals: u32): u64 {
  const order = v128.load(ORDER);
  // Digits to the right end, those before the point one further; what comes from outside is 0.
  const from = i8x16.add(
    i8x16.add(order, i8x16.splat(<i8> (length - 16))),
    i8x16.lt_s(order, i8x16.splat(<i8> (16 - decimals))),
  );
  const digits = i8x16.swizzle(values, from);
  const pairs = i16x8.add(
    i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10)),
    i16x8.shr_u(digits, 8),
  );
  const fours = i32x4.dot_i16x8_s(pairs, v128.load(BY_HUNDRED));
  const eights = i32x4.dot_i16x8_s(
    i16x8.narrow_i32x4_u(fours, fours),
    v128.load(BY_TEN_THOUSAND),
  );
  const both: u64 = i64x2.extract_lane(eights, 0);
  return (both & 0xffffffff) * 100000000 + (both >> 32);
}
