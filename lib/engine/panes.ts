import {
  type Field,
  type Pane,
  type Rows,
  type Table,
  Tag,
} from "../core/mod.ts";
import { storedType } from "../format/arrow_narrow.ts";
import { PANE_NUMBER } from "./together.ts";

/** Stands in a table that has rows but no columns, which DuckDB has not. */
const NO_COLUMNS: Field = { name: "no columns~", type: "BIGINT" };
/** Most rows that share a query. */
const SHARED_ROWS = 200_000;
/** Most panes that share a query. */
const SHARED_PANES = 4_096;

/** A pane and the schema that its own values give it (V2). */
export interface Placed {
  /** The pane. */
  readonly pane: Pane;
  /** Its place in the run. */
  readonly index: number;
  /** Its fields with the types that they are stored with. */
  readonly fields: readonly Field[];
}

/** Cuts panes into lots that share a query. */
export function* lots(placed: readonly Placed[]): Generator<readonly Placed[]> {
  let lot: Placed[] = [];
  let rows = 0;
  for (const each of placed) {
    if (
      lot.length > 0 &&
      (rows + each.pane.rows > SHARED_ROWS || lot.length === SHARED_PANES)
    ) {
      yield lot;
      lot = [];
      rows = 0;
    }
    lot.push(each);
    rows += each.pane.rows;
  }
  yield lot;
}

/** The fields of a pane with the types that its own values give them (V2). */
export function storedFields(pane: Pane): Field[] {
  return pane.fields.map(({ name, type }, at) => ({
    name,
    type: storedType(type, pane.columns[at]!, null, pane.rows),
  }));
}

/** A pane as the table `events`, under the names that DuckDB gets. */
export function eventsTable(pane: Pane, fields: readonly Field[]): Table {
  if (fields.length > 0) {
    return { fields, columns: pane.columns, rows: pane.rows };
  }
  const { columns, rows } = numbersBelow(pane.rows);
  return { fields: [NO_COLUMNS], columns, rows };
}

/** Takes out of an answer what stood in for no columns. */
export function withoutColumn({ fields, columns, rows }: Rows): Rows {
  const kept = (_: unknown, at: number): boolean =>
    fields[at]!.name !== NO_COLUMNS.name;
  return { fields: fields.filter(kept), columns: columns.filter(kept), rows };
}

/** A pane without rows, of the same schema. */
export function emptyLike({ pane, fields }: Placed): Pane {
  return { ...pane, fields, rows: 0 };
}

/** A table of the whole numbers from 0 to below a count. */
export function numbersBelow(count: number): Table {
  const numbers = Float64Array.from({ length: count }, (_, at) => at);
  return {
    fields: [{ name: PANE_NUMBER, type: "BIGINT" }],
    columns: [{
      layout: "values",
      tags: new Uint8Array(count).fill(Tag.INTEGER),
      numbers,
      spans: new Uint32Array(numbers.buffer),
      bytes: new Uint8Array(0),
    }],
    rows: count,
  };
}
