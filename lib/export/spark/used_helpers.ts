import { type Helper, type HelperName, HELPERS } from "./helpers.ts";

/** Prints calls of helpers, and so knows which of them a program needs. */
export class UsedHelpers {
  readonly #used = new Set<string>();

  /** The name of a helper, where the program uses it. */
  use(name: HelperName): string {
    this.#add(name);
    return name;
  }

  /** A call of a helper. */
  call(name: HelperName, ...args: readonly string[]): string {
    return `${this.use(name)}(${args.join(", ")})`;
  }

  /** What was used, and what that uses itself, in the order in which it is printed. */
  get all(): readonly Helper[] {
    return HELPERS.filter(({ name }) => this.#used.has(name));
  }

  #add(name: string): void {
    if (this.#used.has(name)) return;
    this.#used.add(name);
    HELPERS.find((one) => one.name === name)?.needs.forEach((need) =>
      this.#add(need)
    );
  }
}
