import type { Column, DecodedBatch } from "../../core/mod.ts";

/** The rows of a decoded batch from one to another, as a batch of its own over the same memory. */
export function sliceBatch(
  batch: DecodedBatch,
  from: number,
  to: number,
): DecodedBatch {
  if (from === 0 && to === batch.rows) return batch;
  const { lines, bad } = batch;
  const { selection, selected } = sliceSelection(batch, from, to);
  return {
    ...batch,
    rows: to - from,
    columns: batch.columns.map((column) => sliceColumn(column, from, to)),
    selection,
    selected,
    lines: {
      bytes: lines.bytes,
      starts: lines.starts.subarray(from, to),
      ends: lines.ends.subarray(from, to),
      source: lines.source,
      lineOf: (row) => lines.lineOf(from + row),
      ...(lines.numbers === undefined
        ? {}
        : { numbers: lines.numbers.subarray(from, to) }),
    },
    bad: bad.filter(({ row }) => row >= from && row < to)
      .map((one) => ({ row: one.row - from, fault: () => one.fault() })),
  };
}

function sliceColumn(column: Column, from: number, to: number): Column {
  return {
    ...column,
    tags: column.tags.subarray(from, to),
    numbers: column.numbers.subarray(from, to),
    spans: column.spans.subarray(2 * from, 2 * to),
  };
}

function sliceSelection(
  { selection, selected }: DecodedBatch,
  from: number,
  to: number,
): { selection: Uint32Array | null; selected: number } {
  if (selection === null) return { selection: null, selected: to - from };
  const rows = selection.subarray(0, selected)
    .filter((row) => row >= from && row < to)
    .map((row) => row - from);
  return { selection: rows, selected: rows.length };
}
