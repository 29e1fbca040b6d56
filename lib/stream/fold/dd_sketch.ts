/**
 * The buckets of DDSketch (Masson, Rim and Lee, VLDB 2019): each holds the
 * numbers of one size, within 1 %. Of how many numbers lie in each bucket every
 * quantile can be told within that, whatever their order; two sketches join by
 * addition.
 */

/** What a result is off by at most, as a share of it. */
const ERROR = 0.01;
const RATIO = (1 + ERROR) / (1 - ERROR);
const LOG_RATIO = Math.log(RATIO);
/** The bucket of 1, so far up that the least double's is above 0 as well, which lies 37,220 below. */
const MIDDLE = 38_000;
/** Above the bucket of the greatest double, which lies 35,488 above the middle. */
const INFINITE = 80_000;

/** The bucket of not a number, which is the greatest. */
export const NAN_BUCKET = INFINITE + 1;

/** The bucket of a number: greater for a greater number, 0 for zero, else with the number's sign. */
export function bucketOf(value: number): number {
  if (value > 0) return bucketOfSize(value);
  if (value < 0) return -bucketOfSize(-value);
  return value === 0 ? 0 : NAN_BUCKET;
}

function bucketOfSize(size: number): number {
  return size === Infinity
    ? INFINITE
    : Math.ceil(Math.log(size) / LOG_RATIO) + MIDDLE;
}

/** A number that is within 1 % of all in a bucket. */
export function numberIn(bucket: number): number {
  if (bucket === 0) return 0;
  if (bucket === NAN_BUCKET) return NaN;
  const size = Math.abs(bucket);
  if (size === INFINITE) return Math.sign(bucket) * Infinity;
  // Half of it at a time: the whole may be beyond what a double holds.
  const root = Math.exp((size - MIDDLE) * LOG_RATIO / 2);
  return Math.sign(bucket) * (2 / (RATIO + 1) * root * root);
}
