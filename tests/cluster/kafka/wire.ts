/** The bytes of a request or a record, written one value after the other, most significant byte first. */
export class Writer {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** What has been written. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** A whole number of 1, 2 or 4 bytes. */
  int(size: 1 | 2 | 4, value: number): this {
    const at = this.#grow(size);
    const view = new DataView(this.#bytes.buffer);
    if (size === 1) view.setInt8(at, value);
    else if (size === 2) view.setInt16(at, value);
    else view.setInt32(at, value);
    return this;
  }

  /** A whole number of 8 bytes. */
  long(value: number): this {
    const at = this.#grow(8);
    new DataView(this.#bytes.buffer).setBigInt64(at, BigInt(value));
    return this;
  }

  /** A whole number of as few bytes as hold it, small negative ones among them. */
  varint(value: number): this {
    let left = value < 0 ? -2 * value - 1 : 2 * value;
    for (; left > 127; left = Math.floor(left / 128)) {
      this.int(1, (left % 128) | 128);
    }
    return this.int(1, left);
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  /** Bytes behind their length. */
  block(bytes: Uint8Array): this {
    return this.int(4, bytes.length).raw(bytes);
  }

  /** A text behind its length. */
  text(text: string): this {
    const bytes = new TextEncoder().encode(text);
    return this.int(2, bytes.length).raw(bytes);
  }

  /** Makes room, and gives where it begins. */
  #grow(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#length);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    return at;
  }
}

/** Reads what a {@linkcode Writer} has written. */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(
      bytes.buffer,
      bytes.byteOffset,
      bytes.byteLength,
    );
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  int(size: 1 | 2 | 4): number {
    const at = this.#at;
    this.#at += size;
    if (size === 1) return this.#view.getInt8(at);
    return size === 2 ? this.#view.getInt16(at) : this.#view.getInt32(at);
  }

  long(): number {
    this.#at += 8;
    return Number(this.#view.getBigInt64(this.#at - 8));
  }

  varint(): number {
    let value = 0;
    for (let place = 1;; place *= 128) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 127) * place;
      if (byte < 128) break;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  raw(length: number): Uint8Array {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    return new TextDecoder().decode(this.raw(this.int(2)));
  }

  skip(length: number): this {
    this.#at += length;
    return this;
  }
}

/**
 * Calls a broker once, over a connection of its own.
 *
 * @param key The number of the call, and the version of its layout.
 */
export async function call(
  brokers: string,
  [key, version]: readonly [number, number],
  write: (to: Writer) => void,
): Promise<Reader> {
  const [hostname = "", port] = brokers.split(":");
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const request = new Writer().int(2, key).int(2, version).int(4, 1)
    .text("weir-tests");
  write(request);
  const output = connection.writable.getWriter();
  await output.write(new Writer().block(request.bytes).bytes);
  const input = connection.readable.getReader({ mode: "byob" });
  const take = async (length: number) => {
    const { value } = await input.read(new Uint8Array(length), { min: length });
    if (value?.length !== length) {
      throw new TypeError(`Cannot go on: ${brokers} has hung up`);
    }
    return new Reader(value);
  };
  const length = (await take(4)).int(4);
  // The number of the request comes back first.
  return (await take(length)).skip(4);
}
