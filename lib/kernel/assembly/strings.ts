// Strings of JSON: from the opening quote to the closing one.

const QUOTE: u32 = 34;
const BACKSLASH: u32 = 92;

/** Whether the string that was read last has escapes. */
export let escaped: bool = false;
/** Whether a byte beyond ASCII has been seen since this was last cleared. */
export let beyondAscii: bool = false;

/** Starts anew for a row. */
@inline
export function clearBeyondAscii(): void {
  beyondAscii = false;
}

/** Bits for the bytes that end a plain stretch of ASCII: quote, backslash, control and everything beyond ASCII, which is negative. */
@inline
function endsOfPlain(block: v128): i32 {
  return i8x16.bitmask(
    v128.or(
      v128.or(
        i8x16.eq(block, i8x16.splat(34)),
        i8x16.eq(block, i8x16.splat(92)),
      ),
      i8x16.lt_s(block, i8x16.splat(32)),
    ),
  );
}

/** The first byte from here that ends a plain stretch. Blocks of 64 once it is long: user agents and messages are. */
@inline
export function endOfPlain(at: usize): usize {
  const first = endsOfPlain(v128.load(at));
  if (first != 0) return at + ctz(first);
  at += 16;
  while (true) {
    const ends: u64 = <u64> endsOfPlain(v128.load(at)) |
      <u64> endsOfPlain(v128.load(at, 16)) << 16 |
      <u64> endsOfPlain(v128.load(at, 32)) << 32 |
      <u64> endsOfPlain(v128.load(at, 48)) << 48;
    if (ends != 0) return at + <usize> ctz(ends);
    at += 64;
  }
}

/** Bits for quote, backslash and control. */
@inline
function endsOfText(block: v128): i32 {
  return i8x16.bitmask(
    v128.or(
      v128.or(
        i8x16.eq(block, i8x16.splat(34)),
        i8x16.eq(block, i8x16.splat(92)),
      ),
      i8x16.lt_u(block, i8x16.splat(32)),
    ),
  );
}

/** The closing quote of a string whose text begins here; 0 if it is not well-formed. Tells {@link escaped}. */
export function closingQuote(at: usize): usize {
  at = endOfPlain(at);
  if (load<u8>(at) == QUOTE) {
    escaped = false;
    return at;
  }
  return closingQuoteFrom(at);
}

/** As {@link closingQuote}, from the first byte that is no plain ASCII. */
export function closingQuoteFrom(at: usize): usize {
  escaped = false;
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte == QUOTE) return at;
    if (byte == BACKSLASH) {
      escaped = true;
      at = afterEscape(at);
      if (at == 0) return 0;
    } else if (byte < 32) {
      return 0;
    } else if (byte > 127) {
      beyondAscii = true;
    }
    while (true) {
      const ends = endsOfText(v128.load(at));
      // What stands between may be beyond ASCII: the row is looked at as a whole.
      if (!beyondAscii && i8x16.bitmask(v128.load(at)) != 0) beyondAscii = true;
      if (ends != 0) {
        at += ctz(ends);
        break;
      }
      at += 16;
    }
  }
}

/** The byte after an escape that begins here; 0 if it is none. */
function afterEscape(at: usize): usize {
  const byte: u32 = load<u8>(at, 1);
  if (byte == 117) { // u
    for (let digit: usize = 2; digit < 6; digit++) {
      if (hexDigit(load<u8>(at + digit)) > 15) return 0;
    }
    return at + 6;
  }
  // " / \ b f n r t
  return byte == 34 || byte == 47 || byte == 92 || byte == 98 ||
      byte == 102 || byte == 110 || byte == 114 || byte == 116
    ? at + 2
    : 0;
}

/** The value of a hex digit; more than 15 for any other byte. */
@inline
function hexDigit(byte: u32): u32 {
  if (byte - 48 <= 9) return byte - 48;
  const letter = (byte | 32) - 97;
  return letter <= 5 ? letter + 10 : 16;
}

function hexQuad(at: usize): u32 {
  return hexDigit(load<u8>(at)) << 12 | hexDigit(load<u8>(at, 1)) << 8 |
    hexDigit(load<u8>(at, 2)) << 4 | hexDigit(load<u8>(at, 3));
}

/**
 * Writes a well-formed text without its escapes; never longer than it was.
 * A lone surrogate becomes U+FFFD.
 *
 * @returns The length written.
 */
export function unescapeInto(to: usize, at: usize, length: u32): u32 {
  const end = at + length;
  const start = to;
  while (at < end) {
    let byte: u32 = load<u8>(at);
    if (byte != BACKSLASH) {
      store<u8>(to++, byte);
      at++;
      continue;
    }
    byte = load<u8>(at, 1);
    if (byte != 117) {
      store<u8>(to++, unescapedByte(byte));
      at += 2;
      continue;
    }
    let point = hexQuad(at + 2);
    at += 6;
    if (point >> 10 == 0x36 && at < end && load<u16>(at) == 0x755c) {
      const low = hexQuad(at + 2);
      if (low >> 10 == 0x37) {
        point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff);
        at += 6;
      }
    }
    if (point >> 11 == 0x1b) point = 0xfffd;
    to = writePoint(to, point);
  }
  return <u32> (to - start);
}

function unescapedByte(byte: u32): u32 {
  if (byte == 98) return 8;
  if (byte == 102) return 12;
  if (byte == 110) return 10;
  if (byte == 114) return 13;
  if (byte == 116) return 9;
  return byte;
}

function writePoint(to: usize, point: u32): usize {
  if (point < 0x80) {
    store<u8>(to, point);
    return to + 1;
  }
  if (point < 0x800) {
    store<u8>(to, 0xc0 | point >> 6);
    store<u8>(to, 0x80 | point & 0x3f, 1);
    return to + 2;
  }
  if (point < 0x10000) {
    store<u8>(to, 0xe0 | point >> 12);
    store<u8>(to, 0x80 | point >> 6 & 0x3f, 1);
    store<u8>(to, 0x80 | point & 0x3f, 2);
    return to + 3;
  }
  store<u8>(to, 0xf0 | point >> 18);
  store<u8>(to, 0x80 | point >> 12 & 0x3f, 1);
  store<u8>(to, 0x80 | point >> 6 & 0x3f, 2);
  store<u8>(to, 0x80 | point & 0x3f, 3);
  return to + 4;
}
