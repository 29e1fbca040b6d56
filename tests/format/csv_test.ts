// Past 400 lines: one claim after another about one format, each a few lines.
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parse } from "@std/csv/parse";
import { Fault, Tag } from "../../lib/core/mod.ts";
import { csv, tsv } from "../../lib/format/mod.ts";
import { decoding, texts } from "./decoding.ts";

/** The fault of a header that cannot be read. */
function headerFault(input: string | Uint8Array): Fault {
  return assertThrows(() => decoding(csv, input), Fault);
}

Deno.test("csv tells kinds from the bytes of a cell", () => {
  const cells: [cell: string, tag: number, value: unknown][] = [
    ["", Tag.NULL, null],
    ['""', Tag.STRING, ""],
    ["0", Tag.INTEGER, 0],
    ["-0", Tag.INTEGER, 0],
    ["-17", Tag.INTEGER, -17],
    ["9007199254740992", Tag.INTEGER, 9007199254740992],
    ["9007199254740993", Tag.BIG, 9007199254740993n],
    [
      "-123456789012345678901234567890",
      Tag.BIG,
      -123456789012345678901234567890n,
    ],
    ["1.5", Tag.DOUBLE, 1.5],
    ["5.0", Tag.DOUBLE, 5],
    ["1e3", Tag.DOUBLE, 1000],
    ["0.1e-7", Tag.DOUBLE, 1e-8],
    ["true", Tag.TRUE, true],
    ["false", Tag.FALSE, false],
    ["True", Tag.STRING, "True"],
    ["truer", Tag.STRING, "truer"],
    ["007", Tag.STRING, "007"],
    ["+5", Tag.STRING, "+5"],
    [" 5", Tag.STRING, " 5"],
    ["5 ", Tag.STRING, "5 "],
    [".5", Tag.STRING, ".5"],
    ["5.", Tag.STRING, "5."],
    ["1e", Tag.STRING, "1e"],
    ["0x10", Tag.STRING, "0x10"],
    ["-", Tag.STRING, "-"],
    ["NaN", Tag.STRING, "NaN"],
    ["null", Tag.STRING, "null"],
    ['"200"', Tag.STRING, "200"],
    ['"true"', Tag.STRING, "true"],
    ['"a,""b""\nc"', Tag.STRING, 'a,"b"\nc'],
    ['a"b"', Tag.STRING, 'a"b"'],
  ];
  for (const [cell, tag, value] of cells) {
    const { rows, tags } = decoding(csv, `x,y\n${cell},1\n`);
    assertEquals([tags[0]![0], rows[0]![0]], [tag, value], cell);
    assertEquals(
      decoding(csv, `y,x\r\n1,${cell}\r\n`).rows[0]![1],
      value,
      `${cell} at the end`,
    );
    assertEquals(
      decoding(csv, `y,x\n1,${cell}`).rows[0]![1],
      value,
      `${cell} at the end of input`,
    );
  }
});

Deno.test("csv hands a cell over as its own text where that is wanted", () => {
  const { rows, tags } = decoding(csv, 'a\n1.50\n"x""y"\ntrue\n', {
    want: ["a:text"],
  });
  assertEquals(rows.flat(), [1.5, 'x"y', true]);
  assertEquals(tags.flat(), [Tag.DOUBLE, Tag.STRING, Tag.TRUE]);
  assertEquals(texts(csv, "a\n1.50\n").flat(), ["1.50"]);
});

Deno.test("csv reads a stamp with a zone as a moment where a time is wanted", () => {
  const input =
    'at\n2015-05-17T10:05:03Z\n"2015-05-17T12:05:03.5+02:00"\n2015-05-17 10:05:03\n1431857103\n\n17-05-2015\n';
  const { rows, tags } = decoding(csv, input, { want: ["at:time"] });
  assertEquals(rows.flat(), [
    1431857103000000,
    1431857103500000,
    "2015-05-17 10:05:03",
    1431857103,
    "17-05-2015",
  ]);
  assertEquals(tags.flat(), [
    Tag.TIME,
    Tag.TIME,
    Tag.STRING,
    Tag.INTEGER,
    Tag.STRING,
  ]);
});

Deno.test("csv numbers texts where codes are wanted, the same in every batch", () => {
  const hosts = Array.from({ length: 20_000 }, (_, row) => `h${row % 7}`);
  const { rows, tags } = decoding(csv, `h\n${hosts.join("\n")}\n`, {
    want: ["h:code"],
  });
  assertEquals(rows.flat(), hosts);
  assert(tags.flat().every((tag) => tag === Tag.CODE));
});

Deno.test("csv hands over spans once a dictionary is full", () => {
  const names = Array.from({ length: 6000 }, (_, row) => `n${row}`);
  const { rows, tags } = decoding(
    csv,
    `h\n${names.join("\n")}\nn1\n${"x".repeat(300)}\n`,
    { want: ["h:code"] },
  );
  assertEquals(rows.flat(), [...names, "n1", "x".repeat(300)]);
  assertEquals(tags.flat().lastIndexOf(Tag.CODE), 6000);
  assertEquals(tags.flat().indexOf(Tag.STRING), 4096);
});

Deno.test("csv makes names of a header", () => {
  const names = (header: string) => decoding(csv, `${header}\n`).fields;
  assertEquals(names("a,b"), ["a", "b"]);
  assertEquals(names("\ufeffa,b\r"), ["a", "b"]);
  assertEquals(names('\ufeff"a",b'), ["a", "b"]);
  assertEquals(names(" a ,B,b"), [" a ", "B", "b"]);
  assertEquals(names("a,,a,"), ["a", "column2", "a_1", "column4"]);
  assertEquals(names("c,c,c,c_1"), ["c", "c_2", "c_3", "c_1"]);
  assertEquals(names('"say ""hi""","two\nlines"'), ['say "hi"', "two\nlines"]);
  assertEquals(names("__proto__,constructor,__proto__"), [
    "__proto__",
    "constructor",
    "__proto___1",
  ]);
  assertEquals(decoding(csv, "").fields, null);
  assertEquals(decoding(csv, "\n\r\n").fields, null);
});

Deno.test("csv takes names from --fields, instead of a header or in its place", () => {
  const fields = ["x", "y"];
  assertEquals(decoding(csv, "a,b\n1,2\n", { fields }).rows, [[1, 2]]);
  assertEquals(decoding(csv, "1,2\n", { fields, header: false }).rows, [[
    1,
    2,
  ]]);
  assertEquals(decoding(csv, "1,2,3\n", { fields, header: false }).bad, [
    "1:5 cannot read row as CSV: 3 cells where --fields names 2",
  ]);
});

Deno.test("csv without a header names its columns by their place", () => {
  const { fields, rows, bad } = decoding(csv, "\n1,2\n3,4,5\n", {
    header: false,
  });
  assertEquals(fields, ["column1", "column2"]);
  assertEquals(rows, [[1, 2]]);
  assertEquals(bad, [
    "3:5 cannot read row as CSV: 3 cells where the first row has 2",
  ]);
});

Deno.test("csv keeps its header as it came", () => {
  const decoder = csv.decoder({ source: "test", projection: [] });
  const bytes = new TextEncoder().encode(
    '\ufeff"a" ,b\r\n1,2\n'.replace('" ', '"'),
  );
  decoder.space().set(bytes);
  assertEquals(decoder.headerLine, null);
  decoder.decode(bytes.length, true);
  assertEquals(new TextDecoder().decode(decoder.headerLine!), '"a",b\r');
});

Deno.test("csv refuses a header that it cannot read, since all rows need it", () => {
  assertEquals(
    headerFault('"a"x,b\n1,2\n').message,
    "cannot read header as CSV: text after a closing quote",
  );
  assertEquals(
    headerFault('a,"b\n1,2\n').message,
    "cannot read header as CSV: a quote is never closed",
  );
  assertEquals(
    headerFault(Uint8Array.of(97, 0xff, 10)).code,
    "row/invalid_utf8",
  );
  const old = headerFault("a,b\r1,2\r3,4\r");
  assertEquals([old.code, old.place?.column], ["csv/carriage_return", 4]);
  assert(old.mend?.includes("tr '\\r' '\\n'"));
});

Deno.test("csv refuses UTF-16, and says what turns it into UTF-8", () => {
  for (const bytes of [[0xff, 0xfe, 97, 0], [0xfe, 0xff, 0, 97]]) {
    const fault = headerFault(Uint8Array.from(bytes));
    assertEquals(fault.code, "input/utf16");
    assert(fault.mend?.includes("iconv"));
  }
});

Deno.test("csv fills a short row with NULL and takes a long one for bad", () => {
  const { rows, tags, bad } = decoding(csv, "a,b,c\n1\n1,2,3,4\n,,\n1,2,3,\n");
  assertEquals(rows, [[1, null, null], [null, null, null]]);
  assertEquals(tags, [[Tag.INTEGER, Tag.MISSING, Tag.MISSING], [
    Tag.NULL,
    Tag.NULL,
    Tag.NULL,
  ]]);
  assertEquals(bad, [
    "3:7 cannot read row as CSV: 4 cells where the header has 3",
    "5:7 cannot read row as CSV: 4 cells where the header has 3",
  ]);
});

Deno.test("csv shows what is wrong with a row, and how to mend it", () => {
  const decoder = csv.decoder({ source: "a.csv", projection: [] });
  const bytes = new TextEncoder().encode('a,b\n"é\n",2\n"x\ny",é,3\n');
  decoder.space().set(bytes);
  const [batch] = [...decoder.decode(bytes.length, true)];
  const fault = batch!.bad[0]!.fault();
  assertEquals(fault.code, "csv/long_row");
  assertEquals(
    fault.message,
    "cannot read row as CSV: 3 cells where the header has 2",
  );
  assertEquals(fault.place, {
    source: "a.csv",
    line: 5,
    column: 6,
    excerpt: 'y",é,3',
    caret: 5,
  });
  assertEquals(
    fault.mend,
    "Pass --bad-to FILE to keep such lines, or --bad fail to stop at the first",
  );
});

Deno.test("csv skips blank lines uncounted, and counts physical lines right behind quoted ones", () => {
  const { rows, lineNumbers } = decoding(
    csv,
    'a,b\n\n"1\n\n",2\r\n\r\n3,4\n\n"",5',
  );
  assertEquals(rows, [["1\n\n", 2], [3, 4], ["", 5]]);
  assertEquals(lineNumbers, [3, 7, 9]);
});

Deno.test("csv keeps the bytes of rows, the carriage return too", () => {
  const { lines } = decoding(csv, 'a,b\r\n1,"x\r\ny"\r\n3,4');
  assertEquals(lines, ['1,"x\r\ny"\r', "3,4"]);
});

Deno.test("csv loses one line to a stray quote, and reads on with the next", () => {
  const { rows, bad } = decoding(csv, 'a,b\n1,"two\n3,4\n5,"six"\n7,8\n');
  assertEquals(rows, [[3, 4], [5, "six"], [7, 8]]);
  assertEquals(bad, [
    "2:3 cannot read row as CSV: a quote opens here, and text follows where it closes",
  ]);
  const unclosed = decoding(csv, 'a,b\n1,2\n"3,4\n5,6\n');
  assertEquals(unclosed.rows, [[1, 2], [5, 6]]);
  assertEquals(unclosed.bad, [
    "3:1 cannot read row as CSV: a quote is never closed",
  ]);
});

Deno.test("csv takes invalid UTF-8 for a bad row wherever it stands", () => {
  for (
    const broken of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82], [
      0xf5,
      0x80,
      0x80,
      0x80,
    ]]
  ) {
    const bytes = Uint8Array.from([
      ...new TextEncoder().encode("a,b\né,1\n2,"),
      ...broken,
      ...new TextEncoder().encode("\n3,漢\n"),
    ]);
    const { rows, bad } = decoding(csv, bytes, { want: ["a"] });
    assertEquals(rows, [["é"], [3]]);
    assertEquals(bad, ["3:3 cannot read row as CSV: invalid UTF-8"]);
  }
});

Deno.test("csv cuts a row that is too long and goes on behind it, in bounded memory", () => {
  const long = "x".repeat(5_000_000);
  for (const cut of [() => Infinity, () => 100_000, () => 1_000_003]) {
    const { rows, bad, lines, lineNumbers } = decoding(
      csv,
      `a,b\n1,2\n${long},3\n"${long}\n${long}",4\n5,6\n`,
      {
        maxRowBytes: 1 << 20,
        cut,
      },
    );
    assertEquals(rows, [[1, 2], [5, 6]]);
    assertEquals(bad, [
      "3:1 cannot read row as CSV: it is longer than 1 MiB",
      "4:1 cannot read row as CSV: a quote is not closed within 1 MiB",
      "5:1 cannot read row as CSV: it is longer than 1 MiB",
    ]);
    assertEquals(lines.map(({ length }) => length), [
      3,
      1 << 20,
      1 << 20,
      1 << 20,
      3,
    ]);
    assertEquals(lineNumbers, [2, 3, 4, 5, 6]);
  }
});

Deno.test("csv forgets the escapes of an earlier batch where a row is bad", () => {
  // What earlier cells took up in the second area of the buffer must not be taken up again.
  const long = `"${"x".repeat(400)}""",1\n`.repeat(8192);
  const escaped = `a""b${"y".repeat(40)}`;
  const mixed = `${'"bad"row,1\n'.repeat(2560)}${
    `"${escaped}",2\n`.repeat(1500)
  }`;
  const { rows, bad } = decoding(csv, `text,n\n${long}${mixed}`);
  assertEquals([rows.length, bad.length], [8192 + 1500, 2560]);
  const expected = escaped.replace('""', '"');
  const wrong = rows.slice(8192).filter(([text]) => text !== expected);
  assertEquals(wrong, []);
});

Deno.test("csv reads rows of many chunks and batches", () => {
  const rows = Array.from(
    { length: 60_000 },
    (_, row) => [row, `host-${row % 13}`, row % 3 === 0 ? 'q"\n' : "é"],
  );
  const input = `n,host,text\n${
    rows.map(([n, host, text]) =>
      `${n},${host},"${String(text).replaceAll('"', '""')}"\n`
    ).join("")
  }`;
  const sizes = [1, 70_000, 3, 1 << 20, 12_345];
  let next = 0;
  const { rows: read, bad } = decoding(csv, input, {
    cut: () => sizes[next++ % sizes.length]!,
  });
  assertEquals(bad, []);
  assertEquals(JSON.stringify(read) === JSON.stringify(rows), true);
});

Deno.test("csv gives a column that no cell fills as missing, and one cell to several columns", () => {
  const { rows, tags } = decoding(csv, 'a,b\n"x""",2\n', {
    want: ["nope", "a:text", "a", "a:code", "b"],
  });
  assertEquals(rows, [[null, 'x"', 'x"', 'x"', 2]]);
  assertEquals(tags, [[
    Tag.MISSING,
    Tag.STRING,
    Tag.STRING,
    Tag.CODE,
    Tag.INTEGER,
  ]]);
});

Deno.test("csv has no cells inside cells", () => {
  const decoder = csv.decoder({
    source: "test",
    projection: [{ path: ["a", "b"], as: "value" }],
  });
  decoder.space().set(new TextEncoder().encode("a\n1\n"));
  const [batch] = [...decoder.decode(4, true)];
  assertEquals(batch!.columns[0]!.tags[0], Tag.MISSING);
});

Deno.test("tsv parts cells at tabs, and reads quotes as csv does", () => {
  const { rows } = decoding(tsv, 'a\tb\tc\n1,5\t"x\ty"\t\n');
  assertEquals(rows, [["1,5", "x\ty", null]]);
});

const cellText = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      "a",
      "1",
      ",",
      '"',
      "\n",
      "\r\n",
      " ",
      "é",
      "😀",
      "-",
      ".",
      "\t",
    ),
    maxLength: 8,
  }),
  fc.string({ unit: "binary", maxLength: 5 }).map((text) =>
    text.toWellFormed()
  ),
);

Deno.test("csv reads what @std/csv reads", () => {
  const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.array(fc.array(cellText, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 6,
    })
  );
  fc.assert(
    fc.property(table, fc.boolean(), (rows, crlf) => {
      // All cells in quotes: what stands bare is covered by kinds above, and @std trims a carriage return in places.
      const text = rows.map((row) =>
        row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")
      ).join(crlf ? "\r\n" : "\n");
      const fields = rows[0]!.map((_, at) => `f${at}`);
      assertEquals(
        texts(csv, text, { header: false, fields, want: fields }),
        rows,
      );
      if (!rows.flat().some((cell) => cell.includes("\r"))) {
        assertEquals(parse(text), rows);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("csv and @std/csv agree on bare cells", () => {
  const bare = fc.string({
    unit: fc.constantFrom("a", "1", " ", "é", "😀", "-", ".", "x"),
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(bare, bare, bare), { minLength: 1, maxLength: 6 }),
      (rows) => {
        const text = rows.map((row) => row.join(",")).join("\n");
        const want = ["x", "y", "z"];
        assertEquals(
          texts(csv, text, { header: false, fields: want, want }),
          parse(text),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
