import type { Batch } from "../core/mod.ts";

/** An answer of more rows is written in parts. */
const ROWS_A_PART = 8_192;

/** The answer to the whole input in parts: as text all at once it would take its memory twice. */
export function* answerParts(batch: Batch): Generator<Batch> {
  if (batch.windows !== null || batch.selected <= ROWS_A_PART) {
    yield batch;
    return;
  }
  const selection = batch.selection ??
    Uint32Array.from({ length: batch.rows }, (_, row) => row);
  for (let from = 0; from < batch.selected; from += ROWS_A_PART) {
    const selected = Math.min(ROWS_A_PART, batch.selected - from);
    const rows = selection.subarray(from, from + selected);
    yield { ...batch, selection: rows, selected };
  }
}
