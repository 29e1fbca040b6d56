import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { OutputField } from "../../lib/core/mod.ts";
import {
  encodeTable,
  showControlBytes,
  showControls,
  type TableOptions,
} from "../../lib/format/mod.ts";
import { cutText, textWidth } from "../../lib/format/text_width.ts";
import { findZone } from "../../lib/time/mod.ts";
import { batchOf, columnOf, type TestCell, textOf } from "./batches.ts";

type Rows = readonly (readonly TestCell[])[];

/** The lines of a table whose rows come in the given batches. */
function table(
  names: readonly string[],
  batches: readonly Rows[],
  options: TableOptions = {},
): string[] {
  const fields = names.map((name): OutputField => ({ name, type: "ANY" }));
  const encoder = encodeTable(fields, options);
  let text = "";
  for (const rows of batches) {
    const columns = names.map((_, at) => columnOf(rows.map((row) => row[at])));
    text += textOf(encoder.encode(batchOf(columns, rows.length)));
  }
  text += textOf(encoder.end());
  assert(text.endsWith("\n"));
  return text.slice(0, -1).split("\n");
}

Deno.test("encodeTable() aligns text at the left and numbers at the right", () => {
  assertEquals(
    table(["host", "n", "share"], [[["web1", 5, { double: 0.25 }], ["a", 1200, {
      double: 1,
    }], [null, null, undefined]]]),
    [
      "host     n  share",
      "web1     5   0.25",
      "a     1200    1.0",
      "",
    ],
  );
});

Deno.test("encodeTable() shows the empty text, and nothing for NULL", () => {
  assertEquals(table(["a", "b"], [[["", 1], [null, 2]]]), [
    "a   b",
    "''  1",
    "    2",
  ]);
});

Deno.test("encodeTable() writes its header where there are no rows", () => {
  assertEquals(table(["a", "long name"], []), ["a  long name"]);
});

Deno.test("encodeTable() keeps wide and combining characters in their columns", () => {
  assertEquals(
    table(["v", "n"], [[["漢字", 1], ["e\u0301", 2], ["😀", 3], ["👩‍👩‍👧", 4], [
      "abcd",
      5,
    ]]]),
    [
      "v     n",
      "漢字  1",
      "e\u0301     2",
      "😀    3",
      "👩‍👩‍👧    4",
      "abcd  5",
    ],
  );
});

Deno.test("encodeTable() shows what a terminal would obey", () => {
  const [, line] = table(["v"], [[["a\x1b[31mb\n\t\u202ec\u0085"]]]);
  assertEquals(line, "a\\x1b[31mb\\n\\t\\u202ec\\x85");
  assertEquals(table(["x\x1by"], [])[0], "x\\x1by");
});

Deno.test("encodeTable() lets a wider cell of a later row push, and takes the push up again", () => {
  const first: Rows = [["ab", "xxxxxxxxxx", 1]];
  assertEquals(
    table(["a", "b", "n"], [first, [["abcdef", "y", 2], ["c", "y", 345]]], {
      live: true,
    }),
    [
      "a   b           n",
      "ab  xxxxxxxxxx  1",
      "abcdef  y       2",
      "c   y           345",
    ],
  );
});

Deno.test("encodeTable() gives the same bytes for the same rows, however they were cut into batches", () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 70 }),
    fc.integer(),
    fc.constant(null),
  );
  const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 5 }), (all, size) => {
      const batches: Rows[] = [];
      for (let at = 0; at < all.length; at += size) {
        batches.push(all.slice(at, at + size));
      }
      assertEquals(
        table(["a", "b", "c"], batches),
        table(["a", "b", "c"], [all]),
      );
    }),
  );
});

Deno.test("encodeTable() fixes its widths after a thousand rows", () => {
  const encoder = encodeTable([{ name: "n", type: "ANY" }]);
  const rows = Array.from({ length: 600 }, (_, row) => row);
  assertEquals(encoder.encode(batchOf([columnOf(rows)], 600)).length, 0);
  const lines = textOf(encoder.encode(batchOf([columnOf(rows)], 600))).trimEnd()
    .split("\n");
  assertEquals(lines.length, 1201);
  assertEquals(encoder.end().length, 0);
});

Deno.test("encodeTable() fits a terminal: the widest texts are cut, numbers are not", () => {
  const agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36";
  const lines = table(["ip", "agent", "bytes"], [[[
    "192.0.2.1",
    agent,
    1234567,
  ]]], { width: 40 });
  assertEquals(lines, [
    "ip         agent                   bytes",
    "192.0.2.1  Mozilla/5.0 (X11; L…  1234567",
  ]);
});

Deno.test("encodeTable() leaves columns out that do not fit, and says so", () => {
  const names = Array.from({ length: 20 }, (_, at) => `column${at}`);
  const lines = table(names, [[names.map(() => "some longer text")]], {
    width: 40,
  });
  for (const line of lines) {
    assert(textWidth(line) <= 40, line);
    assert(line.endsWith("  …"));
  }
});

Deno.test("encodeTable() never writes beyond a terminal", () => {
  const cell = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.constant(null),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 20, max: 60 }),
      (rows, width) => {
        const lines = table(
          ["a", "b", "c"],
          [rows.slice(0, 2), rows.slice(2)],
          { width, live: true },
        );
        for (const line of lines) {
          assert(
            textWidth(line) <= width,
            `${textWidth(line)} > ${width}: ${line}`,
          );
        }
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("encodeTable() writes the bounds of a window in its first row alone", () => {
  const window = (minute: number) =>
    [{ timeUs: minute * 60e6 }, { timeUs: (minute + 1) * 60e6 }] as const;
  const rows: Rows = [[...window(0), "a", 1], [...window(0), "b", 2], [
    ...window(1),
    "a",
    1,
  ]];
  assertEquals(
    table(["window_start", "window_end", "host", "n"], [
      rows.slice(0, 1),
      rows.slice(1),
    ]),
    [
      "window_start          window_end            host  n",
      "1970-01-01T00:00:00Z  1970-01-01T00:01:00Z  a     1",
      "                                            b     2",
      "1970-01-01T00:01:00Z  1970-01-01T00:02:00Z  a     1",
    ],
  );
});

Deno.test("encodeTable() shows moments in a zone, where told to, and days as days", () => {
  const zone = findZone("Europe/Berlin")!;
  const encoder = encodeTable([{ name: "at", type: "TIMESTAMP" }, {
    name: "on",
    type: "DATE",
  }], { zone });
  const column = columnOf([{ timeUs: 1431857103000000 }]);
  assertEquals(
    textOf(encoder.encode(batchOf([column, column], 1))) +
      textOf(encoder.end()),
    "at                         on\n2015-05-17T12:05:03+02:00  2015-05-17\n",
  );
});

Deno.test("encodeTable() sets its header off where there is colour", () => {
  assertEquals(table(["a"], [[["x"]]], { colour: true }), [
    "\x1b[1ma\x1b[0m",
    "x",
  ]);
});

Deno.test("textWidth() counts columns, and cutText() cuts to them", () => {
  assertEquals(
    ["", "abc", "漢字", "e\u0301", "ｱ", "Ａ", "😀", "🇩🇪", "x\u200by"].map(
      textWidth,
    ),
    [0, 3, 4, 1, 1, 2, 2, 2, 2],
  );
  assertEquals(cutText("abcdef", 4), "abc…");
  assertEquals(cutText("漢字漢字", 4), "漢…");
  assertEquals(cutText("abc", 3), "abc");
  assertEquals(cutText("漢", 1), "…");
});

Deno.test("showControls() leaves ordinary text alone", () => {
  const text = "plain é 漢字 😀 e\u0301 — “quotes” \\ '";
  assertEquals(showControls(text), text);
});

Deno.test("showControlBytes() makes lines fit for a terminal, and keeps tabs and line ends", () => {
  const shown = (text: string) =>
    textOf(showControlBytes(new TextEncoder().encode(text)));
  assertEquals(
    shown("a\tb\r\nc\x1b]0;x\x07\n\x9b\u202e漢\u00a0\n"),
    "a\tb\nc\\x1b]0;x\\x07\n\\x9b\\u202e漢\u00a0\n",
  );
  const plain = new TextEncoder().encode("plain\n");
  assert(showControlBytes(plain) === plain);
});
