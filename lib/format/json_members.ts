const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const LEFT_BRACKET = 91;
const BACKSLASH = 92;
const RIGHT_BRACKET = 93;
const LEFT_BRACE = 123;
const RIGHT_BRACE = 125;

/**
 * Walks over the members of a JSON object that is known to be well-formed,
 * without making anything of them: where a key and its value stand is written
 * over at every step.
 */
export class JsonMembers {
  /** Offset of the first byte of the key, behind its quote. */
  keyStart = 0;
  /** Offset of the quote that ends the key. */
  keyEnd = 0;
  /** Whether the key has escapes. */
  keyEscaped = false;
  /** Offset of the first byte of the value. */
  valueStart = 0;
  /** Offset after the last byte of the value. */
  valueEnd = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;

  /**
   * Enters the object that a text begins with.
   *
   * @returns Whether it is one; where not, `valueStart` and `valueEnd` are those of the value it is.
   */
  enter(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    const first = this.#pastSpace(start);
    if (bytes[first] === LEFT_BRACE) {
      this.#at = first + 1;
      return true;
    }
    let last = end;
    while (last > first && isSpace(bytes[last - 1]!)) last--;
    this.valueStart = first;
    this.valueEnd = last;
    return false;
  }

  /** Offset after what was passed so far. */
  get at(): number {
    return this.#at;
  }

  /** Goes on to the next member. @returns Whether there is one. */
  next(): boolean {
    const bytes = this.#bytes;
    let at = this.#pastSpace(this.#at);
    if (bytes[at] === COMMA) at = this.#pastSpace(at + 1);
    if (bytes[at] !== QUOTE) return false;
    this.keyStart = at + 1;
    this.keyEscaped = false;
    at++;
    while (bytes[at] !== QUOTE) {
      if (bytes[at] === BACKSLASH) {
        this.keyEscaped = true;
        at++;
      }
      at++;
    }
    this.keyEnd = at;
    // Past the colon.
    at = this.#pastSpace(at + 1) + 1;
    this.valueStart = this.#pastSpace(at);
    this.#at = this.valueEnd = this.#pastValue(this.valueStart);
    return true;
  }

  #pastSpace(at: number): number {
    while (isSpace(this.#bytes[at]!)) at++;
    return at;
  }

  #pastValue(at: number): number {
    const bytes = this.#bytes;
    let depth = 0;
    for (;;) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        at++;
        while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
        if (depth === 0) return at + 1;
      } else if (byte === LEFT_BRACE || byte === LEFT_BRACKET) {
        depth++;
      } else if (byte === RIGHT_BRACE || byte === RIGHT_BRACKET) {
        // A number or a literal ends before the brace of its object.
        if (depth === 0) return at;
        depth--;
        if (depth === 0) return at + 1;
      } else if (depth === 0 && (byte === COMMA || isSpace(byte))) {
        return at;
      }
      at++;
    }
  }
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === LF || byte === CR;
}
