import type { Path } from "../../core/mod.ts";

/** How a job's input becomes rows, in Python. */
export interface Parsing {
  /** Constants that it uses. */
  readonly constants: string;
  /** Statements that make `cut` out of `lines`: one column more, with the row taken apart. */
  readonly cut: string;
  /** What holds where a line is of the format. */
  readonly sound: readonly string[];
  /** The text of a field. */
  readonly text: (path: Path) => string;
  /** A function that gives the field as a kind of value where it stands there without quotes; `null` where all fields are texts. */
  readonly kept: ((path: Path) => string | null) | null;
  /** Which lines are rows; `null` for all. */
  readonly rows: string | null;
}
