// DuckDB has a table of every type it knows, with least, greatest and no
// value: both engines must hand all of them over alike.
import { assert, assertEquals } from "@std/assert";
import type { Engine, Query, Value } from "../../lib/core/mod.ts";
import { createEngine } from "../../lib/engine/mod.ts";
import { paneOf, rowsOf, schemaOf } from "../format/arrow_tables.ts";

const PANE = paneOf({ n: [1] });

function queryOf(text: string): Query {
  return { text, source: "q", parameters: {}, nowUs: 0 };
}

/** The three values of a type, and its name. */
async function valuesOf(engine: Engine, name: string): Promise<unknown> {
  const [answer] = await engine.run(
    queryOf(
      `SELECT "${name}" AS v, typeof("${name}") AS t FROM test_all_types()`,
    ),
    [PANE],
  );
  return [schemaOf(answer!), rowsOf(answer!)];
}

/** Some of them by their value, so that the engines cannot be wrong alike. */
const KNOWN: Readonly<Record<string, readonly Value[]>> = {
  bool: [false, true, null],
  hugeint: [-(2n ** 127n), 2n ** 127n - 1n, null],
  uhugeint: [0, 2n ** 128n - 1n, null],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n, null],
  dec38_10: [
    "-9999999999999999999999999999.9999999999",
    "9999999999999999999999999999.9999999999",
    null,
  ],
  float: [-3.4028235e38, 3.4028235e38, null],
  time: ["00:00:00", "24:00:00", null],
  time_tz: ["00:00:00+15:59:59", "24:00:00-15:59:59", null],
  interval: ["00:00:00", "83 years 3 months 999 days 00:16:39.999999", null],
  uuid: [
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    null,
  ],
  bit: ["0010001001011100010101011010111", "10101", null],
  date_array: [
    "[]",
    '["1970-01-01","infinity","-infinity",null,"2022-05-12"]',
    null,
  ],
  timestamptz_array: [
    "[]",
    '["1970-01-01T00:00:00Z","infinity","-infinity",null,"2022-05-12T23:23:45Z"]',
    null,
  ],
  union: [5, "Frank", null],
};

Deno.test("both engines hand over every type of DuckDB alike", async (t) => {
  const wasm = createEngine({ kind: "wasm" });
  const native = createEngine({ kind: "native" });
  try {
    const [all] = await wasm.run(queryOf("FROM test_all_types()"), [PANE]);
    assert(all!.fields.length > 50);
    for (const { name, type } of all!.fields) {
      await t.step(name, async () => {
        const [ours, theirs] = await Promise.all([
          valuesOf(wasm, name),
          valuesOf(native, name),
        ]);
        assertEquals(ours, theirs);
        if (type === "JSON") {
          const column = all!.fields.findIndex((field) => field.name === name);
          for (const row of rowsOf(all!)) {
            if (row[column] !== null) JSON.parse(row[column] as string);
          }
        }
        const known = KNOWN[name];
        if (known !== undefined) {
          const [, rows] = ours as [unknown, Value[][]];
          assertEquals(
            rows.map(([value]) => value).sort(),
            [...known].sort(),
          );
        }
      });
    }
  } finally {
    await wasm.close();
    await native.close();
  }
});
