import type {
  PlannedEdits,
  PlannedExpression,
  PlannedOutput,
  PlannedStep,
  PlannedWindow,
} from "./plan.ts";
import { type Ref, refKey } from "./shape.ts";

/** The columns that a step reads. */
export function refsOf(step: PlannedStep): readonly Ref[] {
  switch (step.kind) {
    case "filter":
    case "compute":
      return refsOfExpression(step.expression);
    case "sort":
      return step.keys.flatMap(({ expression }) =>
        refsOfExpression(expression)
      );
    case "group-limit":
      return step.columns;
    case "changes":
      return step.identity ?? [];
    case "gather":
      return [...step.keys, ...refsOfWindow(step.window)];
    case "fold":
      return [
        ...(step.completed ? [] : refsOfWindow(step.window)),
        ...step.keys.map(({ input }) => input),
        ...step.calls.flatMap(({ inputs, filter }) => [
          ...inputs,
          ...(filter === null ? [] : refsOfExpression(filter)),
        ]),
      ];
    case "sql":
      return [
        ...step.fields.map(({ input }) => input),
        ...(step.all === null ? [] : refsOfEdits(step.all)),
        ...step.keys.map(({ input }) => input),
        ...step.history?.keys ?? [],
      ];
    case "flatten":
      return refsOfOutput(step.rows);
    case "write":
      return refsOfOutput(step.output);
    case "limit":
    case "window":
    case "columns":
      return [];
  }
}

function refsOfWindow(window: PlannedWindow | null): readonly Ref[] {
  const span = window?.span;
  return span?.kind === "predicate" ? [span.start, span.end] : [];
}

/** The columns that an expression reads. */
export function refsOfExpression(expression: PlannedExpression): Ref[] {
  return Object.values(expression.refs);
}

/** The columns that are written out. */
export function refsOfOutput(output: PlannedOutput): Ref[] {
  switch (output.kind) {
    case "lines":
    case "none":
      return [];
    case "edited":
      return refsOfEdits(output);
    case "weir":
    case "fields":
      return output.fields.map(({ input }) => input);
  }
}

function refsOfEdits({ leading, put }: PlannedEdits): Ref[] {
  return [...leading, ...put].map(({ input }) => input);
}

/** Whether a step makes rows of its own, so that nothing before it can be read behind it. */
export function isBarrier(step: PlannedStep): boolean {
  return step.kind === "fold" || step.kind === "sql" ||
    step.kind === "flatten";
}

/**
 * For each step, the columns that it or a step behind it reads of the rows
 * that come to it; one more, last, for the output. Columns made behind a
 * barrier are not asked for before it.
 */
export function neededBy(
  steps: readonly PlannedStep[],
  output: PlannedOutput,
): readonly (readonly Ref[])[] {
  const needed: Ref[][] = [unique(refsOfOutput(output))];
  for (const step of [...steps].reverse()) {
    const behind = isBarrier(step) ? [] : needed[0]!;
    needed.unshift(unique([...refsOf(step), ...behind]));
  }
  return needed;
}

function unique(refs: readonly Ref[]): Ref[] {
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}

/** Where the columns of a stretch of the pipeline stand in its batches. */
export class Positions {
  readonly #indexes = new Map<string, number>();
  #size = 0;

  /** How many columns there are. */
  get size(): number {
    return this.#size;
  }

  /** Gives the next index to a column. */
  add(ref: Ref): number {
    this.#indexes.set(refKey(ref), this.#size);
    return this.#size++;
  }

  /** Whether the column is there. */
  has(ref: Ref): boolean {
    return this.#find(ref) !== undefined;
  }

  /** The index of a column. */
  of(ref: Ref): number {
    const index = this.#find(ref);
    if (index === undefined) {
      throw new TypeError(
        `Cannot read a column that no step has made: ${refKey(ref)}`,
      );
    }
    return index;
  }

  #find(ref: Ref): number | undefined {
    const index = this.#indexes.get(refKey(ref));
    // Codes of a dictionary are values too: one decoded column serves both.
    if (index === undefined && ref.kind === "input" && ref.as === "value") {
      return this.#indexes.get(refKey({ ...ref, as: "code" }));
    }
    return index;
  }
}

/** The decoded columns that serve a list of needs: no field is decoded both as value and as code. */
export function projectionOf(
  needed: readonly Ref[],
): readonly (Ref & { readonly kind: "input" })[] {
  const inputs = needed.filter((ref) => ref.kind === "input");
  const keys = new Set(inputs.map(refKey));
  return inputs.filter((ref) =>
    ref.as !== "value" || !keys.has(refKey({ ...ref, as: "code" }))
  );
}
