/** Rows that come when time has moved on so far, the first due first. */
export class WaitingRows<Row> {
  readonly #rows: { readonly row: Row; readonly dueUs: number }[] = [];

  /** Keeps a row until event time has reached a moment. */
  add(row: Row, dueUs: number): void {
    let at = this.#rows.length;
    // Rows are mostly added in the order in which they are due.
    while (at > 0 && this.#rows[at - 1]!.dueUs > dueUs) at--;
    this.#rows.splice(at, 0, { row, dueUs });
  }

  /** Takes out the rows that are due. */
  *due(newestUs: number): Generator<Row> {
    while (this.#rows.length > 0 && this.#rows[0]!.dueUs <= newestUs) {
      yield this.#rows.shift()!.row;
    }
  }
}
