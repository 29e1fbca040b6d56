/** A value in generated code. Both parts are names or simple expressions: they may be repeated, and change nothing. */
export interface Emitted {
  /** The value, of no meaning where it is NULL. */
  readonly value: string;
  /** Whether it is NULL: `false`, `true`, or the name of a variable. */
  readonly isNull: string;
}

/** The names that generated code has for the parts of a column. */
export interface ColumnNames {
  readonly column: string;
  readonly tags: string;
  readonly numbers: string;
  readonly spans: string;
  readonly bytes: string;
}

/** Gathers the statements of one row, and what they need around them. */
export class Emitter {
  readonly #captured: unknown[] = [];
  readonly #prologue: string[] = [];
  readonly #columns = new Map<number, ColumnNames>();
  #statements: string[] = [];
  #known: Map<string, Emitted>[] = [new Map()];
  #variables = 0;

  /** The name of an object that the code uses but cannot hold in its text. */
  capture(value: unknown): string {
    const known = this.#captured.indexOf(value);
    if (known >= 0) return `k${known}`;
    return `k${this.#captured.push(value) - 1}`;
  }

  /** The names of the parts of a column. */
  column(index: number): ColumnNames {
    let names = this.#columns.get(index);
    if (names === undefined) {
      names = {
        column: `c${index}`,
        tags: `t${index}`,
        numbers: `n${index}`,
        spans: `s${index}`,
        bytes: `b${index}`,
      };
      this.#columns.set(index, names);
    }
    return names;
  }

  /** Adds a statement that runs once for each batch. */
  prologue(statement: string): void {
    this.#prologue.push(statement);
  }

  /** A new name. */
  name(): string {
    return `v${this.#variables++}`;
  }

  /** Adds a statement to the row. */
  push(statement: string): void {
    this.#statements.push(statement);
  }

  /** Declares a variable of the row. */
  declare(initial: string): string {
    const name = this.name();
    this.push(`let ${name} = ${initial};`);
    return name;
  }

  /** Adds statements under a condition. What becomes known there is forgotten after it. */
  under(condition: string, fill: () => void): void {
    if (condition === "true") return fill();
    const outer = this.#statements;
    this.#statements = [];
    this.#known.push(new Map());
    fill();
    this.#known.pop();
    const inner = this.#statements;
    this.#statements = outer;
    this.push(`if (${condition}) {`);
    this.#statements.push(...inner);
    this.push("}");
  }

  /** A value that the row has already computed where this stands, or computes now. */
  once(key: string, compute: () => Emitted): Emitted {
    for (const known of this.#known) {
      const found = known.get(key);
      if (found !== undefined) return found;
    }
    const emitted = compute();
    this.#known.at(-1)!.set(key, emitted);
    return emitted;
  }

  /**
   * The function that the statements make, with what they use bound to it.
   *
   * The statements of a row stand in a block called `fast`; to `break fast`
   * is to leave the row to `slow`.
   *
   * @param parameters The parameters of the function, `columns` first.
   * @param before Statements before the loop.
   * @param slow Statements that do the row without the fast ones.
   * @param after Statements after the loop.
   */
  build(
    parameters: string,
    before: string,
    slow: string,
    after: string,
  ): unknown {
    const columns = [...this.#columns].flatMap(([index, names]) => [
      `const ${names.column} = columns[${index}];`,
      `const ${names.tags} = ${names.column}.tags;`,
      `const ${names.numbers} = ${names.column}.numbers;`,
      `const ${names.spans} = ${names.column}.spans;`,
      `const ${names.bytes} = ${names.column}.bytes;`,
    ]);
    const row = ["fast: {", ...this.#statements, "continue;", "}", slow];
    const code = [
      '"use strict";',
      ...this.#captured.map((_, at) => `const k${at} = k[${at}];`),
      `return function (${parameters}) {`,
      ...columns,
      ...this.#prologue,
      before,
      "if (selection === null) {",
      "for (let i = 0; i < rows; i++) {",
      ...row,
      "}",
      "} else {",
      "for (let at = 0; at < selected; at++) {",
      "const i = selection[at];",
      ...row,
      "}",
      "}",
      after,
      "};",
    ].join("\n");
    return new Function("k", code)(this.#captured);
  }
}

/** Whether any of some values is NULL, as one expression. */
export function anyNull(values: readonly Emitted[]): string {
  const parts = [...new Set(values.map((value) => value.isNull))]
    .filter((part) => part !== "false");
  if (parts.includes("true")) return "true";
  return parts.length === 0
    ? "false"
    : parts.length === 1
    ? parts[0]!
    : `(${parts.join(" || ")})`;
}

/** The opposite of a condition, without noise where it is known. */
export function notNull(isNull: string): string {
  return isNull === "false"
    ? "true"
    : isNull === "true"
    ? "false"
    : `!${isNull}`;
}
