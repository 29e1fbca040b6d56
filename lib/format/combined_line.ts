import { Mark, type RawFault } from "./raw_rows.ts";

const LF = 10;
const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const LEFT_BRACKET = 91;
const BACKSLASH = 92;
const RIGHT_BRACKET = 93;

/** The fields of Apache's and nginx's combined format; the common format has not the last two. */
export const COMBINED_FIELDS = [
  "ip",
  "ident",
  "user",
  "time",
  "method",
  "path",
  "protocol",
  "status",
  "bytes",
  "referer",
  "agent",
] as const;

const [
  IP,
  IDENT,
  USER,
  TIME,
  METHOD,
  PATH,
  PROTOCOL,
  STATUS,
  BYTES,
  REFERER,
  AGENT,
] = COMBINED_FIELDS.keys();

/**
 * One line of an access log, taken apart in place: what stands where is
 * written over for every line, so that no line costs an object.
 *
 * Grammar: `ip ident user [time] "request" status bytes` and, in the combined
 * format, ` "referer" "agent"`. `user` may hold spaces where `ident` is `-`.
 * The closing quote of the agent may be missing: log writers cut long lines.
 */
export class CombinedLine {
  /** A {@linkcode Mark} a field. */
  readonly marks: Uint8Array = new Uint8Array(COMBINED_FIELDS.length);
  /** Offset and length of each field. */
  readonly spans: Uint32Array = new Uint32Array(2 * COMBINED_FIELDS.length);
  #at = 0;
  #escaped = false;

  /**
   * Takes a line apart.
   *
   * @param end Offset after its last byte; its line feed, which must be there, follows, with nothing but a carriage return between.
   * @returns What is wrong with it, if anything.
   */
  read(bytes: Uint8Array, start: number, end: number): RawFault | null {
    this.#at = start;
    if (!this.#word(bytes, end, IP!)) {
      return fault("no address before a space", this.#at);
    }
    if (!this.#word(bytes, end, IDENT!)) {
      return fault("no identity after the address", this.#at);
    }
    if (!this.#user(bytes, end)) {
      return fault("no time in brackets after the user", this.#at);
    }
    if (!this.#time(bytes, end)) {
      return fault("no request in quotes after the time", this.#at);
    }
    const request = this.#at;
    if (!this.#quoted(bytes)) {
      return fault("the quote of the request is never closed", request - 1);
    }
    this.#request(bytes, request, this.#at - 1);
    if (!this.#status(bytes, end)) {
      return fault("no status of three digits after the request", this.#at);
    }
    if (!this.#size(bytes, end)) {
      return fault("no number of bytes after the status", this.#at);
    }
    this.marks[REFERER!] = this.marks[AGENT!] = Mark.MISSING;
    return this.#at === end ? null : this.#tail(bytes, end);
  }

  #set(
    bytes: Uint8Array,
    field: number,
    from: number,
    to: number,
    mark: number,
  ): void {
    const empty = to - from === 1 && bytes[from] === MINUS;
    this.marks[field] = empty ? Mark.NULL : mark;
    this.spans[2 * field] = from;
    this.spans[2 * field + 1] = to - from;
  }

  /** A word and the space after it. */
  #word(bytes: Uint8Array, end: number, field: number): boolean {
    const from = this.#at;
    let at = from;
    let byte = bytes[at]!;
    while (byte > SPACE || (byte !== SPACE && byte !== LF)) byte = bytes[++at]!;
    this.#at = Math.min(at, end);
    if (at === from || at >= end) return false;
    this.#set(bytes, field, from, at, Mark.TEXT);
    this.#at = at + 1;
    return true;
  }

  /** The user, up to the bracket of the time. */
  #user(bytes: Uint8Array, end: number): boolean {
    const from = this.#at;
    // In vhost_combined an address stands here: its words are not to be taken for a name.
    const oneWord = this.marks[IDENT!] !== Mark.NULL;
    let at = from;
    for (; at < end; at++) {
      const opens = bytes[at + 1] === LEFT_BRACKET;
      if (bytes[at] === SPACE && (opens || oneWord)) break;
    }
    this.#at = at;
    if (at === from || at + 1 >= end || bytes[at + 1] !== LEFT_BRACKET) {
      return false;
    }
    this.#set(bytes, USER!, from, at, Mark.TEXT);
    this.#at = at + 2;
    return true;
  }

  /** The time, its bracket, and the quote that opens the request. */
  #time(bytes: Uint8Array, end: number): boolean {
    const from = this.#at;
    // `17/May/2015:10:05:03 +0000`, nearly always.
    let at = from + 26;
    if (at >= end || bytes[at] !== RIGHT_BRACKET) {
      at = from;
      while (at < end && bytes[at] !== RIGHT_BRACKET) at++;
    }
    this.#at = Math.min(at + 1, end);
    if (at + 2 >= end || bytes[at + 1] !== SPACE || bytes[at + 2] !== QUOTE) {
      return false;
    }
    this.#set(bytes, TIME!, from, at, Mark.TEXT);
    this.#at = at + 3;
    return true;
  }

  /** Passes a quoted text whose opening quote was passed, and its closing quote. */
  #quoted(bytes: Uint8Array): boolean {
    let at = this.#at;
    let byte = bytes[at]!;
    this.#escaped = false;
    for (;;) {
      // Small letters are above all three, so that one comparison passes them.
      while (
        byte > BACKSLASH ||
        (byte !== QUOTE && byte !== BACKSLASH && byte !== LF)
      ) byte = bytes[++at]!;
      if (byte !== BACKSLASH) break;
      this.#escaped = true;
      byte = bytes[++at]!;
      if (byte !== LF) byte = bytes[++at]!;
    }
    this.#at = at + 1;
    return byte === QUOTE;
  }

  /** Splits `GET /path HTTP/1.1`; what cannot be split is all path. */
  #request(bytes: Uint8Array, from: number, to: number): void {
    const mark = this.#escaped ? Mark.ESCAPED : Mark.TEXT;
    let first = from;
    while (first < to && bytes[first] !== SPACE) first++;
    let last = to - 1;
    while (last > first && bytes[last] !== SPACE) last--;
    if (
      last > first && isMethod(bytes, from, first) &&
      isProtocol(bytes, last + 1, to)
    ) {
      this.#set(bytes, METHOD!, from, first, Mark.TEXT);
      this.#set(bytes, PATH!, first + 1, last, mark);
      this.#set(bytes, PROTOCOL!, last + 1, to, Mark.TEXT);
    } else {
      this.marks[METHOD!] = this.marks[PROTOCOL!] = Mark.NULL;
      this.#set(bytes, PATH!, from, to, mark);
    }
  }

  #status(bytes: Uint8Array, end: number): boolean {
    if (this.#at >= end || bytes[this.#at] !== SPACE) return false;
    const from = ++this.#at;
    const sound = this.#number(bytes, end, STATUS!) &&
      (this.#at - from === 3 || this.marks[STATUS!] === Mark.NULL);
    if (!sound) this.#at = from;
    return sound;
  }

  #size(bytes: Uint8Array, end: number): boolean {
    if (this.#at >= end || bytes[this.#at] !== SPACE) return false;
    this.#at++;
    return this.#number(bytes, end, BYTES!);
  }

  /** Digits or `-`. Leading zeros are left out of the span, so that it is a number as JSON has it. */
  #number(bytes: Uint8Array, end: number, field: number): boolean {
    const from = this.#at;
    let at = from;
    if (bytes[at] === MINUS) at++;
    else while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
    if (at === from || (at < end && bytes[at] !== SPACE)) return false;
    let first = from;
    while (bytes[first] === ZERO && first + 1 < at) first++;
    this.#set(bytes, field, first, at, Mark.BARE);
    this.#at = at;
    return true;
  }

  /** ` "referer" "agent"` */
  #tail(bytes: Uint8Array, end: number): RawFault | null {
    let at = this.#at;
    if (at + 1 >= end || bytes[at + 1] !== QUOTE) {
      return fault("no referer in quotes after the number of bytes", at);
    }
    let from = this.#at = at + 2;
    if (!this.#quoted(bytes)) {
      return fault("the quote of the referer is never closed", from - 1);
    }
    this.#set(
      bytes,
      REFERER!,
      from,
      this.#at - 1,
      this.#escaped ? Mark.ESCAPED : Mark.TEXT,
    );
    at = this.#at;
    if (at + 1 >= end || bytes[at] !== SPACE || bytes[at + 1] !== QUOTE) {
      return fault("no agent in quotes after the referer", at);
    }
    from = this.#at = at + 2;
    const closed = this.#quoted(bytes);
    const to = closed ? this.#at - 1 : end;
    this.#set(
      bytes,
      AGENT!,
      from,
      to,
      this.#escaped ? Mark.ESCAPED : Mark.TEXT,
    );
    return !closed || this.#at === end
      ? null
      : fault("text after the agent", this.#at);
  }
}

function isMethod(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const lower = bytes[at]! | 32;
    if ((lower < 97 || lower > 122) && bytes[at] !== MINUS) return false;
  }
  return to > from;
}

/** `HTTP/1.1` and its like: letters, a slash, and a version. */
function isProtocol(bytes: Uint8Array, from: number, to: number): boolean {
  let slash = from;
  while (slash < to && bytes[slash] !== SLASH) slash++;
  const digit = bytes[to - 1]!;
  return slash > from && slash < to - 1 && digit >= ZERO && digit <= NINE &&
    isMethod(bytes, from, slash);
}

function fault(what: string, at: number): RawFault {
  return { code: "combined/shape", what, at };
}
