import {
  NdjsonKernel,
  type NdjsonScanner,
  NdjsonTwin,
  type ScannerField,
  type ScannerOptions,
} from "../../lib/kernel/mod.ts";
import { type Cell, type Scanned, scanRows } from "./scan_rows.ts";

/** Makes a scanner. */
export type MakeScanner = (options: ScannerOptions) => NdjsonScanner;

/** Both scanners, which must not differ. */
export const SCANNERS: readonly [string, MakeScanner][] = [
  ["NdjsonKernel", (options) => new NdjsonKernel(options)],
  ["NdjsonTwin", (options) => new NdjsonTwin(options)],
];

/** Options with no bound that matters. */
export const PLAIN = { maxRowBytes: 1 << 24, zonelessIsUtc: true };

const encoder = new TextEncoder();

/** A field by its path, read as `value`. */
export function value(...path: (string | number)[]): ScannerField {
  return { path, as: "value" };
}

/** Scans some lines. */
export function scan(
  make: MakeScanner,
  fields: readonly ScannerField[],
  lines: string,
  options: Partial<ScannerOptions> = {},
): Scanned {
  const scanner = make({ ...PLAIN, fields, ...options });
  return scanRows(scanner, encoder.encode(lines));
}

/** Cells of the rows; `null` for a bad one. */
export function cells(scanned: Scanned): (readonly Cell[] | null)[] {
  return scanned.rows.map((row) => row.bad ? null : row.cells);
}
