import type { ByteWriter } from "./byte_writer.ts";
import { JsonMembers } from "./json_members.ts";

const COMMA = 44;
const POINT = 46;
const COLON = 58;
const QUOTE = 34;
const LEFT_BRACKET = 91;
const BACKSLASH = 92;
const RIGHT_BRACKET = 93;
const LEFT_BRACE = 123;
const RIGHT_BRACE = 125;
const NULL = new TextEncoder().encode("null");
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A stretch of bytes. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A member of an object: where its key (without quotes) and its value stand. */
interface Member {
  readonly key: Stretch;
  readonly value: Stretch;
}

/**
 * Takes the nested values of JSON objects apart, keeping the bytes of all that
 * is not taken apart.
 *
 * With a field: where it holds a list, a row for each element, with the
 * element in its place (an empty list: one row, with null); where it holds an
 * object, its members become members of the row named `field.member`. Without
 * one: every object in the row is taken apart in this way, all levels down,
 * and lists stay.
 */
export class JsonFlattener {
  readonly #writer: ByteWriter;
  readonly #field: string | null;

  /**
   * Takes apart what a field holds, or every object.
   *
   * @param writer Where rows are written, each ended by a line feed.
   * @param field Name of the field; `null` for all objects.
   */
  constructor(writer: ByteWriter, field: string | null) {
    this.#writer = writer;
    this.#field = field;
  }

  /**
   * Writes the rows that come of one line.
   *
   * @param bytes Well-formed JSON between `start` and `end`, followed by a byte that is no part of it.
   * @returns How many rows were written; at least one.
   */
  write(bytes: Uint8Array, start: number, end: number): number {
    const members = membersOf(bytes, start, end);
    if (members === null) {
      this.#writer.copy(bytes, start, end - start);
      this.#writer.lineEnd();
      return 1;
    }
    if (this.#field === null) {
      this.#row(bytes, members, null, null);
      return 1;
    }
    const name = this.#field;
    const found = members.findLast(({ key }) => nameOf(bytes, key) === name);
    if (found === undefined || bytes[found.value.start] !== LEFT_BRACKET) {
      this.#row(bytes, members, found ?? null, null);
      return 1;
    }
    const elements = elementsOf(bytes, found.value);
    for (const element of elements) this.#row(bytes, members, found, element);
    if (elements.length > 0) return elements.length;
    this.#row(bytes, members, found, { start: 0, end: 0 });
    return 1;
  }

  /** Writes one row: `opened` is taken apart, or stands as `element` (null where that is empty). */
  #row(
    bytes: Uint8Array,
    members: readonly Member[],
    opened: Member | null,
    element: Stretch | null,
  ): void {
    const writer = this.#writer;
    writer.byte(LEFT_BRACE);
    let first = true;
    const put = (prefix: readonly Stretch[], { key, value }: Member): void => {
      if (!first) writer.byte(COMMA);
      first = false;
      writer.byte(QUOTE);
      for (const part of prefix) {
        writer.copy(bytes, part.start, part.end - part.start);
        writer.byte(POINT);
      }
      writer.copy(bytes, key.start, key.end - key.start);
      writer.byte(QUOTE);
      writer.byte(COLON);
      if (value.end === value.start) writer.copy(NULL, 0, NULL.length);
      else writer.copy(bytes, value.start, value.end - value.start);
    };
    const open = (
      prefix: readonly Stretch[],
      member: Member,
      deep: boolean,
    ): void => {
      const inner = membersOf(bytes, member.value.start, member.value.end);
      if (inner === null || inner.length === 0) {
        put(prefix, member);
        return;
      }
      for (const one of inner) {
        const path = [...prefix, member.key];
        if (deep) open(path, one, true);
        else put(path, one);
      }
    };
    for (const member of members) {
      if (member === opened && element !== null) {
        put([], { key: member.key, value: element });
      } else if (member === opened) open([], member, false);
      else if (this.#field === null) open([], member, true);
      else put([], member);
    }
    writer.byte(RIGHT_BRACE);
    writer.lineEnd();
  }
}

function nameOf(bytes: Uint8Array, key: Stretch): string {
  const text = decoder.decode(bytes.subarray(key.start, key.end));
  return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
}

function membersOf(
  bytes: Uint8Array,
  start: number,
  end: number,
): Member[] | null {
  const walk = new JsonMembers();
  if (!walk.enter(bytes, start, end)) return null;
  const members: Member[] = [];
  while (walk.next()) {
    members.push({
      key: { start: walk.keyStart, end: walk.keyEnd },
      value: { start: walk.valueStart, end: walk.valueEnd },
    });
  }
  return members;
}

/** The elements of a well-formed list. */
function elementsOf(bytes: Uint8Array, list: Stretch): Stretch[] {
  const elements: Stretch[] = [];
  let depth = 0;
  let from = list.start + 1;
  for (let at = list.start; at < list.end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      for (at++; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
    } else if (byte === LEFT_BRACKET || byte === LEFT_BRACE) depth++;
    else if (byte === RIGHT_BRACKET || byte === RIGHT_BRACE) depth--;
    if ((byte === COMMA && depth === 1) || depth === 0) {
      const element = trimmed(bytes, from, at);
      if (element.end > element.start) elements.push(element);
      from = at + 1;
    }
  }
  return elements;
}

function trimmed(bytes: Uint8Array, start: number, end: number): Stretch {
  const space = (byte: number) => byte <= 32;
  while (start < end && space(bytes[start]!)) start++;
  while (end > start && space(bytes[end - 1]!)) end--;
  return { start, end };
}
