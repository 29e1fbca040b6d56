import { MAX_DEPTH } from "./ndjson_scanner.ts";
import type { RowFault, RowVisitor } from "./row_visitor.ts";
import { utf8Fault } from "./utf8.ts";

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const LOWER_E = 101;
const LOWER_U = 117;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const LITERALS = ["true", "false", "null"];
const ESCAPES = '"\\/bfnrt';

/**
 * Walks one row of JSON byte by byte against the whole grammar (RFC 8259):
 * the plain twin of the kernel's loop, and the one who knows why a row is bad.
 */
export class JsonRow<Node> {
  readonly #bytes: Uint8Array;
  readonly #visitor: RowVisitor<Node>;
  #at = 0;
  #end = 0;
  #escaped = false;
  #fault: RowFault | null = null;

  /** Walks rows of these bytes for a visitor. */
  constructor(bytes: Uint8Array, visitor: RowVisitor<Node>) {
    this.#bytes = bytes;
    this.#visitor = visitor;
  }

  /**
   * Reads the one value between two offsets.
   *
   * @param node The place of the value itself.
   * @returns What is wrong; `null` for a well-formed row.
   */
  read(start: number, end: number, node: Node): RowFault | null {
    this.#at = start;
    this.#end = end;
    this.#fault = null;
    this.#space();
    if (!this.#value(node, 0)) return this.#fault;
    this.#space();
    if (this.#at < end) this.#fail("text follows the value");
    return this.#fault;
  }

  #fail(reason: string, at: number = this.#at): false {
    this.#fault = { reason, at };
    return false;
  }

  /** The byte at the current place; 0 at the end, where no byte of the grammar is 0. */
  #peek(): number {
    return this.#at < this.#end ? this.#bytes[this.#at]! : 0;
  }

  #space(): void {
    while (this.#at < this.#end && isSpace(this.#bytes[this.#at]!)) this.#at++;
  }

  #value(node: Node | null, depth: number): boolean {
    if (node !== null) this.#visitor.begin(node);
    const start = this.#at;
    const byte = this.#peek();
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (depth === MAX_DEPTH) {
        return this.#fail(`it is nested deeper than ${MAX_DEPTH} levels`);
      }
      this.#at++;
      const read = byte === OPEN_OBJECT
        ? this.#object(node, depth + 1)
        : this.#list(node, depth + 1);
      if (!read) return false;
      if (node !== null) this.#visitor.container(node, start, this.#at);
      return true;
    }
    if (byte === QUOTE) {
      if (!this.#string()) return false;
      if (node !== null) {
        this.#visitor.string(node, start + 1, this.#at - 1, this.#escaped);
      }
      return true;
    }
    if (byte === MINUS || isDigit(byte)) {
      const whole = this.#number();
      if (whole === null) return false;
      if (node !== null) this.#visitor.number(node, start, this.#at, whole);
      return true;
    }
    for (const literal of LITERALS) {
      if (!this.#takes(literal)) continue;
      this.#at += literal.length;
      if (node !== null) this.#visitor.literal(node, start, this.#at);
      return true;
    }
    return this.#fail(
      start === this.#end
        ? "input ends where a value is expected"
        : "a value is expected",
    );
  }

  #takes(literal: string): boolean {
    if (this.#at + literal.length > this.#end) return false;
    for (let index = 0; index < literal.length; index++) {
      if (this.#bytes[this.#at + index] !== literal.charCodeAt(index)) {
        return false;
      }
    }
    return true;
  }

  #object(node: Node | null, depth: number): boolean {
    const ends = "input ends inside an object";
    this.#space();
    if (this.#peek() === CLOSE_OBJECT) {
      this.#at++;
      return true;
    }
    while (true) {
      if (this.#at >= this.#end) return this.#fail(ends);
      if (this.#peek() !== QUOTE) {
        return this.#fail("a field name in double quotes is expected");
      }
      const start = this.#at + 1;
      if (!this.#string()) return false;
      const child = node === null ? null : this.#visitor.member(
        node,
        start,
        this.#at - 1,
        this.#escaped,
        depth,
      );
      this.#space();
      if (this.#at >= this.#end) return this.#fail(ends);
      if (this.#peek() !== COLON) {
        return this.#fail("a colon is expected after the field name");
      }
      this.#at++;
      this.#space();
      if (!this.#value(child, depth)) return false;
      this.#space();
      if (this.#at >= this.#end) return this.#fail(ends);
      const byte = this.#bytes[this.#at++]!;
      if (byte === CLOSE_OBJECT) return true;
      if (byte !== COMMA) {
        return this.#fail("a comma or } is expected", this.#at - 1);
      }
      this.#space();
    }
  }

  #list(node: Node | null, depth: number): boolean {
    const ends = "input ends inside a list";
    this.#space();
    if (this.#peek() === CLOSE_LIST) {
      this.#at++;
      return true;
    }
    for (let index = 1;; index++) {
      if (this.#at >= this.#end) return this.#fail(ends);
      const child = node === null ? null : this.#visitor.element(node, index);
      if (!this.#value(child, depth)) return false;
      this.#space();
      if (this.#at >= this.#end) return this.#fail(ends);
      const byte = this.#bytes[this.#at++]!;
      if (byte === CLOSE_LIST) return true;
      if (byte !== COMMA) {
        return this.#fail("a comma or ] is expected", this.#at - 1);
      }
      this.#space();
    }
  }

  /** Reads a string at its opening quote, to after its closing one. */
  #string(): boolean {
    this.#escaped = false;
    const first = ++this.#at;
    let ascii = true;
    for (; this.#at < this.#end; this.#at++) {
      const byte = this.#bytes[this.#at]!;
      if (byte === QUOTE) {
        const invalid = ascii ? null : utf8Fault(this.#bytes, first, this.#at);
        this.#at++;
        return invalid === null || this.#fail("it is not valid UTF-8", invalid);
      }
      if (byte < 32) {
        return this.#fail("a control character stands unescaped in a string");
      }
      if (byte > 127) ascii = false;
      if (byte === BACKSLASH) {
        this.#escaped = true;
        if (!this.#escape()) return false;
      }
    }
    return this.#fail("input ends inside a string");
  }

  /** Steps from a backslash to the last byte of its escape. */
  #escape(): boolean {
    const start = this.#at++;
    const byte = this.#peek();
    if (this.#at >= this.#end) return this.#fail("input ends inside a string");
    if (byte === LOWER_U) {
      for (let digit = 1; digit <= 4; digit++) {
        if (this.#at + digit >= this.#end) {
          return this.#fail("input ends inside a string", this.#end);
        }
        if (!isHex(this.#bytes[this.#at + digit]!)) {
          return this.#fail("\\u must be followed by four hex digits", start);
        }
      }
      this.#at += 4;
      return true;
    }
    return ESCAPES.includes(String.fromCharCode(byte)) ||
      this.#fail("JSON has no such escape", start);
  }

  /** Whether the number read is whole; `null` if it is none. */
  #number(): boolean | null {
    const incomplete = "a digit is expected";
    if (this.#peek() === MINUS) this.#at++;
    const zero = this.#peek() === ZERO;
    const first = this.#at;
    if (this.#digits() === 0) return this.#fail(incomplete) || null;
    if (zero && this.#at > first + 1) {
      return this.#fail("a number begins with 0", first) || null;
    }
    let whole = true;
    if (this.#peek() === POINT) {
      whole = false;
      this.#at++;
      if (this.#digits() === 0) return this.#fail(incomplete) || null;
    }
    if ((this.#peek() | 32) === LOWER_E) {
      whole = false;
      this.#at++;
      const sign = this.#peek();
      if (sign === MINUS || sign === 43) this.#at++;
      if (this.#digits() === 0) return this.#fail(incomplete) || null;
    }
    return whole;
  }

  #digits(): number {
    const start = this.#at;
    while (isDigit(this.#peek())) this.#at++;
    return this.#at - start;
  }
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13 || byte === 10;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isHex(byte: number): boolean {
  const letter = byte | 32;
  return isDigit(byte) || (letter >= 97 && letter <= 102);
}
