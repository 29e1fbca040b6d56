import type { Account, Batch } from "../core/mod.ts";
import { rowAt } from "../core/mod.ts";
import { ensureRows, narrowed } from "./filter.ts";
import type { Emit, Step } from "./step.ts";

/** Options of {@linkcode limitStep}. */
export interface LimitOptions {
  /** Whether each completed window has a limit of its own. */
  readonly perWindow: boolean;
  /** Where dropped rows are counted; `null` where rows no longer stand for rows of the input. */
  readonly account: Account | null;
  /** Whether batches are those of the input, so that its last row is one of them. */
  readonly ofInput: boolean;
}

/** Keeps the first `count` rows of the input, or of each completed window. */
export function limitStep(count: number, options: LimitOptions): Step {
  let left = count;
  let buffer = new Uint32Array(0);
  let lastRow = -1;
  return {
    get done(): boolean {
      return !options.perWindow && left === 0;
    },
    get lastRow(): number | undefined {
      return options.ofInput ? lastRow : undefined;
    },
    push(batch: Batch, emit: Emit): void {
      buffer = ensureRows(buffer, batch.selected);
      let kept = 0;
      if (options.perWindow && batch.windows !== null) {
        for (const window of batch.windows) {
          const to = Math.min(window.to, window.from + count);
          for (let at = window.from; at < to; at++) {
            buffer[kept++] = rowAt(batch, at);
          }
        }
      } else {
        const take = Math.min(left, batch.selected);
        while (kept < take) {
          buffer[kept] = rowAt(batch, kept);
          kept++;
        }
        left -= take;
        lastRow = kept === 0 ? -1 : buffer[kept - 1]!;
      }
      if (options.account !== null) {
        options.account.filtered += batch.selected - kept;
      }
      emit(narrowed(batch, buffer, kept));
    },
    end() {},
  };
}
