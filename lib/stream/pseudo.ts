import {
  type Batch,
  type Column,
  ColumnBuilder,
  lineNumbers,
  Tag,
} from "../core/mod.ts";
import type { Emit, Step } from "./step.ts";

/** Fields that every row of an input has without naming them (C8). */
export type PseudoField = "_file" | "_line" | "_raw" | "_time";

const CR = 13;

/** Adds columns for `_file`, `_line`, `_raw` and `_time` behind those that are there. */
export function pseudoStep(fields: readonly PseudoField[]): Step {
  const makers = {
    _file: fileColumn,
    _line: lineColumn,
    _raw: rawColumn,
    _time: timeColumn,
  };
  return {
    push(batch: Batch, emit: Emit): void {
      const added = fields.map((field) => makers[field](batch));
      emit({ ...batch, columns: [...batch.columns, ...added] });
    },
    end() {},
  };
}

function fileColumn(batch: Batch): Column {
  const source = batch.lines?.source ?? "";
  return {
    layout: "values",
    tags: new Uint8Array(batch.rows).fill(Tag.CODE),
    numbers: new Float64Array(batch.rows),
    spans: new Uint32Array(0),
    bytes: new Uint8Array(0),
    dictionary: { size: 1, text: () => source },
  };
}

function lineColumn({ lines, rows }: Batch): Column {
  if (lines === null || rows === 0) return new ColumnBuilder().view();
  const numbers = lineNumbers(lines, rows);
  return {
    layout: "values",
    tags: new Uint8Array(rows).fill(Tag.INTEGER),
    numbers,
    spans: new Uint32Array(numbers.buffer),
    bytes: new Uint8Array(0),
  };
}

function rawColumn(batch: Batch): Column {
  const { lines } = batch;
  const numbers = new Float64Array(batch.rows);
  const spans = new Uint32Array(numbers.buffer);
  if (lines !== null) {
    for (let row = 0; row < batch.rows; row++) {
      const start = lines.starts[row]!;
      let end = lines.ends[row]!;
      if (end > start && lines.bytes[end - 1] === CR) end--;
      spans[2 * row] = start;
      spans[2 * row + 1] = end - start;
    }
  }
  return {
    layout: "values",
    tags: new Uint8Array(batch.rows).fill(
      lines === null ? Tag.MISSING : Tag.STRING,
    ),
    numbers,
    spans,
    bytes: lines?.bytes ?? new Uint8Array(0),
  };
}

function timeColumn(batch: Batch): Column {
  const times = batch.timesUs;
  const numbers = new Float64Array(batch.rows);
  const tags = new Uint8Array(batch.rows);
  if (times !== null) {
    for (let row = 0; row < batch.rows; row++) {
      numbers[row] = times[row]!;
      tags[row] = Number.isNaN(times[row]!) ? Tag.NULL : Tag.TIME;
    }
  }
  return {
    layout: "values",
    tags,
    numbers,
    spans: new Uint32Array(numbers.buffer),
    bytes: new Uint8Array(0),
  };
}
