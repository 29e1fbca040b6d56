// Whether a row is UTF-8, by the table method of Keiser and Lemire: what is
// wrong with two neighbouring bytes shows in three nibbles of them, one table
// each; an error is a bit that all three tables set.

const TOO_SHORT: u8 = 1 << 0; // a lead byte or ASCII where a continuation is due
const TOO_LONG: u8 = 1 << 1; // a continuation after ASCII
const OVERLONG_3: u8 = 1 << 2;
const TOO_LARGE: u8 = 1 << 3; // beyond U+10FFFF
const SURROGATE: u8 = 1 << 4;
const OVERLONG_2: u8 = 1 << 5;
const TOO_LARGE_1000: u8 = 1 << 6;
const OVERLONG_4: u8 = 1 << 6;
const TWO_CONTINUATIONS: u8 = 1 << 7; // right only in sequences of 3 and 4
/** Errors that the low nibble of the first byte does not decide. */
const CARRY: u8 = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS;
const BEYOND: u8 = CARRY | TOO_LARGE | TOO_LARGE_1000;

// deno-fmt-ignore
const FIRST_HIGH: usize = memory.data<u8>([
  TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
  TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS,
  TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
  TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4,
], 16);
// deno-fmt-ignore
const FIRST_LOW: usize = memory.data<u8>([
  CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, CARRY | OVERLONG_2, CARRY, CARRY,
  CARRY | TOO_LARGE, BEYOND, BEYOND, BEYOND, BEYOND, BEYOND, BEYOND, BEYOND, BEYOND,
  BEYOND | SURROGATE, BEYOND, BEYOND,
], 16);
const SECOND_LEAST: u8 = TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS;
// deno-fmt-ignore
const SECOND_HIGH: usize = memory.data<u8>([
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
  SECOND_LEAST | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4,
  SECOND_LEAST | OVERLONG_3 | TOO_LARGE,
  SECOND_LEAST | SURROGATE | TOO_LARGE, SECOND_LEAST | SURROGATE | TOO_LARGE,
  TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
], 16);

/** Whether the bytes up to a newline, which is ASCII and so ends every sequence, are UTF-8. */
export function isUtf8(at: usize, newline: usize): bool {
  const firstHigh = v128.load(FIRST_HIGH);
  const firstLow = v128.load(FIRST_LOW);
  const secondHigh = v128.load(SECOND_HIGH);
  const low = i8x16.splat(15);
  let before = i8x16.splat(0);
  for (; at <= newline; at += 16) {
    const block = v128.load(at);
    const last = v128.shuffle<u8>(
      before, block, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
    );
    const pairs = v128.and(
      v128.and(
        i8x16.swizzle(firstHigh, i8x16.shr_u(last, 4)),
        i8x16.swizzle(firstLow, v128.and(last, low)),
      ),
      i8x16.swizzle(secondHigh, i8x16.shr_u(block, 4)),
    );
    const last2 = v128.shuffle<u8>(
      before, block, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    );
    const last3 = v128.shuffle<u8>(
      before, block, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    );
    // Third and fourth bytes of a sequence are where two continuations are right.
    const continued = v128.and(
      v128.or(
        i8x16.sub_sat_u(last2, i8x16.splat(0x60)),
        i8x16.sub_sat_u(last3, i8x16.splat(0x70)),
      ),
      i8x16.splat(-128),
    );
    const wrong = i8x16.ne(pairs, continued);
    let errors: u32 = i8x16.bitmask(wrong);
    // What follows the newline is another row's.
    const rest = newline - at;
    if (rest < 15) errors &= (<u32> 2 << <u32> rest) - 1;
    if (errors != 0) return false;
    before = block;
  }
  return true;
}
