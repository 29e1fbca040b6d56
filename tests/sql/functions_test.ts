import { assert, assertEquals } from "@std/assert";
import {
  AGGREGATES,
  ALL_AGGREGATES,
} from "../../lib/sql/aggregates/catalog.ts";
import { ALL_FUNCTIONS, FUNCTIONS } from "../../lib/sql/functions/catalog.ts";
import {
  checkValue,
  functionsAsMarkdown,
  type Scope,
} from "../../lib/sql/mod.ts";
import { simplify } from "../../lib/sql/simplify.ts";
import { textOf } from "../../lib/sql/text_of.ts";
import { openOracle } from "./differential/oracle.ts";

const NO_FIELDS: Scope = { resolve: () => null, names: () => [] };

function textOfExample(text: string): string | null {
  const { node } = checkValue({ text, source: "test" }, NO_FIELDS);
  const simple = simplify(node, 0);
  assert(simple.kind === "constant", `${text} fails`);
  return simple.value === null ? null : textOf(simple.value, simple.type);
}

/** Examples that DuckDB answers otherwise, as docs/expressions.md says. */
const DEVIATIONS: ReadonlySet<string> = new Set([
  // A literal with a point is a DOUBLE.
  "typeof(1.5)",
  // Moments have no zone.
  "to_timestamp(60)",
]);

Deno.test("every example of the list of functions gives what it says, in weir and in DuckDB", async () => {
  const oracle = await openOracle();
  try {
    for (const { examples } of ALL_FUNCTIONS) {
      for (const [text, result] of examples) {
        assertEquals(textOfExample(text), result, text);
        if (DEVIATIONS.has(text)) continue;
        // Only the origin of buckets and the type of literals with a point are weir's own.
        const sql = text.replace(
          /^time_bucket\((.*)\)$/u,
          "time_bucket($1, TIMESTAMP '1970-01-01')",
        )
          .replaceAll(/(?<![\d:'-])(\d+\.\d+)(?![\d.'])/gu, "$1e0");
        const [theirs] = await oracle.values([`CAST(${sql} AS VARCHAR)`]);
        const doubled = theirs === null || result === null ||
          /^-?\d+$/u.test(String(theirs)) === /^-?\d+$/u.test(result);
        assertEquals(doubled ? theirs : `${theirs}.0`, result, sql);
      }
    }
  } finally {
    oracle.close();
  }
});

Deno.test("every function can be called by one name only, and every alias by one", () => {
  const names = ALL_FUNCTIONS.flatMap((
    { name, aliases },
  ) => [name, ...aliases ?? []]);
  assertEquals(names.length, FUNCTIONS.size);
  const aggregates = ALL_AGGREGATES.flatMap((
    { name, aliases },
  ) => [name, ...aliases ?? []]);
  assertEquals(aggregates.length, AGGREGATES.size);
  for (const name of aggregates) assert(!FUNCTIONS.has(name), name);
});

Deno.test("docs/expressions.md holds the list of functions as it is", async () => {
  const page = await Deno.readTextFile(
    new URL("../../docs/expressions.md", import.meta.url),
  );
  const listed =
    /<!-- deno-fmt-ignore-start -->\n\n([^]*?)\n<!-- deno-fmt-ignore-end -->/u
      .exec(page);
  assertEquals(listed?.[1], functionsAsMarkdown());
});
