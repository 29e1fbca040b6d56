/** A reference to something already written, counted from the end of the buffer; 0 is none. */
export type Offset = number;

const encoder = new TextEncoder();

/**
 * Writes one FlatBuffer, from its end to its beginning, as the format wants:
 * children first. Only what Arrow's metadata needs.
 */
export class FlatBuilder {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  /** Bytes written so far, counted from the end of the buffer. */
  #used = 0;
  /** Strictest alignment met so far. */
  #align = 4;
  #fields: Offset[] = [];
  #tableEnd = 0;

  /** Makes room so that after `extra` more bytes the position is a multiple of `size`. */
  #prepare(size: number, extra: number): void {
    this.#align = Math.max(this.#align, size);
    const padding = -(this.#used + extra) & (size - 1);
    this.#reserve(padding + extra + size);
    this.#used += padding;
  }

  #reserve(length: number): void {
    const wanted = this.#used + length;
    if (wanted <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(wanted, this.#bytes.length * 2));
    grown.set(this.#bytes, grown.length - this.#bytes.length);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  /** Index of the byte written last. */
  get #at(): number {
    return this.#bytes.length - this.#used;
  }

  #push8(value: number): void {
    this.#used += 1;
    this.#view.setUint8(this.#at, value);
  }

  #push16(value: number): void {
    this.#used += 2;
    this.#view.setInt16(this.#at, value, true);
  }

  #push32(value: number): void {
    this.#used += 4;
    this.#view.setInt32(this.#at, value, true);
  }

  #push64(value: number): void {
    this.#used += 8;
    this.#view.setBigInt64(this.#at, BigInt(value), true);
  }

  #pushOffset(offset: Offset): void {
    this.#push32(this.#used + 4 - offset);
  }

  /** Begins a table; its strings, vectors and tables are written before. */
  startTable(fields: number): void {
    this.#fields = new Array<Offset>(fields).fill(0);
    this.#tableEnd = this.#used;
  }

  /** Sets a field of one byte. */
  int8(field: number, value: number): void {
    this.#prepare(1, 0);
    this.#push8(value);
    this.#fields[field] = this.#used;
  }

  /** Sets a field of two bytes. */
  int16(field: number, value: number): void {
    this.#prepare(2, 0);
    this.#push16(value);
    this.#fields[field] = this.#used;
  }

  /** Sets a field of four bytes. */
  int32(field: number, value: number): void {
    this.#prepare(4, 0);
    this.#push32(value);
    this.#fields[field] = this.#used;
  }

  /** Sets a field of eight bytes to a whole number that a double holds. */
  int64(field: number, value: number): void {
    this.#prepare(8, 0);
    this.#push64(value);
    this.#fields[field] = this.#used;
  }

  /** Points a field at what was written before. */
  offset(field: number, offset: Offset): void {
    this.#prepare(4, 0);
    this.#pushOffset(offset);
    this.#fields[field] = this.#used;
  }

  /** Ends the table that was begun last. */
  endTable(): Offset {
    this.#prepare(4, 0);
    this.#push32(0);
    const table = this.#used;
    let count = this.#fields.length;
    while (count > 0 && this.#fields[count - 1] === 0) count--;
    this.#reserve((count + 2) * 2);
    for (let field = count - 1; field >= 0; field--) {
      const written = this.#fields[field]!;
      this.#push16(written === 0 ? 0 : table - written);
    }
    this.#push16(table - this.#tableEnd);
    this.#push16((count + 2) * 2);
    this.#view.setInt32(
      this.#bytes.length - table,
      this.#used - table,
      true,
    );
    return table;
  }

  /** Writes a text. */
  string(text: string): Offset {
    const utf8 = encoder.encode(text);
    this.#prepare(4, utf8.length + 1);
    this.#push8(0);
    this.#used += utf8.length;
    this.#bytes.set(utf8, this.#at);
    this.#push32(utf8.length);
    return this.#used;
  }

  /** Writes a list of things written before. */
  offsets(items: readonly Offset[]): Offset {
    this.#prepare(4, items.length * 4);
    for (let at = items.length - 1; at >= 0; at--) this.#pushOffset(items[at]!);
    this.#push32(items.length);
    return this.#used;
  }

  /** Writes a list of structs of two whole numbers of eight bytes each: nodes, or buffers. */
  pairs(items: readonly (readonly [number, number])[]): Offset {
    this.#prepare(8, items.length * 16);
    for (let at = items.length - 1; at >= 0; at--) {
      this.#push64(items[at]![1]);
      this.#push64(items[at]![0]);
    }
    this.#push32(items.length);
    return this.#used;
  }

  /** Ends the buffer at its root table and hands its bytes over. */
  finish(root: Offset): Uint8Array {
    this.#prepare(this.#align, 4);
    this.#pushOffset(root);
    return this.#bytes.slice(this.#at);
  }
}
