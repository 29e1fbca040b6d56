/** The middle value; the mean of the two in the middle where their number is even; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[half]!;
  return sorted.length === 0 ? NaN : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * How many times longer the first took than the second, as the median over
 * pairs that ran one right after the other.
 *
 * A machine that slows down for a while slows both of a pair, so their ratio
 * drifts less than the ratio of two medians.
 */
export function medianRatio(
  longer: readonly number[],
  shorter: readonly number[],
): number {
  if (longer.length !== shorter.length) {
    throw new RangeError(
      `Cannot pair ${longer.length} runs with ${shorter.length}`,
    );
  }
  return median(longer.map((value, at) => value / shorter[at]!));
}

/** Megabytes of a million bytes in a second. */
export function megabytesASecond(bytes: number, wallMs: number): number {
  return bytes / 1e6 / (wallMs / 1000);
}
