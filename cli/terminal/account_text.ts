import type { Account, Fault } from "../../lib/core/mod.ts";
import { durationText } from "../../lib/time/mod.ts";
import { placeText } from "../fault_text.ts";
import { bytesText, countText, elapsedText, percentText } from "./amounts.ts";
import { shownText } from "./escape.ts";
import { shellText, withoutSecrets } from "../parse/shell_text.ts";

/** What the account is told with. */
export interface AccountTextOptions {
  /** How long the run took; adds a line of bytes and speed. */
  readonly elapsedMs?: number;
  /** Some windows completed by the wall clock (T7): the same input may give other bytes. */
  readonly idleFired?: boolean;
  /** Rows had the time at which they were read (T9): the same. */
  readonly byClock?: boolean;
}

/** Whether the account is worth telling by itself: something was bad, late or could not be read (C9). */
export function accountMatters(account: Account): boolean {
  const { bad, late, partlyLate, unreadable, failed } = account;
  return bad + late + partlyLate + unreadable + failed > 0;
}

/**
 * The account of a run as a few aligned lines (D6), the last one ended.
 *
 * @example A run in which every row is accounted for
 * ```ts
 * import { Account } from "../../lib/core/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const account = new Account();
 * account.read = 20_000;
 * account.bad = 127;
 * assertEquals(
 *   accountText(account),
 *   "weir: read 20,000 = kept 19,873 + filtered 0 + late 0 + bad 127\n",
 * );
 * ```
 */
export function accountText(
  account: Account,
  options: AccountTextOptions = {},
): string {
  const parts: [string, number][] = [
    ["kept", account.kept],
    ["filtered", account.filtered],
    ["late", account.late],
    ["bad", account.bad],
  ];
  // Only a run that was stopped leaves windows open.
  if (account.open > 0) parts.push(["open", account.open]);
  const sum = parts.map(([name, count]) => `${name} ${countText(count)}`);
  const lines = [`weir: read ${countText(account.read)} = ${sum.join(" + ")}`];
  const table = ([
    ["partly late", account.partlyLate, null],
    ["refired", account.refired, refiresText(account.refires)],
    ["bad", account.bad, firstText(account.firstBad)],
    ["unreadable", account.unreadable, firstText(account.firstUnreadable)],
    ["failed", account.failed, firstText(account.firstFailed)],
  ] as const).filter(([name, count, more]) =>
    // The sum has told the number of bad rows; a line of its own tells a place.
    count > 0 && (name !== "bad" || more !== null)
  );
  lines.push(...aligned(table));
  if (options.elapsedMs !== undefined) {
    lines.push(`  ${speedText(account, options.elapsedMs)}`);
  }
  if (options.idleFired === true) {
    lines.push(
      "  the input was silent, so windows completed by the clock: another run may answer otherwise",
    );
  }
  if (options.byClock === true) {
    lines.push(
      "  rows had the time at which they were read: another run may answer otherwise",
    );
  }
  return lines.join("\n") + "\n";
}

/** What tells of late rows (T5). */
export interface LateTextOptions {
  /** The delay that would have kept all of them in all of their windows, in microseconds. */
  readonly delayUs: number;
  /** The command line, without `weir`; it is told with that delay where more than one row in a hundred was late. */
  readonly argv: readonly string[];
}

/**
 * Tells how many rows were late, if for some of their windows only, by how
 * much, and the delay that would have kept them; where they were more than 1 %
 * also the command to run again. Empty where none was late.
 */
export function lateText(
  account: Account,
  { delayUs, argv }: LateTextOptions,
): string {
  const { late, partlyLate, read } = account;
  const rows = late + partlyLate;
  if (rows === 0) return "";
  const delay = usText(delayUs);
  const text = `weir: ${lateRowsText(account)}; --watermark ${delay} would ` +
    `have kept ${rows === 1 ? "it" : "them"}${keptWhere(account)}\n`;
  if (rows <= read / 100) return text;
  const again = withDelay(withoutSecrets(argv), delay);
  return text +
    (again === null
      ? `  Put it behind the window of the job: window SIZE --watermark ${delay}\n`
      : `  Run again: ${shownText(shellText(again))}\n`);
}

/** How many rows were late, and by how much. */
function lateRowsText(
  { late, partlyLate, read, latestByUs, missedByUs }: Account,
): string {
  const some = partlyLate === 1
    ? "for some of its windows"
    : "for some of their windows";
  const were = (rows: number, how: string, byUs: number) =>
    `${countText(rows)} ${rows === 1 ? "row was" : "rows were"} late${how} (${
      percentText(rows, read)
    }), by up to ${usText(byUs)}`;
  if (late === 0) return were(partlyLate, ` ${some}`, missedByUs);
  const whole = were(late, "", latestByUs);
  return partlyLate === 0
    ? whole
    : `${whole}, and ${countText(partlyLate)} ${some}`;
}

/** In which windows rows would have been kept, where they have several. */
function keptWhere(
  { late, partlyLate, latestByUs, missedByUs }: Account,
): string {
  if (partlyLate > 0) return " in all";
  if (missedByUs <= latestByUs) return "";
  return ` in all of ${late === 1 ? "its" : "their"} windows`;
}

function refiresText(refires: number): string | null {
  if (refires === 0) return null;
  return `in ${countText(refires)} answer${
    refires === 1 ? "" : "s"
  } of windows that had answered`;
}

/** The first place, and what was wrong there. */
function firstText(fault: Fault | null): string | null {
  if (fault === null) return null;
  const where = fault.place === null
    ? ""
    : `first at ${placeText(fault.place)}: `;
  return where + shownText(fault.message);
}

/** Names to the left, numbers to the right of their columns. */
function aligned(
  table: readonly (readonly [string, number, string | null])[],
): string[] {
  const names = Math.max(...table.map(([name]) => name.length));
  const counts = Math.max(
    ...table.map(([, count]) => countText(count).length),
  );
  return table.map(([name, count, more]) =>
    `  ${name.padEnd(names)}  ${countText(count).padStart(counts)}${
      more === null ? "" : `  ${more}`
    }`
  );
}

function speedText(account: Account, elapsedMs: number): string {
  const windows = account.windows === 0
    ? ""
    : `, ${countText(account.windows)} window${
      account.windows === 1 ? "" : "s"
    }`;
  const speed = elapsedMs < 1
    ? ""
    : `, ${bytesText(Math.round((account.bytes * 1000) / elapsedMs))}/s`;
  return `${bytesText(account.bytes)} in ${
    elapsedText(elapsedMs)
  }${speed}${windows}`;
}

function usText(us: number): string {
  return durationText({ months: 0, days: 0, us: Math.ceil(us) });
}

/** A command line with another delay: in place of the one it has, else behind the first `window`; `null` where the window stands in a job file. */
function withDelay(argv: readonly string[], delay: string): string[] | null {
  const words = ["weir", ...argv];
  const joined = words.findIndex((word) => word.startsWith("--watermark="));
  if (joined >= 0) return words.with(joined, `--watermark=${delay}`);
  const apart = words.indexOf("--watermark");
  if (apart >= 0) return words.with(apart + 1, delay);
  const window = words.indexOf("window");
  return window < 0
    ? null
    : words.toSpliced(window + 1, 0, "--watermark", delay);
}
