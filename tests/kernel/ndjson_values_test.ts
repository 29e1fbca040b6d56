import { assertEquals } from "@std/assert";
import { Tag } from "../../lib/core/mod.ts";
import type { ScannerField } from "../../lib/kernel/mod.ts";
import type { Cell } from "./scan_rows.ts";
import { cells, scan, SCANNERS, value } from "./scanners.ts";

for (const [name, make] of SCANNERS) {
  Deno.test(`${name} tags each value by its own bytes`, () => {
    const claims: [string, Cell][] = [
      ["null", [Tag.NULL, null]],
      ["true", [Tag.TRUE, null]],
      ["false", [Tag.FALSE, null]],
      ["0", [Tag.INTEGER, 0]],
      ["-7", [Tag.INTEGER, -7]],
      ["-0", [Tag.DOUBLE, -0]],
      ["1.0", [Tag.DOUBLE, 1]],
      ["1e5", [Tag.DOUBLE, 100_000]],
      ["0.1", [Tag.DOUBLE, 0.1]],
      ["-12.50", [Tag.DOUBLE, -12.5]],
      ["123456789012345", [Tag.INTEGER, 123_456_789_012_345]],
      ["1234567890123456", [Tag.INTEGER, 1_234_567_890_123_456]],
      ["9007199254740992", [Tag.INTEGER, 2 ** 53]],
      ["-9007199254740992", [Tag.INTEGER, -(2 ** 53)]],
      ["9007199254740993", [Tag.BIG, "9007199254740993"]],
      ["-12345678901234567890", [Tag.BIG, "-12345678901234567890"]],
      ["1e400", [Tag.DOUBLE, Infinity]],
      ['"text"', [Tag.STRING, "text"]],
      ['""', [Tag.STRING, ""]],
      ['"a\\nb"', [Tag.ESCAPED, "a\\nb"]],
      ["{}", [Tag.NESTED, "{}"]],
      ['[1, {"a": 2}]', [Tag.NESTED, '[1, {"a": 2}]']],
    ];
    const lines = claims.map(([text]) => `{"v":${text}}`).join("\n");
    assertEquals(
      cells(scan(make, [value("v")], lines)),
      claims.map(([, cell]) => [cell]),
    );
  });

  Deno.test(`${name} keeps a value's own text in a column of spans`, () => {
    const texts = ["null", "true", "12", "-0", "1.50", "1E2", '"x"', "[ 1 ]"];
    const lines = texts.map((text) => `{"v":${text}}`).join("\n");
    const scanned = scan(make, [{ path: ["v"], as: "text" }], lines);
    assertEquals(
      cells(scanned).map((row) => row![0]![1]),
      [null, "true", "12", "-0", "1.50", "1E2", "x", "[ 1 ]"],
    );
  });

  Deno.test(`${name} tells a field that is not there from null`, () => {
    assertEquals(
      cells(scan(make, [value("a")], '{"b":1}\n{"a":null}\n{}')),
      [[[Tag.MISSING, null]], [[Tag.NULL, null]], [[Tag.MISSING, null]]],
    );
  });

  Deno.test(`${name} projects an object and its members together`, () => {
    const fields = [value("geo"), value("geo", "lat"), value("geo", "lat")];
    assertEquals(
      cells(scan(make, fields, '{"geo":{"lat":1.5}}\n{"geo":7}')),
      [
        [
          [Tag.NESTED, '{"lat":1.5}'],
          [Tag.DOUBLE, 1.5],
          [Tag.DOUBLE, 1.5],
        ],
        [[Tag.INTEGER, 7], [Tag.MISSING, null], [Tag.MISSING, null]],
      ],
    );
  });

  Deno.test(`${name} reads one field in several ways`, () => {
    const fields: ScannerField[] = [
      { path: ["t"], as: "value" },
      { path: ["t"], as: "text" },
      { path: ["t"], as: "time" },
      { path: ["t"], as: "code" },
    ];
    assertEquals(
      cells(scan(make, fields, '{"t":"1970-01-01T00:00:01Z"}\n{"t":2}')),
      [
        [
          [Tag.STRING, "1970-01-01T00:00:01Z"],
          [Tag.STRING, "1970-01-01T00:00:01Z"],
          [Tag.TIME, 1_000_000],
          [Tag.CODE, "1970-01-01T00:00:01Z"],
        ],
        [
          [Tag.INTEGER, 2],
          [Tag.INTEGER, "2"],
          [Tag.TIME, 2_000_000],
          [Tag.INTEGER, 2],
        ],
      ],
    );
  });

  Deno.test(`${name} counts elements of lists from 1`, () => {
    const fields = [
      value("tags", 1),
      value("tags", 3),
      value("tags", 2, "n"),
      value("tags"),
    ];
    assertEquals(
      cells(scan(
        make,
        fields,
        '{"tags":["a",{"n":5},"c"]}\n{"tags":[]}\n{"tags":{"1":"no"}}',
      )),
      [
        [
          [Tag.STRING, "a"],
          [Tag.STRING, "c"],
          [Tag.INTEGER, 5],
          [Tag.NESTED, '["a",{"n":5},"c"]'],
        ],
        [
          [Tag.MISSING, null],
          [Tag.MISSING, null],
          [Tag.MISSING, null],
          [Tag.NESTED, "[]"],
        ],
        [
          [Tag.MISSING, null],
          [Tag.MISSING, null],
          [Tag.MISSING, null],
          [Tag.NESTED, '{"1":"no"}'],
        ],
      ],
    );
  });

  Deno.test(`${name} lets the last of duplicate keys win, with all that is below it`, () => {
    const fields = [value("a"), value("g"), value("g", "x"), value("g", "y")];
    assertEquals(
      cells(scan(
        make,
        fields,
        '{"a":1,"a":"b"}\n{"g":{"x":1,"y":2},"g":{"x":3}}\n{"g":{"x":1},"g":null}',
      )),
      [
        [
          [Tag.STRING, "b"],
          [Tag.MISSING, null],
          [Tag.MISSING, null],
          [Tag.MISSING, null],
        ],
        [
          [Tag.MISSING, null],
          [Tag.NESTED, '{"x":3}'],
          [Tag.INTEGER, 3],
          [Tag.MISSING, null],
        ],
        [
          [Tag.MISSING, null],
          [Tag.NULL, null],
          [Tag.MISSING, null],
          [Tag.MISSING, null],
        ],
      ],
    );
  });

  Deno.test(`${name} makes a row of any JSON value, with the field "value"`, () => {
    const fields = [value("value"), value("value", 2)];
    assertEquals(
      cells(scan(make, fields, '12\n"x"\n[1, 2]\n{"value":true}\nnull')),
      [
        [[Tag.INTEGER, 12], [Tag.MISSING, null]],
        [[Tag.STRING, "x"], [Tag.MISSING, null]],
        [[Tag.NESTED, "[1, 2]"], [Tag.INTEGER, 2]],
        [[Tag.TRUE, null], [Tag.MISSING, null]],
        [[Tag.NULL, null], [Tag.MISSING, null]],
      ],
    );
  });
}
