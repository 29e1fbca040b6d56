/** A row of the input with its event time; the rest is what the pipeline asks of it. */
export interface PlainRow {
  /** Milliseconds since the epoch, finer digits floored. */
  readonly timeMs: number;
  readonly [field: string]: unknown;
}

/** A window `[startMs, endMs)` of one group, and the rows in it. */
export interface PlainWindow {
  readonly startMs: number;
  readonly endMs: number;
  /** What rows are grouped by, in order. */
  readonly keys: readonly unknown[];
  readonly rows: readonly PlainRow[];
}

/** How rows are put into windows. */
export interface Windowing {
  /** The windows that a moment lies in, as their bounds; `null` for sessions. */
  readonly windowsOf:
    | ((timeMs: number) => readonly (readonly [number, number])[])
    | null;
  /** The gap of sessions. */
  readonly gapMs?: number;
  /** A window is complete when the newest time less this has reached its end; infinite: when the input ends. */
  readonly delayMs: number;
  /** Which rows count; all of them move time on. */
  readonly keep?: (row: PlainRow) => boolean;
  /** What rows are grouped by. */
  readonly keys: (row: PlainRow) => readonly unknown[];
}

/** Windows end to end, from the epoch. */
export function tumbling(sizeMs: number): Windowing["windowsOf"] {
  return hopping(sizeMs, sizeMs);
}

/** Windows of a size that begin so often, from the epoch. */
export function hopping(
  sizeMs: number,
  everyMs: number,
): Windowing["windowsOf"] {
  return (timeMs) => {
    const bounds: (readonly [number, number])[] = [];
    let startMs = Math.floor(timeMs / everyMs) * everyMs;
    for (; startMs + sizeMs > timeMs; startMs -= everyMs) {
      bounds.push([startMs, startMs + sizeMs]);
    }
    return bounds;
  };
}

/**
 * Puts rows into windows, in the plainest way there is: what weir answers is
 * compared with it, so it shares nothing with weir.
 */
export function plainWindows(
  rows: readonly PlainRow[],
  windowing: Windowing,
): { readonly windows: readonly PlainWindow[]; readonly late: number } {
  const { windowsOf, gapMs = 0, delayMs, keep = () => true, keys } = windowing;
  const found = new Map<string, PlainWindow & { rows: PlainRow[] }>();
  const put = (startMs: number, endMs: number, row: PlainRow) => {
    const own = keys(row);
    const name = JSON.stringify([startMs, endMs, own]);
    const window = found.get(name) ??
      { startMs, endMs, keys: own, rows: [] };
    window.rows.push(row);
    found.set(name, window);
  };
  let newestMs = -Infinity;
  let late = 0;
  const inSessions: PlainRow[] = [];
  for (const row of rows) {
    const { timeMs } = row;
    const open = (endMs: number) => newestMs - delayMs < endMs;
    if (keep(row)) {
      if (windowsOf === null) {
        if (!open(timeMs + gapMs)) {
          throw new RangeError("Late rows of sessions are not told here");
        }
        inSessions.push(row);
      } else {
        const inTime = windowsOf(timeMs).filter(([, endMs]) => open(endMs));
        if (inTime.length === 0) late++;
        for (const [startMs, endMs] of inTime) put(startMs, endMs, row);
      }
    }
    newestMs = Math.max(newestMs, timeMs);
  }
  for (const session of sessions(inSessions, keys, gapMs)) {
    const [first, last] = [session[0]!, session.at(-1)!];
    for (const row of session) put(first.timeMs, last.timeMs + gapMs, row);
  }
  return { windows: [...found.values()], late };
}

/** Rows of the same keys that are at most the gap apart, in order of time. */
function sessions(
  rows: readonly PlainRow[],
  keys: Windowing["keys"],
  gapMs: number,
): readonly (readonly PlainRow[])[] {
  const found: PlainRow[][] = [];
  const open = new Map<string, PlainRow[]>();
  for (const row of rows.toSorted((a, b) => a.timeMs - b.timeMs)) {
    const name = JSON.stringify(keys(row));
    const session = open.get(name);
    if (session !== undefined && row.timeMs - session.at(-1)!.timeMs <= gapMs) {
      session.push(row);
      continue;
    }
    const begun = [row];
    found.push(begun);
    open.set(name, begun);
  }
  return found;
}

/** Values of a field that are there. */
export function valuesOf(
  rows: readonly PlainRow[],
  field: string,
): readonly unknown[] {
  return rows.map((row) => row[field]).filter((value) =>
    value !== null && value !== undefined
  );
}

/** The same as numbers, the least first. */
export function numbersOf(
  rows: readonly PlainRow[],
  field: string,
): readonly number[] {
  return valuesOf(rows, field).map(Number).sort((a, b) => a - b);
}

/** The sum; `null` of nothing. */
export function sum(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b);
}

/** The average; `null` of nothing. */
export function mean(values: readonly number[]): number | null {
  const total = sum(values);
  return total === null ? null : total / values.length;
}

/** The value at a fraction of sorted values, between two where it falls there. */
export function quantile(
  sorted: readonly number[],
  fraction: number,
): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

/** Compares texts byte by byte in UTF-8, which is the order of code points. */
export function bytewise(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const apart = one[at]!.codePointAt(0)! - other[at]!.codePointAt(0)!;
    if (apart !== 0) return apart;
  }
  return one.length - other.length;
}

/** The texts of a field in order of their bytes. */
export function textsOf(
  rows: readonly PlainRow[],
  field: string,
): readonly string[] {
  return valuesOf(rows, field).map(String).sort(bytewise);
}
