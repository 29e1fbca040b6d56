import { Fault, type InputFormat } from "../core/mod.ts";
import { detectFormat, firstLine, PATTERN } from "../format/mod.ts";
import { isWeirStream } from "../format/weir_stream.ts";
import { nearestName } from "../sql/mod.ts";

/** As much of an input as is looked at to recognise it. */
const HEAD_BYTES = 65_536;

/** What is looked for in the beginning of an input. */
export interface BeginningOptions {
  /** Name of the input. */
  readonly source: string;
  /** The formats, in the order in which they are tried. */
  readonly formats: readonly InputFormat[];
  /** `--format`; `null` to detect it. */
  readonly format: string | null;
  /**
   * Whether the bytes tell what the plan wants to know of the first row. The
   * first line alone may be a header, or bad. When not given, the first line
   * is enough.
   */
  readonly enough?: (format: InputFormat, head: Uint8Array) => boolean;
}

/** What an input was recognised as. */
export interface Recognised {
  /** Its format. */
  readonly format: InputFormat;
  /** Why it was taken for that, in a few words. */
  readonly reason: string;
}

/**
 * The first bytes of an input while they come in: tells what it is by its
 * first line (C7), and when enough of it is there to plan by. No cut of the
 * input changes what it tells.
 */
export class Beginning {
  readonly #options: BeginningOptions;
  readonly #buffer = new Uint8Array(HEAD_BYTES);
  #filled = 0;
  #line: string | null = null;
  #enough = false;
  /** How many bytes were looked at for what is enough. */
  #looked = 0;

  /**
   * Begins with no bytes.
   *
   * @param options What is looked for.
   */
  constructor(options: BeginningOptions) {
    this.#options = options;
  }

  /** Where the next bytes are to be put; empty once no more are looked at. */
  get space(): Uint8Array {
    return this.#buffer.subarray(this.#filled);
  }

  /** The bytes that are there. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#filled);
  }

  /** Whether it is the stream of another weir; `null` while too few bytes tell. */
  get isWeir(): boolean | null {
    return this.#filled === 0 ? null : isWeirStream(this.bytes);
  }

  /** Takes bytes that were put at the start of the space. */
  add(length: number): void {
    this.#filled += length;
  }

  /**
   * Whether the first line is there, and what comes with it is enough.
   *
   * @throws {Fault} Where the format is unknown.
   */
  told(): boolean {
    if (this.#enough || this.isWeir !== false) return this.#enough;
    const { enough } = this.#options;
    this.#line ??= firstLine(this.bytes, false);
    if (this.#line === null) return false;
    // Only a line that is complete now tells more than those before it.
    const more = this.bytes.indexOf(10, this.#looked) !== -1;
    this.#looked = this.#filled;
    this.#enough = enough === undefined ||
      (more && enough(this.recognised().format, this.bytes));
    return this.#enough;
  }

  /**
   * What the input is, once it was told or no more bytes come.
   *
   * @throws {Fault} Where the format is unknown.
   */
  recognised(): Recognised {
    const { format, formats, source } = this.#options;
    const line = this.#line ??= firstLine(this.bytes, true) ?? "";
    if (format !== null) return named(format, formats);
    if (line.trim() === "") {
      return { format: formats[0]!, reason: "the input is empty" };
    }
    return detectFormat({ line, source }, formats);
  }
}

function named(name: string, formats: readonly InputFormat[]): Recognised {
  const format = formats.find((one) => one.name === name);
  if (format !== undefined) {
    return { format, reason: name === PATTERN ? "--pattern" : "--format" };
  }
  const names = formats.map((one) => one.name);
  const nearest = nearestName(name, names);
  throw new Fault("input/format", `cannot find the format ${name}`, {
    mend: nearest === null
      ? `The formats are: ${names.join(", ")}`
      : `Did you mean --format ${nearest}?`,
  });
}
