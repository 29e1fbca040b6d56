import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { doubleText, Tag } from "../../lib/core/mod.ts";
import { encodeNdjson } from "../../lib/format/mod.ts";
import { ByteWriter } from "../../lib/format/byte_writer.ts";
import { TextCodes } from "../../lib/format/text_codes.ts";
import { formatTimestamp } from "../../lib/time/mod.ts";
import {
  batchOf,
  columnOf,
  spansOf,
  type TestCell,
  textOf,
} from "./batches.ts";

/** One column of values as JSON lines, without the name around them. */
function values(...cells: TestCell[]): string[] {
  const encoder = encodeNdjson([{ name: "v", type: "ANY" }]);
  const text = textOf(encoder.encode(batchOf([columnOf(cells)], cells.length)));
  return text.trimEnd().split("\n").map((line) => line.slice(5, -1));
}

Deno.test("encodeNdjson() writes every kind of value", () => {
  assertEquals(
    values(
      null,
      undefined,
      true,
      false,
      0,
      -17,
      9007199254740992,
      18446744073709551616n,
      -(2n ** 127n),
      { double: 5 },
      { double: 0.1 },
      { double: -0.0 },
      { double: 1e300 },
      { double: 1e-9 },
      { double: 123456.789 },
      { double: NaN },
      { double: Infinity },
      { double: -Infinity },
      "",
      'a"b\\c\n\u0001é漢😀\u007f\u2028',
      { json: '{"a": [1, 2.50]}' },
      { escaped: "caf\\u00e9 \\ud83d" },
      { timeUs: 1431857103000000 },
      { timeUs: 1431857103120000 },
      { timeUs: 1431857103000001 },
      { timeUs: -1 },
    ),
    [
      "null",
      "null",
      "true",
      "false",
      "0",
      "-17",
      "9007199254740992",
      "18446744073709551616",
      "-170141183460469231731687303715884105728",
      "5.0",
      "0.1",
      "-0.0",
      "1e+300",
      "1e-09",
      "123456.789",
      "null",
      "null",
      "null",
      '""',
      '"a\\"b\\\\c\\n\\u0001é漢😀\u007f\u2028"',
      '{"a": [1, 2.50]}',
      '"caf\\u00e9 \\ud83d"',
      '"2015-05-17T10:05:03Z"',
      '"2015-05-17T10:05:03.120Z"',
      '"2015-05-17T10:05:03.000001Z"',
      '"1969-12-31T23:59:59.999999Z"',
    ],
  );
});

Deno.test("encodeNdjson() leaves the text of a value of the input as it was", () => {
  const column = spansOf([
    ["1.50e+2", Tag.DOUBLE],
    ["-0", Tag.INTEGER],
    ["123456789012345678901234567890", Tag.BIG],
    ["true", Tag.TRUE],
    ["false", Tag.FALSE],
    ["", Tag.NULL],
    ["x\ty", Tag.STRING],
    ["x\\ty", Tag.ESCAPED],
    ["[1, 2]", Tag.NESTED],
    ["", Tag.STRING],
  ]);
  const encoder = encodeNdjson([{ name: "v", type: "ANY" }]);
  assertEquals(textOf(encoder.encode(batchOf([column], 10))).split("\n"), [
    '{"v":1.50e+2}',
    '{"v":-0}',
    '{"v":123456789012345678901234567890}',
    '{"v":true}',
    '{"v":false}',
    '{"v":null}',
    '{"v":"x\\ty"}',
    '{"v":"x\\ty"}',
    '{"v":[1, 2]}',
    '{"v":""}',
    "",
  ]);
});

Deno.test("encodeNdjson() writes the fields in order, of the selected rows alone", () => {
  const encoder = encodeNdjson([{ name: 'a"b', type: "BIGINT" }, {
    name: "c",
    type: "DATE",
  }]);
  const columns = [
    columnOf([1, 2, 3]),
    columnOf([{ timeUs: 0 }, null, { timeUs: 86_400_000_000 }]),
  ];
  assertEquals(
    textOf(encoder.encode(batchOf(columns, 3, [0, 2]))),
    '{"a\\"b":1,"c":"1970-01-01"}\n{"a\\"b":3,"c":"1970-01-02"}\n',
  );
  assertEquals(textOf(encoder.encode(batchOf(columns, 3, []))), "");
  assertEquals(textOf(encoder.end()), "");
});

Deno.test("encodeNdjson() leaves fields out that a row does not have, where told to", () => {
  const fields = [{ name: "a", type: "ANY" }, {
    name: "b",
    type: "ANY",
  }] as const;
  const columns = [
    columnOf([1, undefined, undefined, null]),
    columnOf([undefined, 2, undefined, 3]),
  ];
  const omitting = encodeNdjson(fields, { omitMissing: true });
  assertEquals(
    textOf(omitting.encode(batchOf(columns, 4))),
    '{"a":1}\n{"b":2}\n{}\n{"a":null,"b":3}\n',
  );
  assertEquals(
    textOf(encodeNdjson(fields).encode(batchOf(columns, 2))),
    '{"a":1,"b":null}\n{"a":null,"b":2}\n',
  );
});

Deno.test("encodeNdjson() writes texts that a dictionary numbers", () => {
  const codes = new TextCodes();
  const bytes = new TextEncoder().encode('x"y z   ');
  const numbers = Float64Array.of(
    codes.codeOf(bytes, 0, 3)!,
    codes.codeOf(bytes, 4, 1)!,
    0,
  );
  const column = {
    layout: "values" as const,
    tags: Uint8Array.of(Tag.CODE, Tag.CODE, Tag.CODE),
    numbers,
    spans: new Uint32Array(numbers.buffer),
    bytes: new Uint8Array(0),
    dictionary: codes,
  };
  const encoder = encodeNdjson([{ name: "v", type: "VARCHAR" }]);
  assertEquals(
    textOf(encoder.encode(batchOf([column], 3))),
    '{"v":"x\\"y"}\n{"v":"z"}\n{"v":"x\\"y"}\n',
  );
});

Deno.test("encodeNdjson() writes texts that read back as they were", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
        { minLength: 1 },
      ),
      (texts) => {
        const read = values(...texts).map((text) => JSON.parse(text));
        assertEquals(read, texts);
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("ByteWriter writes whole numbers, doubles and moments as their texts are", () => {
  const writer = new ByteWriter();
  const written = (write: (writer: ByteWriter) => void) => {
    write(writer);
    return textOf(writer.take());
  };
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      (value) => assertEquals(written((w) => w.integer(value)), String(value)),
    ),
    { numRuns: 3000 },
  );
  for (let power = 0; power <= 53; power++) {
    for (
      const value of [
        2 ** power,
        2 ** power - 1,
        1 - 2 ** power,
        10 ** Math.min(power, 15),
      ]
    ) {
      assertEquals(written((w) => w.integer(value)), String(value));
    }
  }
  const decimals = fc.tuple(
    fc.integer({ min: -2e9, max: 2e9 }),
    fc.integer({ min: 0, max: 7 }),
  ).map(([n, d]) => n / 10 ** d);
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), decimals),
      (value) =>
        assertEquals(written((w) => w.double(value)), doubleText(value)),
    ),
    { numRuns: 10_000 },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: -3e15, max: 5e15 }),
      (timeUs) =>
        assertEquals(written((w) => w.time(timeUs)), formatTimestamp(timeUs)),
    ),
    { numRuns: 3000 },
  );
});
