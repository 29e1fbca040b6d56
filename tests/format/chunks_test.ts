import fc from "fast-check";
import { assertEquals } from "@std/assert";
import {
  combined,
  csv,
  lines,
  patternFormat,
  tsv,
} from "../../lib/format/mod.ts";
import { decoding, type DecodingOptions } from "./decoding.ts";

/** Pieces that make trouble where a chunk ends between them. */
const PIECES = [
  '"',
  '""',
  ",",
  "\t",
  "\n",
  "\r\n",
  "\r",
  "a",
  "12",
  "-0.5e3",
  "true",
  "é",
  "漢",
  "😀",
  "\ufeff",
  "\\",
  '\\"',
  "\\x22",
  "\\xe4",
  " ",
  "-",
  "[",
  "]",
  "abcdefghijklmnop",
  "\0",
  '1.2.3.4 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5',
  ' "-" "curl \\"x\\""',
];
const COMMON =
  '1.2.3.4 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5';
const BROKEN = [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf0, 0x9f]];

const pattern = patternFormat("^(?P<a>[^ ]*)(?: (?P<b>.*))?[a7漢]$");

const encoder = new TextEncoder();
const utf8 = (text: string) => [...encoder.encode(text)];
const noise = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(...PIECES).map(utf8),
  },
  { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
);
const lineEnd = fc.constantFrom("\n", "\n", "\r\n", "\n\n");

/** Rows of cells as they should be. */
function tableOf(delimiter: string): fc.Arbitrary<string> {
  const text = fc.string({
    unit: fc.constantFrom("a", "7", "\n", "\r\n", '""', delimiter, "é", " "),
    maxLength: 5,
  });
  const cell = fc.oneof(
    fc.constantFrom("", "1", "-2.5", "true", "x", "漢", 'b"c'),
    text.map((inside) => `"${inside}"`),
  );
  const row = fc.array(cell, { minLength: 1, maxLength: 4 });
  return fc.tuple(row, lineEnd).map(([cells, end]) =>
    cells.join(delimiter) + end
  );
}

/** Lines of an access log as they should be. */
const accessLine = fc.tuple(
  fc.constantFrom("1.2.3.4 - -", "h - a b", "2001:db8::7 x y"),
  fc.constantFrom("GET / HTTP/1.1", "-", 'a\\"b', "\\x16", "x\\", ""),
  fc.constantFrom("200 5", "304 -", "007 010"),
  fc.constantFrom(
    "",
    ' "-" "x"',
    ' "r\\\\" "\\xe4 é"',
    ' "-" "cut',
    ' "-" "\\',
  ),
  lineEnd,
).map(([who, request, numbers, tail, end]) =>
  `${who} [17/May/2015:10:05:03 +0000] "${request}" ${numbers}${tail}${end}`
);
const GOOD: Readonly<Record<string, fc.Arbitrary<string>>> = {
  csv: tableOf(","),
  tsv: tableOf("\t"),
  combined: accessLine,
  pattern: fc.tuple(
    fc.constantFrom("a", "é 1", "😀 -2.5 x", "true ", "\0"),
    fc.constantFrom("a", "7", "漢"),
    lineEnd,
  ).map((parts) => parts.join("")),
  lines: fc.tuple(fc.string({ maxLength: 9 }), lineEnd).map((parts) =>
    parts.join("")
  ),
};

/** An input of a format: rows as they should be, with noise between and in them. */
function inputOf(format: string): fc.Arbitrary<Uint8Array> {
  const part = fc.oneof(
    { weight: 6, arbitrary: GOOD[format]!.map(utf8) },
    { weight: 1, arbitrary: noise },
    // A row cut anywhere.
    {
      weight: 1,
      arbitrary: fc.tuple(GOOD[format]!, fc.nat(40))
        .map(([text, length]) => utf8(text.slice(0, length))),
    },
  );
  return fc.oneof(
    fc.array(part, { maxLength: 8 }),
    fc.array(noise, { maxLength: 60 }),
  ).map((parts) => Uint8Array.from(parts.flat()));
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), {
  minLength: 1,
  maxLength: 20,
});

const options: fc.Arbitrary<DecodingOptions> = fc.record({
  maxRowBytes: fc.constantFrom(1, 5, 24, 100, 1 << 20),
  header: fc.boolean(),
});

for (const format of [csv, tsv, combined, lines, pattern]) {
  Deno.test(`${format.name} decodes the same rows however the input is cut`, () => {
    fc.assert(
      fc.property(inputOf(format.name), sizes, options, (bytes, cuts, how) => {
        let whole: unknown;
        try {
          whole = decoding(format, bytes, how);
        } catch (error) {
          whole = String(error);
        }
        let next = 0;
        let pieces: unknown;
        try {
          pieces = decoding(format, bytes, {
            ...how,
            cut: () => cuts[next++ % cuts.length]!,
          });
        } catch (error) {
          pieces = String(error);
        }
        assertEquals(pieces, whole);
      }),
      { numRuns: 3000 },
    );
  });

  Deno.test(`${format.name} accounts for every line that is not blank`, () => {
    fc.assert(
      fc.property(inputOf(format.name), (bytes) => {
        let decoded;
        try {
          decoded = decoding(format, bytes, { header: false });
        } catch {
          return;
        }
        assertEquals(
          decoded.rows.length + decoded.bad.length,
          decoded.lines.length,
        );
        const kept = decoded.lines.join("\n").replaceAll(/[\r\n]/g, "");
        const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
        const all = utf8.decode(bytes).replace(/^\ufeff/, "").replaceAll(
          /[\r\n]/g,
          "",
        );
        assertEquals(kept, all);
      }),
      { numRuns: 1500 },
    );
  });
}

Deno.test("a decoder hands a row on as soon as its line end is there", () => {
  const inputs = {
    csv: 'a,b\n1,2\r\n"x\ny",""\n\n3,"""\n"\n',
    tsv: 'a\tb\n1\t2\n"x\ny"\t3\n',
    combined: `${COMMON}\n${COMMON} "-" "x"\r\n`,
    pattern: "one a\n\ntwo é7\r\nthree\n",
    lines: "one\n\ntwo\r\nthree\n",
  };
  for (const format of [csv, tsv, combined, lines, pattern]) {
    const bytes = encoder.encode(inputs[format.name as keyof typeof inputs]);
    const decoder = format.decoder({ source: "test", projection: [] });
    // Where rows end when all is decoded at once.
    const whole = format.decoder({ source: "test", projection: [] });
    whole.space().set(bytes);
    const ends = [...whole.decode(bytes.length, true)]
      .flatMap(({ rows, lines }) => [...lines.ends.subarray(0, rows)]);
    let rows = 0;
    for (let at = 0; at < bytes.length; at++) {
      decoder.space()[0] = bytes[at]!;
      for (const batch of decoder.decode(1, false)) rows += batch.rows;
      const complete = ends.filter((end) => end <= at).length;
      assertEquals(rows, complete, `${format.name} after ${at + 1} bytes`);
    }
  }
});

Deno.test("a decoder goes on after a consumer that stopped in the middle", () => {
  const decoder = csv.decoder({
    source: "test",
    projection: [{ path: ["a"], as: "value" }],
  });
  const text = `a\n${"1\n".repeat(10_000)}`;
  decoder.space().set(encoder.encode(text));
  let rows = 0;
  for (const batch of decoder.decode(text.length, false)) {
    rows += batch.rows;
    break;
  }
  for (const batch of decoder.decode(0, true)) rows += batch.rows;
  assertEquals(rows, 10_000);
});
