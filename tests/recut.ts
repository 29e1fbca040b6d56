/**
 * Cuts bytes into chunks of random length, the same ones in every run.
 *
 * @param maxLength Longest chunk; 1 gives every byte alone.
 * @param seed Any text, such as the name of the case.
 * @returns Chunks that share the memory of `bytes`, none of them empty.
 */
export function recut(
  bytes: Uint8Array,
  maxLength: number,
  seed: string,
): Uint8Array[] {
  let state = 0x9e3779b9;
  for (const char of seed) {
    state = Math.imul(state ^ char.codePointAt(0)!, 0x01000193);
  }
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    state = Math.imul(state, 1664525) + 1013904223 | 0;
    const length = 1 + (state >>> 8) % maxLength;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}
