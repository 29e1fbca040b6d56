import { Fault, type InputFormat, type Sample } from "../core/mod.ts";

const LF = 10;
/** The most of a line that detection looks at. */
const SAMPLE_BYTES = 1 << 16;
const decoder = new TextDecoder();

/** What an input was recognised as. */
export interface Detected {
  /** The format. */
  readonly format: InputFormat;
  /** Why, in a few words. */
  readonly reason: string;
}

/**
 * Finds the first line that is not blank, which is all that detection looks
 * at, so that it neither waits for more nor depends on chunks (C7).
 *
 * @param bytes The beginning of the input.
 * @param last Whether the input ends with them.
 * @returns At most 64 KiB of the line, without its line end; `null` where more bytes are needed.
 */
export function firstLine(bytes: Uint8Array, last: boolean): string | null {
  let start = 0;
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) start = 3;
  for (;;) {
    const lineEnd = bytes.indexOf(LF, start);
    const whole = lineEnd !== -1;
    const end = whole ? lineEnd : bytes.length;
    if (!whole && !last && end - start < SAMPLE_BYTES) return null;
    const cut = Math.min(end, start + SAMPLE_BYTES);
    const line = decoder.decode(bytes.subarray(start, cut)).replace(/\r$/, "");
    if (line.trim() !== "" || !whole) return line;
    start = lineEnd + 1;
  }
}

/**
 * Recognises the format of an input by its first line.
 *
 * @param sample The line, and the name of the input.
 * @param formats The formats known, in the order in which they are asked; the last takes what no other does.
 * @throws {Fault} If no format takes it.
 */
export function detectFormat(
  sample: Sample,
  formats: readonly InputFormat[],
): Detected {
  for (const format of formats) {
    const reason = format.sniff(sample);
    if (reason !== null) return { format, reason };
  }
  throw new Fault(
    "input/unknown_format",
    "cannot tell the format of the input",
    {
      place: { source: sample.source, line: 1, excerpt: sample.line, caret: 0 },
      mend: `Name it with --format ${
        formats.map(({ name }) => name).join("|")
      }`,
    },
  );
}
