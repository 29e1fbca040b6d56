import { cutText, textWidth } from "./text_width.ts";

/** Columns of white space between two columns of a table. */
const GAP = 2;
/** A text column is not made narrower than this to fit a terminal. */
const LEAST_WIDTH = 8;
/** Without a terminal to fit, one long text does not push all other columns out of sight: its row alone is wider. */
const MOST_WIDTH = 60;

/** One cell of a table, ready to be shown. */
export interface TableCell {
  /** The text, in one line. */
  readonly text: string;
  /** Whether it stands at the right: numbers do. */
  readonly right: boolean;
}

/**
 * Where the columns of a table stand. Fixed by the rows seen when it is made;
 * a cell of a later row that is wider pushes the rest of its row to the right
 * until there is white space to take the push up.
 */
export class TableLayout {
  readonly #widths: readonly number[];
  readonly #limit: number;
  /** Columns that are shown; the others do not fit. */
  readonly #shown: number;
  readonly #slack: number;

  /**
   * Finds the widths.
   *
   * @param rows The rows to fit, the header among them.
   * @param limit Columns of the terminal; `Infinity` where there is none.
   */
  constructor(rows: readonly (readonly TableCell[])[], limit: number) {
    const count = rows[0]?.length ?? 0;
    const widths = Array.from({ length: count }, (_, column) => {
      const most = rows.reduce(
        (width, row) => Math.max(width, textWidth(row[column]!.text)),
        1,
      );
      return limit === Infinity ? Math.min(most, MOST_WIDTH) : most;
    });
    const narrow = widths.map((_, column) =>
      rows.some((row) => row[column]!.right)
    );
    this.#shown = fitting(widths, narrow, limit);
    this.#widths = shrunk(
      widths.slice(0, this.#shown),
      narrow,
      limit - this.#more(count),
    );
    this.#limit = limit;
    const total = lineWidth(this.#widths) + this.#more(count);
    this.#slack = limit === Infinity ? Infinity : Math.max(0, limit - total);
  }

  /** Columns that the sign for columns left out takes. */
  #more(count: number): number {
    return this.#shown < count ? GAP + 1 : 0;
  }

  /** One line of the table, without its line end. */
  line(cells: readonly TableCell[]): string {
    let line = "";
    // How far to the right of its place the next column would begin.
    let drift = 0;
    const shown = cells.slice(0, this.#shown);
    for (const [column, { text, right }] of shown.entries()) {
      const width = this.#widths[column]!;
      const most = width + this.#slack - drift;
      const cut = this.#limit === Infinity
        ? text
        : cutText(text, Math.max(1, most));
      const taken = textWidth(cut);
      const pad = " ".repeat(Math.max(0, width - drift - taken));
      drift = Math.max(0, drift + taken - width);
      line += right ? pad + cut : cut + pad;
      if (column < shown.length - 1) line += " ".repeat(GAP);
    }
    if (this.#shown < cells.length) line += `${" ".repeat(GAP)}…`;
    return line.trimEnd();
  }
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) +
    GAP * Math.max(0, widths.length - 1);
}

/** How many columns fit, each as narrow as it may become. */
function fitting(
  widths: readonly number[],
  narrow: readonly boolean[],
  limit: number,
): number {
  const least = widths.map((width, column) => leastOf(width, narrow[column]!));
  if (lineWidth(least) <= limit) return widths.length;
  let count = widths.length;
  while (count > 1 && lineWidth(least.slice(0, count)) + GAP + 1 > limit) {
    count--;
  }
  return count;
}

/** Makes the widest text columns narrower until a line fits; numbers last. */
function shrunk(
  widths: readonly number[],
  narrow: readonly boolean[],
  limit: number,
): readonly number[] {
  const fitted = [...widths];
  for (let over = lineWidth(fitted) - limit; over > 0; over--) {
    let widest = -1;
    for (const [column, width] of fitted.entries()) {
      if (width <= leastOf(widths[column]!, narrow[column]!)) continue;
      if (widest === -1 || width > fitted[widest]!) widest = column;
    }
    if (widest === -1) break;
    fitted[widest]!--;
  }
  return fitted;
}

/** A number that is cut is a wrong number, so that its column keeps its width. */
function leastOf(width: number, narrow: boolean): number {
  return narrow ? width : Math.min(width, LEAST_WIDTH);
}
