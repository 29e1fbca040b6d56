import { assertEquals } from "@std/assert";
import { Tag } from "../../lib/core/mod.ts";
import { MAX_DEPTH } from "../../lib/kernel/mod.ts";
import { cells, scan, SCANNERS, value } from "./scanners.ts";

for (const [name, make] of SCANNERS) {
  Deno.test(`${name} skips lines of white space and takes any around values`, () => {
    const scanned = scan(
      make,
      [value("a")],
      '\n \t\r\n {"a" : 1 } \r\n\r\n{ "a":2}\n{"a":\t3\t}\n',
    );
    assertEquals(scanned.blankLines, 3);
    assertEquals(cells(scanned), [
      [[Tag.INTEGER, 1]],
      [[Tag.INTEGER, 2]],
      [[Tag.INTEGER, 3]],
    ]);
    assertEquals(scanned.rows[0]!.line, ' {"a" : 1 } \r');
  });

  Deno.test(`${name} refuses what is no JSON and goes on after it`, () => {
    const bad = [
      "{",
      '{"a"',
      '{"a":',
      '{"a":1',
      '{"a":1,}',
      '{"a":1 "b":2}',
      "{a:1}",
      "{'a':1}",
      '{"a":01}',
      '{"a":1.}',
      '{"a":.5}',
      '{"a":-}',
      '{"a":+1}',
      '{"a":1e}',
      '{"a":1e+}',
      '{"a":12x}',
      '{"a":tru}',
      '{"a":True}',
      '{"a":nullx}',
      '{"a":"x}',
      '{"a":"\\x"}',
      '{"a":"\\u12G4"}',
      '{"a":"\t"}',
      '{"a":[1,]}',
      '{"a":[1 2]}',
      '{"a":[}',
      '{"a":1}}',
      '{"a":1}{"a":2}',
      '{"a":1,,"b":2}',
      '{"a":1]',
      '[{"a":1]',
      "[1,2",
      "]",
      "NaN",
      "\u00a0",
      "\ufeff1",
      "'x'",
    ];
    for (const line of bad) {
      const scanned = scan(
        make,
        [value("a")],
        `{"a":1}\n${line}\n{"a":2}`,
      );
      assertEquals(
        cells(scanned),
        [[[Tag.INTEGER, 1]], null, [[Tag.INTEGER, 2]]],
        line,
      );
    }
  });

  Deno.test(`${name} does not take what it has learned for JSON in another place`, () => {
    const good = '{"a":1,"g":{"x":1},"l":[{"y":1}]}\n';
    for (
      const line of [
        '{"a":1{"x":1}}',
        '{"a":1,"g":1{"x":1}}',
        '{"a":1,"g":{"x":1}{"y":1}}',
        '{"a":1,"g":{"x":1,"l":[{"y":1}]}',
        '{"a":1,"g":{,"x":1}}',
        ',"g":{"x":1}}',
        '{"a":1,"g":[{"x":1}}',
        '{"a":1,"g":{"x":1},"l":[,"g":1]}',
      ]
    ) {
      const scanned = scan(make, [value("a")], good + good + line);
      assertEquals(
        scanned.rows.map((row) => row.bad),
        [false, false, true],
        line,
      );
    }
  });

  Deno.test(`${name} takes ${MAX_DEPTH} levels and no more`, () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    const objects = (depth: number) =>
      '{"a":'.repeat(depth) + "1" + "}".repeat(depth);
    const scanned = scan(
      make,
      [],
      [
        nested(MAX_DEPTH),
        nested(MAX_DEPTH + 1),
        objects(MAX_DEPTH),
        objects(MAX_DEPTH + 1),
        "[".repeat(100_000),
        "1",
      ].join("\n"),
    );
    assertEquals(
      scanned.rows.map((row) => row.bad),
      [false, true, false, true, true, false],
    );
  });

  Deno.test(`${name} calls a row bad that is longer than the bound, and cuts it`, () => {
    const scanned = scan(
      make,
      [value("a")],
      '{"a":1}\n{"a":12}\n{"a":123}\n   \n         \n{"a"',
      { maxRowBytes: 8 },
    );
    assertEquals(
      scanned.rows.map((row) => [row.line, row.bad]),
      [
        ['{"a":1}', false],
        ['{"a":12}', false],
        ['{"a":123', true],
        ["        ", true],
        ['{"a"', true],
      ],
    );
    assertEquals(scanned.blankLines, 1);
  });
}
