import type { Fault, Lines } from "../core/mod.ts";

/** What becomes of a row that is not well-formed. */
export interface BadPolicy {
  /**
   * - `aside`: it is told of, and the rows around it go on together.
   * - `inTurn`: it is told of between the rows around it, so that its line can be passed on in order.
   * - `fail`: it ends the run.
   */
  readonly policy: "aside" | "inTurn" | "fail";
  /** Told of every bad row, in order. Under `fail` it throws. */
  take(lines: Lines, row: number, fault: () => Fault): void;
}
