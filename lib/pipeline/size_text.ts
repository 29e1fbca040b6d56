/** Bytes of each unit. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["b", 1],
  ["kb", 1e3],
  ["mb", 1e6],
  ["gb", 1e9],
  ["k", 1024],
  ["m", 1024 ** 2],
  ["g", 1024 ** 3],
  ["kib", 1024],
  ["mib", 1024 ** 2],
  ["gib", 1024 ** 3],
]);

/**
 * Reads a size in bytes such as `512MiB`, `2GB` or `1073741824`.
 *
 * @returns Whole bytes; `null` where the text is no size.
 */
export function parseBytes(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/iu.exec(text.trim());
  const unit = found === null ? undefined : UNITS.get(found[2]!.toLowerCase());
  return unit === undefined ? null : Math.floor(Number(found![1]) * unit);
}
