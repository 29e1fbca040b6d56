import type { Batch, FieldType, Table } from "../core/mod.ts";
import { type AddedField, allFieldsReader } from "./all_fields.ts";
import type { Positions } from "./layout.ts";
import type { PlannedField, PlannedStep } from "./plan.ts";

/**
 * How the rows of a pane become the table of a query: the columns that it
 * names, or all fields that their lines bring.
 */
export function paneTable(
  step: PlannedStep & { readonly kind: "sql" },
  positions: Positions,
  types: ReadonlyMap<string, FieldType>,
): (batch: Batch) => Table {
  const added = (field: PlannedField): AddedField => ({
    name: field.name,
    type: field.type,
    column: positions.of(field.input),
  });
  const named = step.fields.map(added);
  if (step.all === null) {
    const fields = named.map(({ name, type }) => ({ name, type }));
    return (batch) => ({
      fields,
      columns: named.map(({ column }) => batch.columns[column]!),
      rows: batch.rows,
    });
  }
  const { leading, put, drop, rename } = step.all;
  const listed = new Set([...leading, ...put].map(({ name }) => name));
  return allFieldsReader({
    leading: leading.map(added),
    // Parts of nested values that the query names are columns of their own.
    put: [
      ...put.map(added),
      ...named.filter(({ name }) => !listed.has(name) && name.includes(".")),
    ],
    drop,
    rename,
    named: named.map(({ name }) => name),
    typeOf: (name) => types.get(name) ?? "ANY",
  });
}
