import { type Column, ColumnBuilder } from "../../core/mod.ts";
import type { Firing } from "../../window/mod.ts";
import type { KeyCodes } from "./key_codes.ts";

/** Tells what leads the results of a window behind its bounds, as columns of one row. */
export type WindowLead = (firing: Firing) => readonly Column[];

/** Options of {@linkcode windowLead}. */
export interface WindowLeadOptions {
  /** How to read the values of a key. */
  readonly codes: KeyCodes;
  /** How many columns a key has. */
  readonly keys: number;
  /** Whether results carry the number of their firing, behind the key. */
  readonly revisions: boolean;
}

/**
 * The key of a window and the number of its firing, which its rows cannot tell
 * where it has none (W10).
 */
export function windowLead(
  { codes, keys, revisions }: WindowLeadOptions,
): WindowLead {
  return ({ key, revision }) => {
    const own = Array.from({ length: keys }, () => new ColumnBuilder());
    if (keys > 0) codes.append(key, own, 1);
    const columns = own.map((builder) => builder.finish());
    if (!revisions) return columns;
    const number = new ColumnBuilder();
    number.appendNumber(revision);
    return [...columns, number.finish()];
  };
}
