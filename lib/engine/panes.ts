import {
  type Column,
  ColumnBuilder,
  type Field,
  type FieldType,
  type Pane,
  type Rows,
  type Table,
  Tag,
} from "../core/mod.ts";
import { storedType } from "../format/arrow_narrow.ts";
import { stackTables } from "./stack_panes.ts";
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
  /** Its fields with the types that they are stored with; `NULL` for none. */
  readonly fields: readonly Field[];
  /** Places of those that have no value and that the plan gives no type. */
  readonly untyped: readonly number[];
  /** What it sees as `history`; `null` where it may not name it. */
  readonly past: Past | null;
}

/** The rows of the windows before, as one table with the columns of the pane. */
export interface Past {
  /** The rows. */
  readonly table: Table;
  /** The type that the values of each column have by themselves; `null` for none. */
  readonly types: readonly (FieldType | null)[];
}

/** A pane, ready to be told what types its columns have. */
export function placePane(pane: Pane, index: number): Placed {
  const fields = storedFields(pane);
  const untyped = untypedFields(pane);
  const past = pane.history === undefined ? null : pastOf(pane, pane.history);
  if (past === null) return { pane, index, fields, untyped, past };
  // What is always missing in this window has the type that it had before.
  const known = (at: number): boolean => past.types[at] !== null;
  return {
    pane,
    index,
    fields: fields.map((field, at) =>
      untyped.includes(at) && known(at)
        ? { ...field, type: past.types[at]! }
        : field
    ),
    untyped: untyped.filter((at) => !known(at)),
    past,
  };
}

function pastOf(pane: Pane, history: readonly Table[]): Past {
  const aligned = history.map((table): Table => {
    const places = new Map(table.fields.map(({ name }, at) => [name, at]));
    return {
      fields: pane.fields,
      columns: pane.fields.map(({ name }) => {
        const at = places.get(name);
        return at === undefined ? nulls(table.rows) : table.columns[at]!;
      }),
      rows: table.rows,
    };
  });
  const table = stackTables(aligned, pane.fields);
  return {
    table,
    types: pane.fields.map(({ type }, at) =>
      hasValue(table.columns[at]!, table.rows)
        ? storedType(type, table.columns[at]!, null, table.rows)
        : null
    ),
  };
}

/** The columns of `history`: those of `events`, with a type of their own where their values need one. */
export function pastFields({ fields, past }: Placed): Field[] {
  return fields.map(({ name, type }, at) => {
    const own = past?.types[at] ?? type;
    if (own === type) return { name, type };
    const numbers = [own, type].every((one) =>
      one === "BIGINT" || one === "DOUBLE"
    );
    return { name, type: numbers ? "DOUBLE" : "VARCHAR" };
  });
}

function nulls(rows: number): Column {
  const builder = new ColumnBuilder();
  for (let row = 0; row < rows; row++) builder.appendNull(true);
  return builder.finish();
}

/** Cuts panes into lots that share a query. */
export function* lots(placed: readonly Placed[]): Generator<readonly Placed[]> {
  let lot: Placed[] = [];
  let rows = 0;
  for (const each of placed) {
    const own = each.pane.rows + (each.past?.table.rows ?? 0);
    if (
      lot.length > 0 &&
      (rows + own > SHARED_ROWS || lot.length === SHARED_PANES)
    ) {
      yield lot;
      lot = [];
      rows = 0;
    }
    lot.push(each);
    rows += own;
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

/** Places of the fields that have no type, since the plan gives none and the pane no value. */
export function untypedFields({ fields, columns, rows }: Pane): number[] {
  return fields.flatMap(({ type }, at) =>
    (type === "ANY" || type === "NULL") && !hasValue(columns[at]!, rows)
      ? [at]
      : []
  );
}

function hasValue({ tags }: Column, rows: number): boolean {
  for (let row = 0; row < rows; row++) {
    if (tags[row]! > Tag.NULL) return true;
  }
  return false;
}

/** A pane as the table `events`, under the names that DuckDB gets. */
export function eventsTable(
  pane: Pick<Pane, "columns" | "rows">,
  fields: readonly Field[],
): Table {
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
export function emptyLike(placed: Placed): Placed {
  const { pane, fields, past } = placed;
  return {
    ...placed,
    pane: { ...pane, fields, rows: 0 },
    past: past && { ...past, table: { ...past.table, rows: 0 } },
  };
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
