import { assert, assertEquals } from "@std/assert";
import { Fault } from "../../lib/core/mod.ts";
import { csv, lines, tsv } from "../../lib/format/mod.ts";
import { corpusTest, decoding } from "./decoding.ts";

Deno.test("lines has one field: the line without its end", () => {
  const { fields, rows, lines: came } = decoding(
    lines,
    "one\r\n\n  two \n\r\nthree",
  );
  assertEquals(fields, ["line"]);
  assertEquals(rows.flat(), ["one", "  two ", "three"]);
  assertEquals(came, ["one\r", "  two ", "three"]);
});

Deno.test("lines makes no number of a line, and undoes no quotes", () => {
  assertEquals(decoding(lines, '17\n"x"\ntrue\n-').rows.flat(), [
    "17",
    '"x"',
    "true",
    "-",
  ]);
});

Deno.test("lines keeps NUL, bare carriage returns and a byte order mark that is not first", () => {
  assertEquals(decoding(lines, "\ufeffa\0b\rc\n\ufeffd").rows.flat(), [
    "a\0b\rc",
    "\ufeffd",
  ]);
});

Deno.test("lines takes invalid UTF-8 for a bad row", () => {
  const bytes = Uint8Array.of(97, 10, 98, 0xe9, 10, 99, 10);
  const { rows, bad, lineNumbers } = decoding(lines, bytes);
  assertEquals(rows.flat(), ["a", "c"]);
  assertEquals(bad, ["2:2 cannot read row as text: invalid UTF-8"]);
  assertEquals(lineNumbers, [1, 2, 3]);
});

Deno.test("lines cuts a line that is too long, and counts on right behind it", () => {
  const input = `${"x".repeat(3_000_000)}\nab\n${"y".repeat(2_000_000)}`;
  for (const cut of [() => Infinity, () => 65_536]) {
    const { rows, bad, lineNumbers } = decoding(lines, input, {
      maxRowBytes: 1 << 20,
      cut,
    });
    assertEquals(rows.flat(), ["ab"]);
    assertEquals(bad, [
      "1:1 cannot read row as text: it is longer than 1 MiB",
      "3:1 cannot read row as text: it is longer than 1 MiB",
    ]);
    assertEquals(lineNumbers, [1, 2, 3]);
  }
});

corpusTest(
  "lines, csv and tsv survive odd logs, and account for every line",
  "lnav-logs",
  (root) => {
    let bad = 0;
    for (const { name, isFile } of Deno.readDirSync(root)) {
      if (!isFile) continue;
      const bytes = Deno.readFileSync(new URL(encodeURIComponent(name), root));
      for (const format of [lines, csv, tsv]) {
        try {
          const decoded = decoding(format, bytes);
          assertEquals(
            decoded.rows.length + decoded.bad.length,
            decoded.lines.length,
            name,
          );
          if (format === lines) bad += decoded.bad.length;
        } catch (error) {
          // A header that cannot be read stops the input, and UTF-16 does.
          assert(error instanceof Fault, `${name}: ${error}`);
        }
      }
    }
    assert(bad > 0, "some of them are not UTF-8");
  },
);
