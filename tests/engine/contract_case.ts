// What a case of the engines' contract is made of.
import type { Pane, Query, Value } from "../../lib/core/mod.ts";
import { double, paneOf } from "../format/arrow_tables.ts";

/** What now() means in every case: 2026-01-05T10:34:56.789012Z. */
export const NOW_US = 1_767_609_296_789_012;

/** A pane without rows. */
export const EMPTY: Pane = paneOf({ n: ["BIGINT", []] });

/** A query, and what it must answer. */
export interface Case {
  readonly claim: string;
  readonly text: string;
  readonly pane?: Pane;
  readonly parameters?: Query["parameters"];
  readonly schema?: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** A few rows of an access log. */
export const ACCESS = paneOf({
  host: ["VARCHAR", ["b", "a", "b", null, "a", "b"]],
  ms: ["DOUBLE", [3, 1, 2, double(5), 1, null]],
  status: ["BIGINT", [200, 500, 404, 200, 503, 200]],
});
