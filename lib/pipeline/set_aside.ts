import type { Account, Batch, Decoder, Fault, Lines } from "../core/mod.ts";
import { lateHeader, lateLine } from "./late_line.ts";
import { lineBytes, type SideOutputs } from "./side_outputs.ts";
import type { RunIo } from "./run_io.ts";
import type { RunOptions } from "./spec.ts";

/** What decides what becomes of rows that are set aside. */
export interface SetAsideOptions {
  /** `--bad`, `--bad-to` and `--late`. */
  readonly options: RunOptions;
  /** Keeps the first bad row. */
  readonly account: Account;
  /** The files. */
  readonly sides: SideOutputs;
  /** Told of the first bad row. */
  readonly onNote: RunIo["onNote"];
}

/** Takes the rows that are bad or late, which no stage sees, to the files that are asked for. */
export class SetAside {
  readonly #given: SetAsideOptions;

  /**
   * Opens no file yet.
   *
   * @param given What becomes of the rows.
   */
  constructor(given: SetAsideOptions) {
    this.#given = given;
  }

  /**
   * Takes a bad row: the first is told of, all go to `--bad-to`.
   *
   * @throws {Fault} With `--bad fail`.
   */
  takeBad(lines: Lines, row: number, fault: () => Fault): void {
    const { options, account, sides, onNote } = this.#given;
    if (options.bad === "fail") throw fault();
    if (account.firstBad === null) {
      account.firstBad = fault();
      onNote(account.firstBad);
    }
    if (options.badTo !== null) {
      sides.of(options.badTo).take(lineBytes(lines, row));
    }
  }

  /** Takes late rows, and by how many microseconds each is late: their lines go to `--late` (W11). */
  takeLate(
    batch: Batch,
    rows: Uint32Array,
    byUs: readonly number[],
    input: { readonly format: string; readonly decoder: Decoder | null },
  ): void {
    const { options, sides } = this.#given;
    const { lines } = batch;
    if (options.late === null || lines === null) return;
    const { format, decoder } = input;
    const late = { format, cells: decoder?.fields?.length ?? null };
    const side = sides.of(options.late, () => {
      const header = decoder?.headerLine ?? null;
      return header === null ? null : lateHeader(header, format);
    });
    rows.forEach((row, at) => {
      side.take(lateLine(lineBytes(lines, row), byUs[at]!, late));
    });
  }
}
