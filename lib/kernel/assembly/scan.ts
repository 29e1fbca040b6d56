// The rows of a scan, one after the other.

import { newlineAt, skipSpace } from "./bytes";
import { clearDoubtful, doubtful } from "./columns";
import {
  addedInRow,
  clearAdded,
  forgetTexts,
  keepTexts,
} from "./dictionaries";
import {
  COLUMN_DICTIONARY,
  COLUMN_SIZE,
  COLUMN_TAGS,
  MISSING,
  RESULT,
} from "./memory_map";
import { forgetNames, keepNames, metInRow } from "./names";
import { forgetPatterns, keepPatterns, taught } from "./patterns";
import { scanRow } from "./row";
import { beyondAscii, clearBeyondAscii } from "./strings";
import { isUtf8 } from "./utf8";

// Where the loader has put things.
let starts: usize = 0;
let ends: usize = 0;
let badRows: usize = 0;
let capacity: u32 = 0;
let columns: usize = 0;
let columnsEnd: usize = 0;
let maxRowBytes: usize = 0;

/** One for each row ever read, so that a node knows whether this row has met it. */
let stamp: u32 = 0;

/** Sets the output up. */
export function setRows(
  startsAt: usize,
  endsAt: usize,
  badAt: usize,
  rows: u32,
  columnsAt: usize,
  columnCount: u32,
  longestRow: u32,
): void {
  starts = startsAt;
  ends = endsAt;
  badRows = badAt;
  capacity = rows;
  columns = columnsAt;
  columnsEnd = columnsAt + columnCount * COLUMN_SIZE;
  maxRowBytes = longestRow;
}

/**
 * Decodes rows up to the end or until the columns are full. What it found
 * stands at RESULT: rows, bad rows, blank lines, where the next row begins,
 * doubles that the loader has to read.
 *
 * @param to After a newline.
 */
export function scan(at: usize, to: usize): void {
  let row: u32 = 0;
  let bad: u32 = 0;
  let blank: u32 = 0;
  clearDoubtful();
  // A row takes at least two bytes.
  const most = <usize> min<usize>(capacity, (to - at + 1) >> 1);
  for (let column = columns; column < columnsEnd; column += COLUMN_SIZE) {
    memory.fill(load<u32>(column, COLUMN_TAGS), <u8> MISSING, most);
  }
  while (at < to && row < capacity) {
    const start = at;
    stamp++;
    clearBeyondAscii();
    let end = scanRow(at, row, stamp);
    if (end == 0 || (beyondAscii && !isUtf8(start, end))) {
      end = newlineAt(start);
      if (isBlank(start, end) && end - start <= maxRowBytes) {
        blank++;
        at = end + 1;
        continue;
      }
      forgetRow(row);
      store<u32>(badRows + (bad << 2), row);
      bad++;
    } else if (end - start > maxRowBytes) {
      forgetRow(row);
      store<u32>(badRows + (bad << 2), row);
      bad++;
    } else {
      if (taught) keepPatterns();
      if (metInRow) keepNames();
      if (addedInRow) settleTexts(true);
    }
    at = end + 1;
    store<u32>(starts + (row << 2), start);
    store<u32>(
      ends + (row << 2),
      end - start > maxRowBytes ? start + maxRowBytes : end,
    );
    row++;
  }
  store<u32>(RESULT, row);
  store<u32>(RESULT, bad, 4);
  store<u32>(RESULT, blank, 8);
  store<u32>(RESULT, at, 12);
  store<u32>(RESULT, doubtful, 16);
}

function isBlank(start: usize, newline: usize): bool {
  return skipSpace(start) == newline;
}

/** A bad row leaves no trace: not in columns, nor in what was learned. */
function forgetRow(row: u32): void {
  for (let column = columns; column < columnsEnd; column += COLUMN_SIZE) {
    store<u8>(load<u32>(column, COLUMN_TAGS) + row, <u8> MISSING);
  }
  if (taught) forgetPatterns();
  if (metInRow) forgetNames();
  if (addedInRow) settleTexts(false);
}

/** Keeps or forgets the texts that the row has brought. */
function settleTexts(good: bool): void {
  for (let column = columns; column < columnsEnd; column += COLUMN_SIZE) {
    const dictionary = load<u32>(column, COLUMN_DICTIONARY);
    if (dictionary == 0) continue;
    if (good) keepTexts(dictionary);
    else forgetTexts(dictionary);
  }
  clearAdded();
}
