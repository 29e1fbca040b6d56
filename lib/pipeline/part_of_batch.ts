import type { Batch, DecodedBatch } from "../core/mod.ts";

/** The newest after the rows before a position, where the batch brings it along. */
export function newestAt(
  batch: Batch,
  selection: Uint32Array,
  position: number,
): Partial<Batch> {
  if (batch.newestUs === null || position >= batch.selected) return {};
  return { newestAfterUs: batch.newestUs[selection[position]!]! };
}

/** Bytes behind a row, of those that were read; `end` is where they end in their buffer. */
export function unreadBytes(
  batch: DecodedBatch,
  row: number,
  end: number,
): number {
  const { bytes, ends } = batch.lines;
  return Math.max(0, end - bytes.byteOffset - ends[row]! - 1);
}

/** The lines of the first rows of a batch. */
export function bytesOf({ lines }: DecodedBatch, rows: number): Uint8Array {
  if (rows === 0) return new Uint8Array(0);
  return lines.bytes.subarray(lines.starts[0]!, lines.ends[rows - 1]!);
}
