import { fieldsOf } from "../sql/mod.ts";
import type {
  ComputedColumn,
  Condition,
  PortableStep,
} from "./portable_job.ts";

/** Filters and columns of one stage that go together. */
interface Open {
  readonly stage: number;
  readonly conditions: Condition[];
  readonly columns: ComputedColumn[];
}

/**
 * Gathers conditions and columns into steps: one a stage, or more where one of
 * them reads what the stage itself makes.
 */
export class Selects {
  readonly #push: (step: PortableStep) => void;
  #open: Open | null = null;

  /**
   * Starts with none.
   *
   * @param push Takes each step that is whole.
   */
  constructor(push: (step: PortableStep) => void) {
    this.#push = push;
  }

  /** Keeps the rows for which a condition is true. */
  filter(stage: number, one: Condition): void {
    this.#place(stage, one.condition).conditions.push(one);
  }

  /** Adds a column. */
  column(stage: number, one: ComputedColumn): void {
    this.#place(stage, one.value).columns.push(one);
  }

  /** Ends the step at hand, as another one follows. */
  close(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const { stage, conditions, columns } = open;
    this.#push({ kind: "select", stages: [stage], conditions, columns });
  }

  #place(stage: number, value: Condition["condition"]): Open {
    const open = this.#open;
    const read = new Set(fieldsOf(value).map(({ path }) => String(path[0])));
    if (
      open !== null &&
      (open.stage !== stage ||
        open.columns.some(({ column }) => read.has(column)))
    ) this.close();
    return this.#open ??= { stage, conditions: [], columns: [] };
  }
}
