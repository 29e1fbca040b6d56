// Writing values where a path leads to them.

import { codeOf } from "./dictionaries";
import { nearest, UNKNOWN } from "./doubles";
import {
  AS_CODE,
  AS_TEXT,
  AS_TIME,
  BIG,
  CODE,
  COLUMN_AS,
  COLUMN_DICTIONARY,
  COLUMN_SLOTS,
  COLUMN_TAGS,
  COMPLEX,
  DOUBLE,
  DOUBTFUL,
  INTEGER,
  MAX_ESCAPED_CODE,
  MISSING,
  NODE_BELOW,
  NODE_BELOW_COUNT,
  NODE_COLUMN_COUNT,
  NODE_COLUMNS,
  NODE_STAMP,
  STRING,
  TIME,
} from "./memory_map";
import { countUs, isoUs, NO_MOMENT } from "./moments";
import { scratch } from "./names";
import {
  digitCount,
  digits,
  MAX_DIGITS,
  negative,
  power,
  readNumber,
  whole,
} from "./numbers";
import { unescapeInto } from "./strings";

/** 2^53. */
const EXACT: u64 = 9007199254740992;

@inline
export function putSpan(
  column: usize,
  row: u32,
  tag: u32,
  at: usize,
  length: u32,
): void {
  store<u8>(<usize> load<u32>(column, COLUMN_TAGS) + row, tag);
  store<u64>(
    <usize> load<u32>(column, COLUMN_SLOTS) + (row << 3),
    <u64> at | <u64> length << 32,
  );
}

@inline
export function putNumber(column: usize, row: u32, tag: u32, value: f64): void {
  store<u8>(<usize> load<u32>(column, COLUMN_TAGS) + row, tag);
  store<f64>(<usize> load<u32>(column, COLUMN_SLOTS) + (row << 3), value);
}

/** Writes a string that a column reads as a moment. */
@inline
export function putTime(
  column: usize,
  row: u32,
  tag: u32,
  at: usize,
  length: u32,
): void {
  const us = tag == STRING ? isoUs(at, length, column) : NO_MOMENT;
  if (us == NO_MOMENT) putSpan(column, row, tag, at, length);
  else putNumber(column, row, TIME, <f64> us);
}

/** Writes a string that a column reads as a code. */
@inline
export function putCode(
  column: usize,
  row: u32,
  tag: u32,
  at: usize,
  length: u32,
): void {
  const dictionary = <usize> load<u32>(column, COLUMN_DICTIONARY);
  const code = tag == STRING
    ? codeOf(dictionary, at, length)
    : codeOfEscaped(dictionary, at, length);
  if (code < 0) putSpan(column, row, tag, at, length);
  else putNumber(column, row, CODE, <f64> code);
}

/** Texts have one code however they are written. */
function codeOfEscaped(
  dictionary: usize,
  at: usize,
  length: u32,
): i32 {
  if (length > MAX_ESCAPED_CODE) return -1;
  return codeOf(dictionary, scratch, unescapeInto(scratch, at, length));
}

/** Writes a string to all columns of a node. */
export function putStrings(
  node: usize,
  row: u32,
  tag: u32,
  at: usize,
  length: u32,
): void {
  let columns = <usize> load<u32>(node, NODE_COLUMNS);
  const end = columns + (load<u32>(node, NODE_COLUMN_COUNT) << 2);
  for (; columns < end; columns += 4) {
    const column = <usize> load<u32>(columns);
    const reading = load<u32>(column, COLUMN_AS);
    if (reading == AS_TIME) putTime(column, row, tag, at, length);
    else if (reading == AS_CODE) putCode(column, row, tag, at, length);
    else putSpan(column, row, tag, at, length);
  }
}

/** Writes a literal, an object or a list to all columns of a node. */
export function putSpans(
  node: usize,
  row: u32,
  tag: u32,
  at: usize,
  length: u32,
): void {
  let columns = <usize> load<u32>(node, NODE_COLUMNS);
  const end = columns + (load<u32>(node, NODE_COLUMN_COUNT) << 2);
  for (; columns < end; columns += 4) {
    putSpan(load<u32>(columns), row, tag, at, length);
  }
}

/** Reads a number by the book, and writes it. The address after it; 0 if it is none. */
export function putAnyNumber(
  action: u32,
  target: usize,
  row: u32,
  at: usize,
): usize {
  const end = readNumber(at);
  if (end == 0 || action == 0) return end;
  const tag = !whole || (negative && digitCount == 0)
    ? DOUBLE
    : digitCount < 16 || (digitCount == 16 && digits <= EXACT)
    ? INTEGER
    : BIG;
  const length = <u32> (end - at);
  if (action != COMPLEX) {
    putReadNumber(target, row, tag, at, length);
    return end;
  }
  let columns = <usize> load<u32>(target, NODE_COLUMNS);
  const last = columns + (load<u32>(target, NODE_COLUMN_COUNT) << 2);
  for (; columns < last; columns += 4) {
    putReadNumber(load<u32>(columns), row, tag, at, length);
  }
  return end;
}

function putReadNumber(
  column: usize,
  row: u32,
  tag: u32,
  at: usize,
  length: u32,
): void {
  const reading = load<u32>(column, COLUMN_AS);
  if (reading == AS_TIME) {
    const us = countUs();
    if (us != NO_MOMENT) {
      putNumber(column, row, TIME, <f64> us);
      return;
    }
  }
  if (reading == AS_TEXT || tag == BIG) {
    putSpan(column, row, tag, at, length);
    return;
  }
  if (tag == INTEGER) {
    const value = <f64> <i64> digits;
    putNumber(column, row, INTEGER, negative ? -value : value);
    return;
  }
  const bits = nearest(digits, power, digitCount > MAX_DIGITS);
  if (bits == UNKNOWN) {
    putSpan(column, row, DOUBTFUL, at, length);
    doubtful++;
    return;
  }
  putNumber(
    column,
    row,
    DOUBLE,
    reinterpret<f64>(negative ? bits | <u64> 1 << 63 : bits),
  );
}

/** How many doubles the loader has to read. */
export let doubtful: u32 = 0;

export function clearDoubtful(): void {
  doubtful = 0;
}

/** A value at a node begins: where its key is a duplicate, all that was found below is no longer there. */
export function beginNode(node: usize, row: u32, stamp: u32): void {
  if (load<u32>(node, NODE_STAMP) == stamp) {
    let columns = <usize> load<u32>(node, NODE_BELOW);
    const end = columns + (load<u32>(node, NODE_BELOW_COUNT) << 2);
    for (; columns < end; columns += 4) {
      store<u8>(load<u32>(load<u32>(columns), COLUMN_TAGS) + row, MISSING);
    }
  }
  store<u32>(node, stamp, NODE_STAMP);
}
