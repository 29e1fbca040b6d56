import type { Checked, FieldUse } from "../checked.ts";
import { literalParts } from "../functions/like.ts";
import type { Emitter } from "./emitter.ts";

const encoder = new TextEncoder();
/** Texts up to this many bytes are compared byte by byte in the code itself. */
const UNROLLED = 16;

/** Writes the test of a text that lies at `offset` for `length` bytes of `bytes`. */
export type ByteTest = (
  bytes: string,
  offset: string,
  length: string,
) => string;

/**
 * The test on UTF-8 bytes that a condition on a field amounts to, so that no
 * text need be made; `null` where it is not of a kind that has one.
 */
export function byteTest(emitter: Emitter, node: Checked): ByteTest | null {
  if (node.kind === "in") {
    if (node.operand.kind !== "field") return null;
    const texts = node.list.map(textOf);
    if (texts.some((text) => text === null) || texts.length > 8) return null;
    const tests = texts.map((text) => equals(emitter, text!));
    return (...at) => tests.map((test) => `(${test(...at)})`).join(" || ");
  }
  if (node.kind !== "call" || node.args.length !== 2) return null;
  const [first, second] = node.args as [Checked, Checked];
  const turned = first.kind === "constant";
  const field = turned ? second : first;
  const text = textOf(turned ? first : second);
  if (!isField(field) || text === null) return null;
  switch (node.name) {
    case "=":
      return equals(emitter, text);
    case "<>": {
      const same = equals(emitter, text);
      return (...at) => `!(${same(...at)})`;
    }
  }
  if (turned) return null;
  switch (node.name) {
    case "starts_with":
      return sequence(emitter, [text, ""]);
    case "ends_with":
      return sequence(emitter, ["", text]);
    case "contains":
      return sequence(emitter, ["", text, ""]);
    case "like": {
      const parts = literalParts(text);
      return parts === null ? null : sequence(emitter, parts);
    }
    default:
      return null;
  }
}

function isField(node: Checked): node is FieldUse {
  return node.kind === "field" && node.type === "VARCHAR";
}

function textOf(node: Checked): string | null {
  return node.kind === "constant" && typeof node.value === "string"
    ? node.value
    : null;
}

/** The bytes of a text stand at an offset; that they fit is known. */
function stands(
  emitter: Emitter,
  text: string,
): (at: string, bytes: string) => string {
  const wanted = encoder.encode(text);
  if (wanted.length <= UNROLLED) {
    return (at, bytes) =>
      Array.from(
        wanted,
        (byte, index) => `${bytes}[${at} + ${index}] === ${byte}`,
      )
        .join(" && ") || "true";
  }
  const same = emitter.capture(sameBytes);
  const literal = emitter.capture(wanted);
  return (at, bytes) => `${same}(${bytes}, ${at}, ${literal})`;
}

function equals(emitter: Emitter, text: string): ByteTest {
  const size = encoder.encode(text).length;
  const test = stands(emitter, text);
  return (bytes, offset, length) =>
    `${length} === ${size} && ${test(offset, bytes)}`;
}

/** Texts that follow each other with anything between them, the first at the start and the last at the end. */
function sequence(emitter: Emitter, parts: readonly string[]): ByteTest {
  if (parts.length === 1) return equals(emitter, parts[0]!);
  const first = parts[0]!;
  const last = parts.at(-1)!;
  const size = encoder.encode(first).length;
  const lastSize = encoder.encode(last).length;
  const starts = stands(emitter, first);
  const ends = stands(emitter, last);
  const middle = parts.slice(1, -1).filter((part) => part !== "")
    .map((part) => encoder.encode(part));
  const search = middle.length === 0 ? null : emitter.capture(
    middle.length === 1 ? findBytes : findSequence,
  );
  const wanted = middle.length === 0
    ? null
    : emitter.capture(middle.length === 1 ? middle[0]! : middle);
  return (bytes, offset, length) =>
    [
      `${length} >= ${size + lastSize}`,
      starts(offset, bytes),
      ends(`(${offset} + ${length} - ${lastSize})`, bytes),
      search === null
        ? "true"
        : `${search}(${bytes}, ${offset} + ${size}, ${offset} + ${length} - ${lastSize}, ${wanted})`,
    ].filter((test) => test !== "true").join(" && ");
}

function sameBytes(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}

/** Where bytes stand first in `[from, to)`, as the offset after them; 0 where they do not. */
function endOfBytes(
  bytes: Uint8Array,
  from: number,
  to: number,
  wanted: Uint8Array,
): number {
  const first = wanted[0]!;
  const last = to - wanted.length;
  for (let at = from; at <= last; at++) {
    if (bytes[at] === first && sameBytes(bytes, at, wanted)) {
      return at + wanted.length;
    }
  }
  return 0;
}

function findBytes(
  bytes: Uint8Array,
  from: number,
  to: number,
  wanted: Uint8Array,
): boolean {
  return endOfBytes(bytes, from, to, wanted) > 0;
}

function findSequence(
  bytes: Uint8Array,
  from: number,
  to: number,
  all: readonly Uint8Array[],
): boolean {
  let at = from;
  for (const wanted of all) {
    at = endOfBytes(bytes, at, to, wanted);
    if (at === 0) return false;
  }
  return true;
}
