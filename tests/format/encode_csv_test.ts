import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Tag } from "../../lib/core/mod.ts";
import { csv, encodeCsv, tsv } from "../../lib/format/mod.ts";
import {
  batchOf,
  columnOf,
  spansOf,
  type TestCell,
  textOf,
} from "./batches.ts";
import { decoding } from "./decoding.ts";

/** Two columns as CSV, the second always 1, without the header. */
function rows(
  cells: readonly TestCell[],
  options: Parameters<typeof encodeCsv>[1] = {},
): string {
  const encoder = encodeCsv([{ name: "v", type: "ANY" }, {
    name: "n",
    type: "BIGINT",
  }], options);
  const columns = [columnOf(cells), columnOf(cells.map(() => 1))];
  const text = textOf(encoder.encode(batchOf(columns, cells.length)));
  return text.slice(text.indexOf("\n") + 1);
}

Deno.test("encodeCsv() quotes what RFC 4180 wants quoted, and what would read back as something else", () => {
  assertEquals(
    rows([
      null,
      undefined,
      "",
      "x",
      "a,b",
      'say "hi"',
      "two\nlines",
      "cr\r",
      " x ",
      "200",
      "-1.5e3",
      "true",
      "007",
      "truer",
      "\ufeffx",
      "tab\t",
    ]),
    ',1\n,1\n"",1\nx,1\n"a,b",1\n"say ""hi""",1\n"two\nlines",1\n"cr\r",1\n x ,1\n"200",1\n"-1.5e3",1\n"true",1\n007,1\ntruer,1\n"\ufeffx",1\ntab\t,1\n',
  );
});

Deno.test("encodeCsv() writes every other kind bare", () => {
  assertEquals(
    rows([
      true,
      false,
      -17,
      2n ** 64n,
      { double: 5 },
      { double: 0.25 },
      { timeUs: 1 },
      { json: '{"a":1}' },
      { json: "[]" },
      { escaped: 'a\\"b\\n' },
    ]),
    'true,1\nfalse,1\n-17,1\n18446744073709551616,1\n5.0,1\n0.25,1\n1970-01-01T00:00:00.000001Z,1\n"{""a"":1}",1\n[],1\n"a""b\n",1\n',
  );
});

Deno.test("encodeCsv() leaves the text of a number of the input as it was", () => {
  const encoder = encodeCsv([{ name: "v", type: "ANY" }]);
  const column = spansOf([["1.50", Tag.DOUBLE], ["x,y", Tag.STRING], [
    "true",
    Tag.TRUE,
  ], ["12", Tag.STRING]]);
  assertEquals(
    textOf(encoder.encode(batchOf([column], 4))),
    'v\n1.50\n"x,y"\ntrue\n"12"\n',
  );
});

Deno.test("encodeCsv() writes its header once, also where there are no rows", () => {
  const fields = [{ name: "a", type: "ANY" }, {
    name: 'b "c", d',
    type: "ANY",
  }] as const;
  const encoder = encodeCsv(fields);
  const batch = batchOf([columnOf([1]), columnOf([2])], 1);
  assertEquals(textOf(encoder.encode(batch)), 'a,"b ""c"", d"\n1,2\n');
  assertEquals(textOf(encoder.encode(batch)), "1,2\n");
  assertEquals(textOf(encoder.end()), "");
  assertEquals(textOf(encodeCsv(fields).end()), 'a,"b ""c"", d"\n');
});

Deno.test("encodeCsv() writes NULL in a row of one column as quotes, since a blank line is no row", () => {
  const encoder = encodeCsv([{ name: "v", type: "ANY" }]);
  const text = textOf(encoder.encode(batchOf([columnOf([1, null, 2])], 3)));
  assertEquals(text, 'v\n1\n""\n2\n');
  assertEquals(decoding(csv, text).rows.length, 3);
});

Deno.test("encodeCsv() keeps spreadsheets from running text, where told to, and leaves numbers alone", () => {
  const cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\0x", "a=1", -1, {
    double: -2.5,
  }, "'x"];
  assertEquals(
    rows(cells, { safe: true }),
    `"'=1+1",1\n"'+1",1\n"'-1",1\n"'@x",1\n"'\tx",1\n"'\rx",1\n"'\0x",1\na=1,1\n-1,1\n-2.5,1\n'x,1\n`,
  );
});

Deno.test("encodeCsv() writes TSV, in which a comma needs no quotes", () => {
  assertEquals(
    rows(["a,b", "a\tb"], { delimiter: "\t" }),
    'a,b\t1\n"a\tb"\t1\n',
  );
});

Deno.test("encodeCsv() writes what reads back as it was, kind and all", () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 100n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => ({
      double,
    })),
    fc.string({ unit: "binary", maxLength: 6 }).map((text) =>
      text.toWellFormed()
    ),
    fc.string({
      unit: fc.constantFrom(
        "1",
        "-",
        ".",
        "e",
        "0",
        ",",
        '"',
        "\n",
        "\r",
        "\t",
        "true",
      ),
      maxLength: 6,
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      (table, tabs) => {
        const columns = [0, 1].map((at) =>
          columnOf(table.map((row) => row[at]!))
        );
        const encoder = encodeCsv([{ name: "a", type: "ANY" }, {
          name: "b",
          type: "ANY",
        }], { delimiter: tabs ? "\t" : "," });
        const text = textOf(encoder.encode(batchOf(columns, table.length)));
        const { rows: read, tags } = decoding(tabs ? tsv : csv, text);
        const plain = table.map((row) =>
          row.map((value) =>
            typeof value === "object" && value !== null ? value.double : value
          )
        );
        assertEquals(read, plain);
        assertEquals(
          tags,
          table.map((_, row) => columns.map(({ tags }) => tags[row]!)),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
