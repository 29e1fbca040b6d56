import { Tag } from "../../core/mod.ts";
import type { Accumulator, FoldRows } from "./accumulator.ts";
import { GroupTable } from "./group_table.ts";
import {
  addKey,
  addRegisters,
  emptyRegisters,
  estimated,
  keyOfHash,
  REGISTERS,
} from "./hyper_log_log.ts";
import { ValueHash } from "./value_hash.ts";

/** Up to so many values are kept apart; about here registers begin to cost less. */
const SPARSE = 256;
/** Rows that are taken in before groups with many values are looked for. */
const PIECE = 1024;

/**
 * `approx_count_distinct(x)`: exact up to 256 values, at some 32 bytes each;
 * beyond that a HyperLogLog of 4 KiB, with a standard error of 1.6 %.
 *
 * The result follows from which values there are: how a group is kept depends
 * on their number alone.
 */
export function approxDistinctAccumulator(argument: number): Accumulator {
  const hash = new ValueHash();
  /** The keys of groups that have few values. */
  const keys = new GroupTable(1, () => {});
  const registers = new Map<number, Uint8Array>();
  const selection = new Uint32Array(PIECE);
  let keyOfRow = new Int32Array(0);
  let entries = new Int32Array(0);
  let list = new Uint32Array(SPARSE + PIECE);

  function keysOf(group: number): Uint32Array {
    const count = keys.count(group);
    if (list.length < count) list = new Uint32Array(count * 2);
    keys.list(group, list);
    return list.subarray(0, count);
  }

  /** Gives a group with many values its registers. */
  function settle(group: number): void {
    if (keys.count(group) > SPARSE) dense(group);
  }

  function dense(group: number): Uint8Array {
    let own = registers.get(group);
    if (own === undefined) {
      own = emptyRegisters();
      for (const entry of keysOf(group)) addKey(own, keys.code(0, entry));
      keys.drop(group, () => {});
      registers.set(group, own);
    }
    return own;
  }

  /** Hashes rows: groups with registers take them in; tells how many are left over for the keys. */
  function hashed(rows: FoldRows, from: number, to: number): number {
    const column = rows.columns[argument]!;
    let few = 0;
    for (let at = from; at < to; at++) {
      const row = rows.selection[at]!;
      if (column.tags[row]! <= Tag.NULL) continue;
      hash.take(column, row);
      const key = keyOfHash(hash.high, hash.low);
      const own = registers.get(rows.groups[row]!);
      if (own !== undefined) {
        addKey(own, key);
        continue;
      }
      keyOfRow[row] = key;
      selection[few++] = row;
    }
    return few;
  }

  return {
    get byteLength(): number {
      return keys.byteLength + hash.byteLength +
        registers.size * (REGISTERS + 100);
    },
    grow() {},
    update(rows) {
      const { groups } = rows;
      if (keyOfRow.length < groups.length) {
        keyOfRow = new Int32Array(groups.length);
        entries = new Int32Array(groups.length);
      }
      for (let from = 0; from < rows.selected; from += PIECE) {
        const few = hashed(rows, from, Math.min(rows.selected, from + PIECE));
        keys.assign(groups, [keyOfRow], selection, few, entries);
        for (let at = 0; at < few; at++) settle(groups[selection[at]!]!);
      }
    },
    merge(into, from) {
      const added = registers.get(from);
      if (added !== undefined) {
        addRegisters(dense(into), added);
        return;
      }
      const own = registers.get(into);
      for (const entry of keysOf(from)) {
        if (own === undefined) keys.like(into, entry);
        else addKey(own, keys.code(0, entry));
      }
      settle(into);
    },
    clear(group) {
      keys.drop(group, () => {});
      registers.delete(group);
    },
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        const group = groups[at]!;
        const own = registers.get(group);
        out.appendNumber(
          own === undefined ? keys.count(group) : Math.round(estimated(own)),
        );
      }
    },
  };
}
