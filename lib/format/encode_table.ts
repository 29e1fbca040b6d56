import {
  type Batch,
  type Column,
  type Encoder,
  type OutputField,
  rowAt,
  Tag,
  textAt,
} from "../core/mod.ts";
import { formatTimestamp, formatTimestampIn, type Zone } from "../time/mod.ts";
import { showControls } from "./control_text.ts";
import { type TableCell, TableLayout } from "./table_layout.ts";

/** Rows that the widths of the columns are taken from. */
const SAMPLE_ROWS = 1000;
/** The most text held for that. */
const SAMPLE_CHARACTERS = 1 << 20;
/** The bounds of a window, which lead its rows (D3). */
const BOUNDS = ["window_start", "window_end"];
const BOLD = "\x1b[1m";
const PLAIN = "\x1b[0m";
const NOTHING: TableCell = { text: "", right: false };
const encoder = new TextEncoder();

/** How rows become a table. */
export interface TableOptions {
  /** Columns of the terminal, which lines are cut to fit; no bound when not given. */
  readonly width?: number;
  /**
   * Shows rows as soon as they are there, on a terminal: the widths are those
   * of the first batch. Otherwise they are those of the first 1,000 rows, so
   * that the same rows give the same bytes however they were cut into batches.
   */
  readonly live?: boolean;
  /** Sets the header off with an escape sequence. */
  readonly colour?: boolean;
  /** The zone that moments are shown in; UTC when not given. */
  readonly zone?: Zone;
}

/**
 * Writes rows as an aligned table for people: a header, numbers at the right,
 * NULL as nothing and the empty text as `''`. What a terminal would obey is
 * shown instead. Rows are appended and never drawn again; a wider one later
 * stands out to the right. The bounds of a window stand in its first row only.
 *
 * @param fields The fields, in the order of the columns of every batch.
 */
export function encodeTable(
  fields: readonly OutputField[],
  options: TableOptions = {},
): Encoder {
  const { width = Infinity, live = false, colour = false, zone } = options;
  let waiting: (readonly TableCell[])[] = [];
  let characters = 0;
  let layout: TableLayout | null = null;
  let last: readonly TableCell[] = [];
  const bounds = BOUNDS.findIndex((name, at) => fields[at]?.name !== name);
  const leading = bounds === -1 ? BOUNDS.length : bounds;

  /** The bounds of a window are left blank where they are those of the row above. */
  function withoutRepeats(cells: readonly TableCell[]): readonly TableCell[] {
    const repeated = leading > 0 && last.length > 0 &&
      cells.slice(0, leading).every(({ text }, at) => text === last[at]!.text);
    last = cells;
    return repeated
      ? cells.map((cell, at) => at < leading ? NOTHING : cell)
      : cells;
  }

  function layOut(): string {
    const header = fields.map(({ name }, at): TableCell => ({
      text: showControls(name),
      right: waiting.some((cells) => cells[at]!.right),
    }));
    layout = new TableLayout([header, ...waiting], width);
    const title = layout.line(header);
    let text = `${colour ? `${BOLD}${title}${PLAIN}` : title}\n`;
    for (const cells of waiting) {
      text += `${layout.line(withoutRepeats(cells))}\n`;
    }
    waiting = [];
    return text;
  }

  return {
    encode(batch: Batch): Uint8Array {
      let text = "";
      for (let position = 0; position < batch.selected; position++) {
        const row = rowAt(batch, position);
        const cells = batch.columns.map((column, at) =>
          tableCell(column, row, fields[at]!, zone)
        );
        if (layout !== null) {
          text += `${layout.line(withoutRepeats(cells))}\n`;
          continue;
        }
        waiting.push(cells);
        for (const cell of cells) characters += cell.text.length;
        const enough = waiting.length >= SAMPLE_ROWS ||
          characters >= SAMPLE_CHARACTERS;
        if (!live && enough) text += layOut();
      }
      if (live && layout === null && waiting.length > 0) text += layOut();
      return encoder.encode(text);
    },
    end: () => encoder.encode(layout === null ? layOut() : ""),
  };
}

function tableCell(
  column: Column,
  row: number,
  field: OutputField,
  zone: Zone | undefined,
): TableCell {
  const tag = column.tags[row]!;
  if (tag <= Tag.NULL) return NOTHING;
  const right = tag >= Tag.INTEGER && tag <= Tag.BIG;
  if (tag === Tag.TIME) {
    return { text: momentText(column.numbers[row]!, field, zone), right };
  }
  const text = textAt(column, row)!;
  return { text: text === "" ? "''" : showControls(text), right };
}

function momentText(
  timeUs: number,
  field: OutputField,
  zone: Zone | undefined,
): string {
  if (field.type === "DATE") return formatTimestamp(timeUs).split("T")[0]!;
  return zone === undefined
    ? formatTimestamp(timeUs)
    : formatTimestampIn(timeUs, zone);
}
