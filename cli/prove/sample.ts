import type { Fault } from "../../lib/core/mod.ts";
import { fileSource, gunzipSource, inputPaths } from "../../lib/source/mod.ts";

const NEWLINE = 10;

/** The beginning of the inputs as one file. */
export interface Sample {
  /** Where it is. */
  readonly path: string;
  /** How many lines it has, the header of CSV left out. */
  readonly lines: number;
  /** Whether the inputs have more. */
  readonly cut: boolean;
}

/**
 * Copies the first lines of the inputs, in their order, into one file, as all
 * engines are to read the same rows in the same order.
 *
 * @param header Whether the first line of each input holds names: that of the
 * first input is kept, those of others are left out.
 * @param warn Told what is wrong with an input that can be read all the same.
 */
export async function writeSample(
  inputs: readonly string[],
  path: string,
  most: number,
  header: boolean,
  warn: (fault: Fault) => void,
): Promise<Sample> {
  using file = await Deno.open(path, {
    write: true,
    create: true,
    truncate: true,
  });
  const writer = file.writable.getWriter();
  const chunk = new Uint8Array(1 << 16);
  let lines = 0;
  let cut = false;
  for (const [index, input] of inputPaths(inputs).entries()) {
    if (lines >= most) {
      cut = true;
      break;
    }
    const source = gunzipSource(fileSource(input), { warn });
    try {
      let heading = header;
      let open = false;
      for (;;) {
        const length = await source.read(chunk);
        if (length === null) break;
        let from = 0;
        let at = 0;
        for (; at < length && lines < most; at++) {
          open = true;
          if (chunk[at] !== NEWLINE) continue;
          open = false;
          if (!heading) lines++;
          else if (index > 0) from = at + 1;
          heading = false;
        }
        await writer.write(chunk.slice(from, at));
        if (lines >= most) {
          cut = at < length || await source.read(chunk) !== null;
          break;
        }
      }
      if (open) {
        // The last line of an input has its own end.
        lines++;
        await writer.write(new Uint8Array([NEWLINE]));
      }
    } finally {
      source.close();
    }
  }
  await writer.close();
  return { path, lines, cut };
}
