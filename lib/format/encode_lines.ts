import { type Batch, type Encoder, rowAt } from "../core/mod.ts";
import { ByteWriter } from "./byte_writer.ts";

/** How kept lines are written. */
export interface LinesOptions {
  /**
   * The header line of the input, without its line end; asked for once, with
   * the first batch, or at the end where there was none.
   */
  readonly header?: () => Uint8Array | null;
}

/**
 * Writes the selected rows as they came, byte for byte, each ended by a line
 * feed. Neighbouring rows are copied together.
 *
 * Every batch must still have its lines.
 */
export function encodeLines(options: LinesOptions = {}): Encoder {
  const writer = new ByteWriter();
  let started = false;

  function start(): void {
    if (started) return;
    started = true;
    const header = options.header?.() ?? null;
    if (header === null) return;
    writer.copy(header, 0, header.length);
    writer.lineEnd();
  }

  return {
    encode(batch: Batch): Uint8Array {
      const { lines } = batch;
      if (lines === null) {
        throw new TypeError(
          "Cannot write rows as they came: they stand for no lines of the input",
        );
      }
      const { starts, ends } = lines;
      start();
      for (let position = 0; position < batch.selected;) {
        const first = starts[rowAt(batch, position)]!;
        let row = rowAt(batch, position);
        // The byte between neighbours is the line feed itself.
        while (++position < batch.selected) {
          const next = rowAt(batch, position);
          if (starts[next] !== ends[row]! + 1) break;
          row = next;
        }
        writer.copy(lines.bytes, first, ends[row]! - first);
        writer.lineEnd();
      }
      return writer.take();
    },
    end(): Uint8Array {
      start();
      return writer.take();
    },
  };
}
