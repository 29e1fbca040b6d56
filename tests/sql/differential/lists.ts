import { assertEquals } from "@std/assert";
import { Fault } from "../../../lib/core/mod.ts";
import { checkValue, type Scope } from "../../../lib/sql/mod.ts";
import { simplify } from "../../../lib/sql/simplify.ts";
import { isSame, openOracle, type Plain, plainOf, shown } from "./oracle.ts";

// Functions of which the inputs can be listed: every combination is asked of
// both sides.

const NO_FIELDS: Scope = { resolve: () => null, names: () => [] };

/** What weir says of an expression that needs no row; NULL where it fails. */
export function ours(text: string): Plain {
  const { node } = checkValue({ text, source: "test" }, NO_FIELDS);
  const simple = simplify(node, 0);
  return simple.kind === "constant" ? plainOf(simple.value) : null;
}

/** Asks both sides for the value of each expression. */
export async function assertSame(
  expressions: readonly string[],
  tolerance = 0,
): Promise<void> {
  const oracle = await openOracle();
  try {
    const found: string[] = [];
    for (let from = 0; from < expressions.length; from += 200) {
      const part = expressions.slice(from, from + 200);
      const theirs = await oracle.values(part);
      part.forEach((text, at) => {
        let answer: Plain;
        try {
          answer = ours(text);
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          found.push(`${text}: weir refuses it: ${error.message}`);
          return;
        }
        if (isSame(answer, theirs[at]!, tolerance)) return;
        found.push(
          `${text}: DuckDB ${shown(theirs[at])}, weir ${shown(answer)}`,
        );
      });
    }
    assertEquals(found.length, 0, `\n${found.slice(0, 30).join("\n")}`);
  } finally {
    oracle.close();
  }
}

/** A text as a literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Every combination of one entry of each list. */
export function combined(
  ...lists: readonly (readonly string[])[]
): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((each) => [...row, each])),
    [[]],
  );
}
