import {
  DICTIONARY_BYTES,
  DICTIONARY_TEXTS,
  type ScannerDictionary,
} from "./ndjson_scanner.ts";

const encoder = new TextEncoder();

/** The dictionary of the twin: texts numbered as they come, until it is full. */
export class TextDictionary implements ScannerDictionary {
  readonly #texts: string[] = [];
  readonly #codes = new Map<string, number>();
  #bytes = 0;

  /** How many texts there are. */
  get size(): number {
    return this.#texts.length;
  }

  /** The text of a code. */
  text(code: number): string {
    return this.#texts[code]!;
  }

  /** The code of a text, a new one if there is room; `null` where there is none. */
  codeOf(text: string): number | null {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.length;
    const bytes = encoder.encode(text).length;
    if (code === DICTIONARY_TEXTS || this.#bytes + bytes > DICTIONARY_BYTES) {
      return null;
    }
    this.#bytes += bytes;
    this.#texts.push(text);
    this.#codes.set(text, code);
    return code;
  }
}
