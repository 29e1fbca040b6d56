import {
  type Account,
  type Batch,
  Fault,
  type Lines,
  rowAt,
} from "../core/mod.ts";
import { encodeLines, NdjsonDecoder } from "../format/mod.ts";
import { quoteName } from "../sql/mod.ts";
import { type Emit, ensureRows, narrowed, type Step } from "../stream/mod.ts";
import { decodeAll } from "./inspect.ts";
import type { PlannedStep } from "./plan.ts";

/** Options of {@linkcode fixedColumnsStep}. */
export interface FixedColumnsOptions {
  /** The columns, and the names that rows may have. */
  readonly step: PlannedStep & { readonly kind: "columns" };
  /** Where the rows behind that one are counted; `null` where rows no longer stand for rows of the input. */
  readonly account: Account | null;
  /** Whether batches are those of the input, so that its last row is one of them. */
  readonly ofInput: boolean;
}

/**
 * Ends the run at the first row with a field that has no column (C5).
 *
 * Rows before it go on, and the fault is thrown when the step ends, so that
 * where the input was cut shows in nothing. Cost: one more pass over the lines.
 */
export function fixedColumnsStep(options: FixedColumnsOptions): Step {
  const { step, account, ofInput } = options;
  const known = new Set(step.known);
  const lines = encodeLines();
  const all = new NamesMet(known);
  let buffer = new Uint32Array(0);
  let failure: Fault | null = null;
  let lastRow: number | undefined;

  return {
    get done() {
      return failure !== null;
    },
    get lastRow() {
      return lastRow;
    },
    push(batch: Batch, emit: Emit): void {
      if (failure !== null) return;
      if (
        batch.lines === null || batch.selected === 0 ||
        all.others(lines.encode(batch)).length === 0
      ) {
        emit(batch);
        return;
      }
      const one = new NamesMet(known);
      buffer = ensureRows(buffer, batch.selected);
      for (let at = 0; at < batch.selected; at++) {
        const row = rowAt(batch, at);
        const { bytes, starts, ends } = batch.lines;
        const others = one.others(bytes.subarray(starts[row]!, ends[row]!));
        if (others.length > 0) {
          failure = lateField(others, step, batch.lines, row);
          if (ofInput) lastRow = row;
          // Nothing behind it was read.
          if (account !== null) account.filtered += batch.selected - at - 1;
          if (at > 0) emit(narrowed(batch, buffer, at));
          return;
        }
        buffer[at] = row;
      }
    },
    end() {
      if (failure !== null) throw failure;
    },
  };
}

/** The names that lines bring beside those that are known. */
class NamesMet {
  readonly #known: ReadonlySet<string>;
  readonly #decoder = new NdjsonDecoder({ source: "", projection: [] });

  constructor(known: ReadonlySet<string>) {
    this.#known = known;
  }

  others(rows: Uint8Array): readonly string[] {
    for (const _ of decodeAll(this.#decoder, rows, true)) continue;
    return this.#decoder.discovered().filter((name) => !this.#known.has(name));
  }
}

function lateField(
  names: readonly string[],
  { columns, placed }: FixedColumnsOptions["step"],
  lines: Lines,
  row: number,
): Fault {
  const line = new TextDecoder().decode(
    lines.bytes.subarray(lines.starts[row]!, lines.ends[row]!),
  ).replace(/\r$/u, "");
  const [first] = names;
  const written = JSON.stringify(first);
  const found = line.indexOf(written);
  const caret = Math.max(0, found);
  const select = [...columns, ...names].map(quoteName).join(", ")
    .replaceAll("'", "'\\''");
  return new Fault(
    "output/late_field",
    `cannot add a column ${first}: the columns are fixed by the beginning of the input`,
    {
      ...(placed
        ? {
          place: {
            source: lines.source,
            line: lines.lineOf(row),
            column: caret + 1,
            excerpt: line,
            caret,
            caretLength: found === -1 ? 1 : written.length,
          },
        }
        : {}),
      mend: `Name the columns that you want: then select '${select}'`,
    },
  );
}
