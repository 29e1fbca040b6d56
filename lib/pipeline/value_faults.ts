import {
  type Account,
  Fault,
  type FaultOptions,
  spanText,
} from "../core/mod.ts";
import type { CompileOptions } from "../sql/mod.ts";
import type { Zone } from "../time/mod.ts";
import type { Findings } from "./findings.ts";

/** What counts values that cannot be read, and expressions that fail. */
export interface ValueFaultsOptions {
  /** Where they are counted. */
  readonly account: Account;
  /** Which batch is looked at, and what was found in it. */
  readonly findings: Findings;
  /** What `now()` is, in microseconds. */
  readonly nowUs: number;
  /** Where stamps without a zone were made. */
  readonly zone: Zone;
}

/** Options of compiled expressions that count what goes wrong on a row, with the first place of each kind. */
export function valueFaults(options: ValueFaultsOptions): CompileOptions {
  const { account, findings, nowUs, zone } = options;
  const firstDepth = { unreadable: Infinity, failed: Infinity };

  // Rows of the input come before those of completed windows, since when
  // windows complete follows from the cut.
  function isFirst(kind: "unreadable" | "failed"): boolean {
    if (findings.depth >= firstDepth[kind]) return false;
    firstDepth[kind] = findings.depth;
    return true;
  }

  return {
    nowUs,
    zone,
    onUnreadable: (row, { path, type, text }) =>
      findings.add(row, () => {
        account.unreadable++;
        if (!isFirst("unreadable")) return;
        account.firstUnreadable = new Fault(
          "value/unreadable",
          `cannot read ${JSON.stringify(text.slice(0, 60))} in ${
            path.join(".")
          } as ${type}`,
          placeOf(findings, row),
        );
      }),
    onFailed: (row) =>
      findings.add(row, () => {
        account.failed++;
        if (!isFirst("failed")) return;
        account.firstFailed = new Fault(
          "value/failed",
          "cannot compute an expression on a row: the result is NULL",
          placeOf(findings, row),
        );
      }),
  };
}

/** Where a row of the batch at hand stands. */
function placeOf({ batch, depth }: Findings, row: number): FaultOptions {
  const lines = batch?.lines ?? null;
  if (lines === null) return {};
  const start = lines.starts[row]!;
  return {
    place: {
      source: lines.sourceOf?.(row) ?? lines.source,
      // Rows that were held do not know their line any more.
      ...(depth === 0 ? { line: lines.lineOf(row) } : {}),
      excerpt: spanText(lines.bytes, start, lines.ends[row]! - start),
    },
  };
}
