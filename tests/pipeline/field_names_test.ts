// V6: whatever a field is called, it is a field like any other.
import { assertEquals } from "@std/assert";
import { tableFromIPC } from "@uwdata/flechette";
import { good, rowsOf, weir } from "./weir.ts";

const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  'a""b; drop table x',
  'he said "no"',
  "it's",
  " ",
  " padded ",
  "Host",
  "host",
  "HOST",
  "select",
  "FROM",
  "order",
  "events",
  "window",
  "count(*)",
  "a.b",
  "tags[1]",
  "$x",
  "-- no comment",
  "/* none */",
  ";",
  "*",
  "a,b",
  "a\tb",
  "a\nb",
  "é",
  "e\u0301",
  "\u{1f600}",
  "日本語",
  "\u202eabc",
  "value",
  "_file_",
  "1",
  "NULL",
  "rowid",
  "n_n",
  "x".repeat(300),
] as const;

/** A row of NDJSON in which every field holds a number of its own. */
function row(by: number, names: readonly string[] = NAMES): string {
  const members = names.map((name, at) =>
    `${JSON.stringify(name)}:${(at + 1) * by}`
  );
  return `{${members.join(",")}}\n`;
}

const INPUT = row(1) + row(2) + row(3);
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const keys = (line: string) => Object.keys(JSON.parse(line));
const lines = (text: string) => text.split("\n").filter((line) => line !== "");

for (const [at, name] of NAMES.entries()) {
  const shown = name.length > 40 ? `${name.slice(0, 40)}...` : name;
  const N = quoted(name);
  const value = at + 1;

  Deno.test(`a field called ${JSON.stringify(shown)} is filtered, set, selected and folded`, async () => {
    const run = async (...args: string[]) =>
      lines(await good(args, { stdin: INPUT }));
    const get = (line: string, key: string) => {
      const found = Object.getOwnPropertyDescriptor(JSON.parse(line), key);
      return found?.value;
    };
    assertEquals(await run("filter", `${N} = ${2 * value}`), [
      row(2).trimEnd(),
    ]);
    const doubled = await run("set", `${N} = ${N} * 10`);
    assertEquals(doubled.map((line) => get(line, name)), [
      10 * value,
      20 * value,
      30 * value,
    ]);
    assertEquals(keys(doubled[0]!), keys(INPUT.split("\n")[0]!));
    const added = await run("set", `sum of = 1`.replace("sum of", '"sum of"'));
    assertEquals(get(added[2]!, name), 3 * value);
    assertEquals(
      await run("select", N),
      [1, 2, 3].map((by) =>
        row(by, [name]).replace(/:\d+/, `:${by * value}`).trimEnd()
      ),
    );
    const [renamed] = await run("rename", `${N} AS other_one`);
    assertEquals(get(renamed!, "other_one"), value);
    assertEquals(keys(renamed!).length, NAMES.length);
    const [dropped] = await run("drop", N);
    assertEquals(keys(dropped!).includes(name), false);
    assertEquals(keys(dropped!).length, NAMES.length - 1);
    const [folded] = await run("agg", `sum(${N}) AS ${N}`);
    assertEquals(get(folded!, name), 6 * value);
    const groups = await run("agg", "count(*) AS n_of_them", "--by", N);
    assertEquals(groups.map((line) => get(line, name)), [
      value,
      2 * value,
      3 * value,
    ]);
    const [asked] = await run("sql", `SELECT max(${N}) AS ${N} FROM events`);
    assertEquals(get(asked!, name), 3 * value);
    const [top] = await run("top", "1", N);
    assertEquals(get(top!, name), value);
    const sorted = await run("sort", `${N} DESC`);
    assertEquals(get(sorted[0]!, name), 3 * value);
  });
}

Deno.test("fields of any name go to DuckDB and come back, one by one and all at once", async () => {
  // One column a name, so that two that differ in case alone show which is which.
  const list = NAMES.map((name, at) => `${quoted(name)} + 0 AS c${at}`);
  const query = `SELECT ${list.join(", ")} FROM (SELECT * FROM events)`;
  const answer = rowsOf(await good(["sql", query], { stdin: INPUT }));
  assertEquals(
    answer.map((one) => Object.values(one)),
    [1, 2, 3].map((by) => NAMES.map((_, at) => (at + 1) * by)),
  );
});

Deno.test("names that no text can hold pass through, and DuckDB gives them back", async () => {
  const stdin = '{"":1,"a":2,"\\u0000":3}\n';
  assertEquals(await good(["filter", "a = 2"], { stdin }), stdin);
  assertEquals(
    rowsOf(await good(["set", "a = a + 1"], { stdin })),
    [{ "": 1, a: 3, "\0": 3 }],
  );
  const { exit, stderr } = await weir(["filter", '"" = 1'], { stdin });
  assertEquals([exit, stderr.split("\n")[0]], [
    2,
    "weir: cannot read filter expression: a name is empty",
  ]);
});

Deno.test("SELECT * of DuckDB gives fields of any name back, in order", async () => {
  const text = await good(
    ["sql", "SELECT * FROM (SELECT * FROM events)", "--engine", "native"],
    { stdin: INPUT },
  );
  assertEquals(lines(text).map(keys), [1, 2, 3].map((by) => keys(row(by))));
  assertEquals(
    lines(text).map((line) => Object.entries(JSON.parse(line))),
    [1, 2, 3].map((by) => Object.entries(JSON.parse(row(by)))),
  );
});

Deno.test("fields of any name are headers of CSV, TSV and Arrow, and come back", async () => {
  for (const format of ["csv", "tsv"]) {
    const text = await good(["filter", "true", "-o", format], {
      stdin: INPUT,
    });
    const back = await good(
      ["--format", format, "filter", "true", "-o", "ndjson"],
      { stdin: text },
    );
    assertEquals(
      lines(back).map((line) => Object.entries(JSON.parse(line))),
      [1, 2, 3].map((by) => Object.entries(JSON.parse(row(by)))),
    );
  }
  const { bytes } = await weir(["filter", "true", "-o", "arrow"], {
    stdin: INPUT,
  });
  const table = tableFromIPC(bytes, {});
  assertEquals(
    table.schema.fields.map(({ name }) => name),
    [...NAMES],
  );
});
