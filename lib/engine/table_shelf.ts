import type { Column, Field, Table } from "../core/mod.ts";
import { quoteName } from "../sql/mod.ts";
import type { Driver } from "./driver.ts";
import { eventsTable } from "./panes.ts";

/**
 * Loads tables, of which columns of type `NULL` have no type: DuckDB stores
 * none such, so a view puts them beside those that are stored.
 */
export class TableShelf {
  readonly #driver: Driver;
  /** By the name of each view, what it shows. */
  readonly #views = new Map<string, string>();

  /**
   * Begins without tables.
   *
   * @param driver The database.
   */
  constructor(driver: Driver) {
    this.#driver = driver;
  }

  /** Creates or replaces a table. */
  async load(name: string, table: Table): Promise<void> {
    const { fields, columns, rows } = table;
    const stored = fields.flatMap(({ type }, at) =>
      type === "NULL" ? [] : [at]
    );
    if (stored.length === fields.length) {
      await this.#dropView(name);
      await this.#driver.load(name, table);
      return;
    }
    const typed = stored.map((at): Field => fields[at]!);
    const view = JSON.stringify(fields);
    if (!this.#views.has(name)) {
      await this.#driver.query(`DROP TABLE IF EXISTS ${quoteName(name)}`);
    }
    await this.#driver.load(
      rowsOf(name),
      eventsTable(
        { columns: stored.map((at): Column => columns[at]!), rows },
        typed,
      ),
    );
    if (this.#views.get(name) === view) return;
    const shown = fields.map((field) =>
      field.type === "NULL"
        ? `NULL AS ${quoteName(field.name)}`
        : quoteName(field.name)
    );
    await this.#dropView(name);
    await this.#driver.query(
      `CREATE VIEW ${quoteName(name)} AS SELECT ${shown.join(", ")} FROM ${
        quoteName(rowsOf(name))
      }`,
    );
    this.#views.set(name, view);
  }

  /** Gives the memory of a table back. Needs not be waited for. */
  async drop(name: string): Promise<void> {
    const viewed = this.#views.has(name);
    await this.#dropView(name);
    const stored = viewed ? rowsOf(name) : name;
    await this.#driver.query(`DROP TABLE IF EXISTS ${quoteName(stored)}`);
  }

  async #dropView(name: string): Promise<void> {
    if (!this.#views.delete(name)) return;
    await this.#driver.query(`DROP VIEW ${quoteName(name)}`);
  }
}

function rowsOf(name: string): string {
  return `${name}~rows`;
}
