/** A copy of so many integers, those behind the old ones all the same. */
export function grownInts(
  old: Int32Array,
  limit: number,
  rest = 0,
): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(limit).fill(rest, old.length);
  grown.set(old);
  return grown;
}

/** The same for doubles. */
export function grownDoubles(
  old: Float64Array,
  limit: number,
  rest = 0,
): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(limit).fill(rest, old.length);
  grown.set(old);
  return grown;
}
