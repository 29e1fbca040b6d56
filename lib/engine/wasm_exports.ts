/** Where a WebAssembly binary lists what it exports. */
const EXPORT_SECTION = 7;
/** Magic number and version. */
const HEADER_BYTES = 8;
/** A number of up to 32 bits, padded so that its length is known before its value. */
const PADDED_BYTES = 5;

/** Tells of an export by the bytes of its name: `bytes[at]` and the `length - 1` behind it. */
export type ExportTest = (
  bytes: Uint8Array,
  at: number,
  length: number,
) => boolean;

/**
 * Takes exports out of a WebAssembly binary. What they name stays: only that
 * it can be had from outside ends.
 *
 * @param wasm The binary. It is overwritten: the sections before the exports
 * move up to the shorter list, which is a small part of the whole.
 * @param gone Which exports to take out.
 * @returns The binary without them, a view of the same memory; the binary as
 * it was where it exports nothing.
 */
export function withoutExports(wasm: Uint8Array, gone: ExportTest): Uint8Array {
  const section = findExports(wasm);
  if (section === null) return wasm;
  const kept: { readonly from: number; readonly to: number }[] = [];
  let keptBytes = 0;
  const reader = new Reader(wasm, section.from);
  for (let left = reader.number(); left > 0 && reader.at < section.to; left--) {
    const from = reader.at;
    const length = reader.number();
    const name = reader.at;
    // The name, what kind of thing it is, and which one of them.
    reader.at += length + 1;
    reader.number();
    if (gone(wasm, name, length)) continue;
    kept.push({ from, to: reader.at });
    keptBytes += reader.at - from;
  }
  const size = PADDED_BYTES + keptBytes;
  const list = new Uint8Array(1 + PADDED_BYTES + size);
  list[0] = EXPORT_SECTION;
  writePadded(list, 1, size);
  writePadded(list, 1 + PADDED_BYTES, kept.length);
  let at = list.length - keptBytes;
  for (const { from, to } of kept) {
    list.set(wasm.subarray(from, to), at);
    at += to - from;
  }
  const start = section.to - list.length - section.header;
  // The padding can make a list longer than it was where little was taken out.
  if (start < 0) return joined(wasm, section, list);
  wasm.copyWithin(start, 0, section.header);
  wasm.set(list, section.to - list.length);
  return wasm.subarray(start);
}

interface Section {
  /** Offset of the byte that says which section it is. */
  readonly header: number;
  /** Offset of its contents. */
  readonly from: number;
  /** Offset after them. */
  readonly to: number;
}

function findExports(wasm: Uint8Array): Section | null {
  const reader = new Reader(wasm, HEADER_BYTES);
  while (reader.at < wasm.length) {
    const header = reader.at++;
    const length = reader.number();
    const from = reader.at;
    if (wasm[header] === EXPORT_SECTION) {
      return { header, from, to: from + length };
    }
    reader.at = from + length;
  }
  return null;
}

function joined(wasm: Uint8Array, section: Section, list: Uint8Array) {
  const whole = new Uint8Array(
    section.header + list.length + wasm.length - section.to,
  );
  whole.set(wasm.subarray(0, section.header));
  whole.set(list, section.header);
  whole.set(wasm.subarray(section.to), section.header + list.length);
  return whole;
}

/** Reads numbers in LEB128, seven bits a byte and the lowest first. */
class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  number(): number {
    let value = 0;
    for (let shift = 0;; shift += 7) {
      const byte = this.#bytes[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
}

function writePadded(into: Uint8Array, at: number, value: number): void {
  for (let place = 0; place < PADDED_BYTES; place++) {
    const more = place < PADDED_BYTES - 1 ? 0x80 : 0;
    into[at + place] = (value >>> (7 * place)) & 0x7f | more;
  }
}
