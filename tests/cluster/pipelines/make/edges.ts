const SIZE_MS = 7 * 60_000;
const DELAY_MS = 10_000;
/** A window of seven minutes: `BEGIN_MS` is a multiple of them since the epoch. */
const FIRST_MS = Math.floor(Date.UTC(2026, 4, 4, 10) / SIZE_MS) * SIZE_MS;

/**
 * P07: rows at the first and the last moment of windows, before 1970 and at the
 * epoch itself; a watermark that stands one millisecond before an end, and on
 * it. Rows that move the watermark are followed by so many others that Spark
 * has heard of them too when the row that they make late comes.
 */
export function edges(): string[] {
  const lines: string[] = [];
  let n = 0;
  const add = (at: string) =>
    lines.push(JSON.stringify({ at, n: 1 << n++ % 20 }));
  const at = (timeMs: number) => add(new Date(timeMs).toISOString());
  const fillers = (timeMs: number) => {
    for (let count = 0; count < 15; count++) at(timeMs);
  };
  add("1969-12-31T23:45:59.999Z");
  add("1969-12-31T23:46:00Z");
  add("1969-12-31T23:52:59.999Z");
  add("1969-12-31T23:53:00Z");
  add("1969-12-31T23:59:59.9999Z");
  add("1970-01-01T00:00:00Z");
  add("1970-01-01T00:00:00.001Z");
  add("1970-01-01T00:06:59.999999Z");
  add("1970-01-01T00:07:00Z");

  const second = FIRST_MS + SIZE_MS;
  const third = second + SIZE_MS;
  at(FIRST_MS);
  at(FIRST_MS + 1);
  at(second - 1);
  at(second);
  // Finer than a millisecond: it is floored, and stays in the first window.
  add(new Date(second - 1).toISOString().replace("Z", "999Z"));
  // The watermark stands one millisecond before the end: the first window is open.
  at(second + DELAY_MS - 1);
  fillers(second + 1);
  at(second - 2);
  // Now it stands on the end: the first window is complete.
  at(second + DELAY_MS);
  fillers(second + 2);
  at(second - 1);
  at(FIRST_MS);
  at(third - 1);
  at(third);
  // A whole window without rows, then one that the last row completes.
  const far = third + 10 * SIZE_MS;
  at(far);
  at(far + SIZE_MS - 1);
  at(far + SIZE_MS + DELAY_MS);
  return lines;
}
