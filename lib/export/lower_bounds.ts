import type { PlannedExpression, PlannedStep, Ref } from "../pipeline/mod.ts";
import { type JobColumns, keyOf } from "./lower_columns.ts";

/** What the bounds are called behind an aggregate. */
export const BOUNDS = { start: "window_start", end: "window_end" } as const;

/** A column that waits for its bounds. */
export interface Deferred {
  /** What it is in later refs. */
  readonly ref: Ref & { readonly id: number };
  /** What it is computed from. */
  readonly expression: PlannedExpression;
  /** The index of its stage. */
  readonly stage: number;
}

/**
 * The bounds of windows, asked for in the rows of a window. No cluster has them
 * there, but as keys of an aggregate they say nothing that its results do not
 * have: what is made of them alone is computed behind it. All other uses are
 * refused by the columns.
 */
export class RowBounds {
  readonly #columns: JobColumns;
  readonly #bounds = new Map<string, string>();
  readonly #deferred = new Map<string, Deferred>();

  /** Starts without windows. */
  constructor(columns: JobColumns) {
    this.#columns = columns;
  }

  /** The bounds of windows that are cut now. */
  open(
    { startId, endId }: PlannedStep & { readonly kind: "window" },
  ): void {
    for (const [id, name] of [[startId, BOUNDS.start], [endId, BOUNDS.end]]) {
      const ref = { kind: "computed", id: Number(id) } as const;
      this.#bounds.set(keyOf(ref), String(name));
      this.#columns.withhold(ref);
    }
  }

  /** Whether a ref is a bound, or made of bounds alone. */
  has(ref: Ref): boolean {
    const key = keyOf(ref);
    return this.#bounds.has(key) || this.#deferred.has(key);
  }

  /** Keeps a column for later that is made of bounds alone. Says whether it is one. */
  defer(one: Deferred): boolean {
    const refs = Object.values(one.expression.refs);
    if (refs.length === 0 || !refs.every((ref) => this.has(ref))) return false;
    this.#deferred.set(keyOf(one.ref), one);
    this.#columns.withhold(one.ref);
    return true;
  }

  /**
   * Gives a key its column behind the aggregate.
   *
   * @returns What must be computed for it, in order.
   */
  release(input: Ref, key: Deferred["ref"]): readonly Deferred[] {
    const bound = this.#bounds.get(keyOf(input));
    if (bound !== undefined) {
      this.#columns.bind(key, bound, "TIMESTAMP");
      return [];
    }
    const one = this.#deferred.get(keyOf(input))!;
    return [
      ...Object.values(one.expression.refs).flatMap((ref) =>
        this.release(ref, ref as Deferred["ref"])
      ),
      { ...one, ref: key },
    ];
  }
}
