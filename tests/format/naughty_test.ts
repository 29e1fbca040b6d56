import { assertEquals } from "@std/assert";
import type { Batch, Encoder, InputFormat } from "../../lib/core/mod.ts";
import {
  csv,
  encodeCsv,
  encodeEditedNdjson,
  encodeLines,
  encodeNdjson,
  encodeTable,
  lines,
  ndjson,
  showControls,
  tsv,
} from "../../lib/format/mod.ts";
import { batchOf, columnOf, linesBatch, textOf } from "./batches.ts";
import { corpusTest, decoding } from "./decoding.ts";

/** Every naughty string, and what only tests think of. */
function naughty(root: URL): string[] {
  const strings = JSON.parse(
    Deno.readTextFileSync(new URL("blns.json", root)),
  ) as string[];
  return [
    ...strings,
    "\0",
    "\ufeff",
    '"',
    '""',
    "\r",
    "\n",
    "\u2028",
    "=cmd|' /C calc'!A0",
    "x".repeat(100_000),
  ].map((text) => text.toWellFormed());
}

/** A batch of the strings, under the number of their row. */
function batch(strings: readonly string[]): Batch {
  return batchOf(
    [columnOf(strings.map((_, row) => row)), columnOf(strings)],
    strings.length,
  );
}
const FIELDS = [{ name: "n", type: "BIGINT" }, {
  name: "text",
  type: "VARCHAR",
}] as const;

/** The strings after going out through an encoder and in through a decoder. */
function back(
  encoder: Encoder,
  format: InputFormat,
  strings: readonly string[],
): unknown[] {
  const text = textOf(encoder.encode(batch(strings))) + textOf(encoder.end());
  const { rows, bad } = decoding(format, text, { want: ["n", "text"] });
  assertEquals(bad, []);
  assertEquals(rows.map(([n]) => n), strings.map((_, row) => row));
  return rows.map(([, value]) => value);
}

corpusTest(
  "naughty strings come back from CSV, TSV and NDJSON as they were",
  "blns",
  (root) => {
    const strings = naughty(root);
    assertEquals(back(encodeCsv(FIELDS), csv, strings), strings);
    assertEquals(
      back(encodeCsv(FIELDS, { delimiter: "\t" }), tsv, strings),
      strings,
    );
    assertEquals(back(encodeNdjson(FIELDS), ndjson, strings), strings);
  },
);

corpusTest(
  "naughty strings pass from format to format as text of the input",
  "blns",
  (root) => {
    const strings = naughty(root);
    const csvText = textOf(encodeCsv(FIELDS).encode(batch(strings)));
    const decoder = csv.decoder({
      source: "test",
      projection: [{ path: ["n"], as: "text" }, { path: ["text"], as: "text" }],
    });
    const bytes = new TextEncoder().encode(csvText);
    decoder.space().set(bytes);
    let text = "";
    const encoder = encodeNdjson(FIELDS);
    for (const decoded of decoder.decode(bytes.length, true)) {
      text += textOf(
        encoder.encode(decoded),
      );
    }
    const expected = strings.map((value, n) => ({ n, text: value }));
    assertEquals(
      text.trimEnd().split("\n").map((line) => JSON.parse(line)),
      expected,
    );
  },
);

corpusTest(
  "naughty strings are put into JSON lines and stay what they are",
  "blns",
  (root) => {
    const strings = naughty(root);
    const input = strings.map((value) =>
      JSON.stringify({ [value]: 1, old: value })
    ).join("\n");
    const put = [{ name: "new", type: "VARCHAR" as const, column: 0 }];
    const encoder = encodeEditedNdjson({ put, rename: [["old", "kept"]] });
    const text = textOf(encoder.encode(linesBatch(input, [columnOf(strings)])));
    const rows = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(
      rows,
      strings.map((value) => ({ [value]: 1, kept: value, new: value })),
    );
  },
);

corpusTest("naughty strings are names of fields too", "blns", (root) => {
  const names = [...new Set(naughty(root))];
  const fields = names.map((name) => ({ name, type: "BIGINT" as const }));
  const row = batchOf(names.map((_, at) => columnOf([at])), 1);
  const json = JSON.parse(textOf(encodeNdjson(fields).encode(row)));
  assertEquals(
    Object.entries(json).map(([name]) => name).sort(),
    [...names].sort(),
  );
  const { fields: read, rows } = decoding(
    csv,
    textOf(encodeCsv(fields).encode(row)),
  );
  assertEquals(rows, [names.map((_, at) => at)]);
  assertEquals(
    read,
    names.map((name, at) => name === "" ? `column${at + 1}` : name),
  );
});

corpusTest(
  "naughty strings keep a table in its lines, and are shown",
  "blns",
  (root) => {
    const strings = naughty(root);
    const encoder = encodeTable(FIELDS);
    const text = textOf(encoder.encode(batch(strings))) + textOf(encoder.end());
    const rows = text.slice(0, -1).split("\n").slice(1);
    assertEquals(rows.length, strings.length);
    const shown = rows.map((row) => row.replace(/^ *\d+( {2})?/, ""));
    assertEquals(
      shown,
      strings.map((value) =>
        value === "" ? "''" : showControls(value).trimEnd()
      ),
    );
  },
);

corpusTest(
  "naughty strings are lines, and pass as they came",
  "blns",
  (root) => {
    const strings = naughty(root).filter((value) =>
      value !== "" && !/[\r\n]/.test(value)
    );
    const text = `${strings.join("\n")}\n`;
    assertEquals(
      decoding(lines, text, { want: ["line"] }).rows.flat(),
      strings,
    );
    assertEquals(textOf(encodeLines().encode(linesBatch(text))), text);
  },
);
