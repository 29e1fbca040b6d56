import type { Random } from "../../../../fixtures/make/random.ts";

/** Monday morning, in milliseconds. */
export const BEGIN_MS = Date.UTC(2026, 4, 4, 10);
/** A minute. */
export const MINUTE_MS = 60_000;

/** How many rows there are, and the span that they happen in: below two hours. */
export interface Size {
  readonly count: number;
  readonly spanMs: number;
}

/** When something happened, and when it was written: the order of the lines. */
export interface Happening {
  readonly timeMs: number;
  readonly writtenMs: number;
}

/**
 * Moments spread over a span, in the order in which they are written. Each is
 * written less than the delay after it happened, so none is late for any engine.
 */
export function moments(
  chance: Random,
  options: Size & { readonly fromMs: number; readonly delayMs: number },
): Happening[] {
  const { count, fromMs, spanMs, delayMs } = options;
  return Array.from({ length: count }, () => {
    const timeMs = fromMs + chance.below(spanMs);
    return { timeMs, writtenMs: timeMs + chance.below(delayMs) };
  }).sort((a, b) => a.writtenMs - b.writtenMs);
}

/** What a request of an access log says. */
export interface Request {
  readonly timeMs: number;
  readonly ip: string;
  /** What stands between the quotes, escaped. */
  readonly request: string;
  readonly status: number;
  /** `null` is written as `-`. */
  readonly bytes: number | null;
  /** The zone of the stamp, in minutes. */
  readonly zoneMinutes?: number;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `04/May/2026:12:00:00 +0200`. */
export function clf(timeMs: number, zoneMinutes = 0): string {
  const iso = new Date(timeMs + zoneMinutes * MINUTE_MS).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1]!;
  const away = Math.abs(zoneMinutes);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${
    iso.slice(11, 19)
  } ${zoneMinutes < 0 ? "-" : "+"}${two(away / 60)}${two(away % 60)}`;
}

/** A line of an access log in the combined format. */
export function combined(
  { timeMs, ip, request, status, bytes, zoneMinutes }: Request,
): string {
  const stamp = clf(timeMs, zoneMinutes);
  return `${ip} - - [${stamp}] "${request}" ${status} ${
    bytes ?? "-"
  } "-" "Mozilla/5.0 (\\"quoted\\"; x)"`;
}

/** Addresses that are set aside for documentation. */
export const ADDRESSES: readonly string[] = [
  ...Array.from({ length: 25 }, (_, at) => `192.0.2.${at + 1}`),
  ...Array.from({ length: 5 }, (_, at) => `2001:db8::${at + 1}`),
];
