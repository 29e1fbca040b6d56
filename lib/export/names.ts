/**
 * Names of columns that every dialect takes: letters, digits and `_`, no two
 * alike but for their case.
 *
 * @example A name that is taken gets a number
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const names = new Names(["line"]);
 * assertEquals(names.free("Line"), "Line_1");
 * assertEquals(names.free("user agent"), "user_agent");
 * ```
 */
export class Names {
  readonly #taken: Set<string>;

  /**
   * Starts with names that are taken.
   *
   * @param taken What printers use themselves.
   */
  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken.map((name) => name.toLowerCase()));
  }

  /** Takes a name that is like the wanted one. */
  free(wanted: string): string {
    const plain = wanted.normalize("NFKD").replace(/[^A-Za-z0-9_]+/gu, "_")
      .replace(/^_+|_+$/gu, "");
    const base = /^[A-Za-z]/u.test(plain) ? plain : `c_${plain}`;
    let name = base;
    for (let count = 1; this.#taken.has(name.toLowerCase()); count++) {
      name = `${base}_${count}`;
    }
    this.#taken.add(name.toLowerCase());
    return name;
  }
}
