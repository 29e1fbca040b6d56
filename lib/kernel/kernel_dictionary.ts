import type { DictionaryPlace } from "./kernel_memory.ts";
import type { ScannerDictionary } from "./ndjson_scanner.ts";

// The numbers of assembly/memory_map.ts.
const TEXT_RECORD_WORDS = 8;
const TEXT_LENGTH = 4;
const TEXT_AT = 5;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A dictionary of the kernel, whichever memory it lies in at the time. */
export class KernelDictionary implements ScannerDictionary {
  readonly #texts: string[] = [];
  #bytes: Uint8Array = new Uint8Array(0);
  #words: Uint32Array = new Uint32Array(0);
  #place: DictionaryPlace | null = null;

  /** How many texts there are. */
  get size(): number {
    return this.#place === null ? 0 : this.#words[this.#place.record / 4]!;
  }

  /** The text of a code. */
  text(code: number): string {
    const known = this.#texts[code];
    if (known !== undefined) return known;
    return this.#texts[code] = decoder.decode(this.encoded(code));
  }

  /** The bytes of a text. */
  encoded(code: number): Uint8Array {
    if (this.#place === null || !(code >= 0 && code < this.size)) {
      throw new RangeError(
        `Cannot look up a text as the dictionary has ${this.size}: current value is ${code}`,
      );
    }
    const record = this.#place.texts / 4 + code * TEXT_RECORD_WORDS;
    const at = this.#words[record + TEXT_AT]!;
    return this.#bytes.subarray(at, at + this.#words[record + TEXT_LENGTH]!);
  }

  /** From now on it lies here. */
  moveTo(bytes: Uint8Array, words: Uint32Array, place: DictionaryPlace): void {
    this.#bytes = bytes;
    this.#words = words;
    this.#place = place;
  }
}
