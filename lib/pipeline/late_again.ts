import type { Batch } from "../core/mod.ts";
import { rowAt } from "../core/mod.ts";
import { ensureRows, narrowed, type Step } from "../stream/mod.ts";
import { LATE_BY } from "./restate.ts";

const decoder = new TextDecoder();
const NDJSON_MARK = new RegExp(`,?"${LATE_BY}":-?\\d+\\}$`, "u");

/**
 * Late rows that are read again together with the inputs they were late in.
 *
 * An input that is a file has them still, so a late row that is in an input
 * as well, by its own line, is told from that, and counts once. What the
 * inputs lack is added behind them.
 */
export class LateAgain {
  /** How often each late line has not been met in an input. */
  readonly #missing = new Map<string, number>();
  /** How often each was met. */
  readonly #met = new Map<string, number>();
  readonly #format: string;
  #late = false;

  /**
   * Starts without late rows.
   *
   * @param format The name of the format of the inputs.
   */
  constructor(format: string) {
    this.#format = format;
  }

  /** Learns late rows, before the inputs are read. */
  learn(batch: Batch): void {
    for (let at = 0; at < batch.selected; at++) {
      const line = this.#lateLine(batch, rowAt(batch, at));
      this.#missing.set(line, (this.#missing.get(line) ?? 0) + 1);
    }
  }

  /** From here on rows are those of the late files. */
  beginLate(): void {
    this.#late = true;
  }

  /**
   * Marks late rows, and drops those that were met in an input.
   *
   * @param onDropped Told how many rows were dropped.
   */
  step(onDropped: (rows: number) => void): Step {
    let buffer = new Uint32Array(0);
    return {
      push: (batch, emit) => {
        const restated = new Uint8Array(batch.rows);
        if (!this.#late) {
          this.#mark(batch, restated);
          emit({ ...batch, restated });
          return;
        }
        buffer = ensureRows(buffer, batch.selected);
        let kept = 0;
        for (let at = 0; at < batch.selected; at++) {
          const row = rowAt(batch, at);
          if (taken(this.#met, this.#lateLine(batch, row))) continue;
          restated[row] = 1;
          buffer[kept++] = row;
        }
        onDropped(batch.selected - kept);
        emit({ ...narrowed(batch, buffer, kept), restated });
      },
      end() {},
    };
  }

  #mark(batch: Batch, restated: Uint8Array): void {
    if (this.#missing.size === 0) return;
    for (let at = 0; at < batch.selected; at++) {
      const row = rowAt(batch, at);
      const line = this.#line(batch, row);
      if (!taken(this.#missing, line)) continue;
      restated[row] = 1;
      this.#met.set(line, (this.#met.get(line) ?? 0) + 1);
    }
  }

  /** A line without what may differ at its end. */
  #line(batch: Batch, row: number): string {
    const { bytes, starts, ends } = batch.lines!;
    const line = decoder.decode(bytes.subarray(starts[row]!, ends[row]!))
      .trimEnd();
    // A late row of CSV has all its cells, those that were left out too.
    return this.#format === "csv" ? line.replace(/,+$/u, "") : line;
  }

  /** The line of a late row as it was before it was late. */
  #lateLine(batch: Batch, row: number): string {
    const line = this.#line(batch, row);
    switch (this.#format) {
      case "ndjson":
        return line.replace(NDJSON_MARK, "}");
      case "csv":
        return line.replace(/,-?\d+$/u, "").replace(/,+$/u, "");
      case "tsv":
        return line.replace(/\t-?\d+$/u, "").trimEnd();
      default:
        return line;
    }
  }
}

/** Takes one of a count, if there is one. */
function taken(counts: Map<string, number>, line: string): boolean {
  const count = counts.get(line) ?? 0;
  if (count === 0) return false;
  if (count === 1) counts.delete(line);
  else counts.set(line, count - 1);
  return true;
}
