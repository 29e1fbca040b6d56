// The kept lines of a batch, one after the other.

/** Copies a few bytes, 16 at a time; up to 15 more are overwritten. */
@inline
function copy(to: usize, from: usize, length: usize): void {
  if (length > 2048) {
    memory.copy(to, from, length);
    return;
  }
  for (let at: usize = 0; at < length; at += 16) {
    v128.store(to + at, v128.load(from + at));
  }
}

/**
 * Puts the lines of rows one after the other, a newline after each.
 *
 * @param selection Numbers of the rows, ascending; 0 for all from 0 on.
 * @returns Where the last newline ends.
 */
export function keepLines(
  starts: usize,
  ends: usize,
  selection: usize,
  count: u32,
  to: usize,
): usize {
  let position: u32 = 0;
  while (position < count) {
    const first = selection == 0 ? position : load<u32>(selection + (position << 2));
    const from = <usize> load<u32>(starts + (first << 2));
    let end = <usize> load<u32>(ends + (first << 2));
    // Neighbours go in one piece.
    while (++position < count) {
      const next = selection == 0 ? position : load<u32>(selection + (position << 2));
      if (load<u32>(starts + (next << 2)) != end + 1) break;
      end = load<u32>(ends + (next << 2));
    }
    const length = end - from;
    copy(to, from, length);
    store<u8>(to + length, 10);
    to += length + 1;
  }
  return to;
}
