import { createHash, type Hash } from "node:crypto";

const BUFFER_BYTES = 1 << 22;
/** More than any row is long, so that a row needs one check only. */
const ROW_BYTES = 1 << 16;
const ZERO = 48;
const HEX = new TextEncoder().encode("0123456789abcdef");

/** Where a {@linkcode ByteWriter} leaves its bytes. */
export interface ByteSink {
  /** Writes some of the bytes and says how many. */
  writeSync(bytes: Uint8Array): number;
}

/** What was written. */
export interface Written {
  /** How many bytes. */
  readonly bytes: number;
  /** How many rows. */
  readonly rows: number;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Lays rows into a buffer byte by byte and hands full buffers on.
 *
 * No string is made per row or field: this writes gigabytes in seconds.
 */
export class ByteWriter {
  readonly #sink: ByteSink;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #hash: Hash = createHash("sha256");
  #at = 0;
  #bytes = 0;
  #rows = 0;

  /**
   * Starts with an empty buffer.
   *
   * @param sink Where full buffers go; whoever opened it closes it.
   */
  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Bytes laid down so far. */
  get bytes(): number {
    return this.#bytes + this.#at;
  }

  /** Rows ended so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Lays text down as it stands. */
  text(bytes: Uint8Array): void {
    const length = bytes.length;
    // A call of `set` costs more than a short loop saves.
    if (length > 24) {
      this.#buffer.set(bytes, this.#at);
    } else {
      for (let i = 0; i < length; i++) {
        this.#buffer[this.#at + i] = bytes[i]!;
      }
    }
    this.#at += length;
  }

  /** Lays one byte down. */
  byte(byte: number): void {
    this.#buffer[this.#at++] = byte;
  }

  /** Lays a whole number below 2^31 down in decimal. */
  whole(value: number): void {
    let width = 1;
    for (let rest = value; rest >= 10; rest = (rest / 10) | 0) width++;
    this.padded(value, width);
  }

  /** Lays a whole number below 2^31 down in so many decimal digits. */
  padded(value: number, width: number): void {
    let rest = value;
    for (let at = this.#at + width - 1; at >= this.#at; at--) {
      const tenth = (rest / 10) | 0;
      this.#buffer[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.#at += width;
  }

  /** Lays thousandths down as a number with three decimals. */
  thousandths(value: number): void {
    const whole = Math.floor(value / 1000);
    this.whole(whole);
    this.byte(46);
    this.padded(value - whole * 1000, 3);
  }

  /** Lays a 32-bit number down as eight hexadecimal digits. */
  hex(value: number): void {
    for (let shift = 28; shift >= 0; shift -= 4) {
      this.#buffer[this.#at++] = HEX[(value >>> shift) & 15]!;
    }
  }

  /** Ends a row. */
  endRow(): void {
    this.#buffer[this.#at++] = 10;
    this.#rows++;
    if (this.#at > BUFFER_BYTES - ROW_BYTES) this.#flush();
  }

  /** Ends a line that is no row, such as a header. */
  endHeader(): void {
    this.#buffer[this.#at++] = 10;
  }

  /** Hands the rest on and says what was written. */
  finish(): Written {
    this.#flush();
    return {
      bytes: this.#bytes,
      rows: this.#rows,
      sha256: this.#hash.digest("hex"),
    };
  }

  #flush(): void {
    const full = this.#buffer.subarray(0, this.#at);
    this.#hash.update(full);
    for (let done = 0; done < full.length;) {
      done += this.#sink.writeSync(full.subarray(done));
    }
    this.#bytes += this.#at;
    this.#at = 0;
  }
}
