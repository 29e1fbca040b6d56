import { assertEquals } from "@std/assert";
import { Tag } from "../../lib/core/mod.ts";
import { MAX_NAMES, type ScannerField } from "../../lib/kernel/mod.ts";
import { type Cell, scanRows } from "./scan_rows.ts";
import { cells, PLAIN, scan, SCANNERS, value } from "./scanners.ts";

const encoder = new TextEncoder();

for (const [name, make] of SCANNERS) {
  Deno.test(`${name} matches names by what they mean, whatever they are`, () => {
    const names = ["__proto__", "", 'q"uote', "é", "日本", "a.b", "x\ty"];
    const row = names.map((key, index) => `${JSON.stringify(key)}:${index}`);
    const escaped = names.map((key, index) => {
      const units = key.split("").map((unit) =>
        `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
      );
      return `"${units.join("")}":${index}`;
    });
    const expected = names.map((_, index): Cell => [Tag.INTEGER, index]);
    assertEquals(
      cells(scan(
        make,
        names.map((key) => value(key)),
        `{${row}}\n{${escaped}}\n{${row}}\n{${escaped}}`,
      )),
      [expected, expected, expected, expected],
    );
  });

  Deno.test(`${name} names the top-level fields of good rows in order`, () => {
    const { met } = scan(
      make,
      [value("z"), value("never")],
      '{"b":1,"a":{"deep":1}}\n{"bad":1,"a"\n{"a":1,"c":2,"\\u0062":3}\n{"z":1}\n5\n{"b":"\u00e9"}',
    );
    assertEquals(met, {
      names: ["b", "a", "c", "z", "value"],
      overflow: false,
    });
  });

  Deno.test(`${name} forgets the names of a row whose text is no UTF-8`, () => {
    const scanner = make({ ...PLAIN, fields: [value("new")] });
    const bytes = encoder.encode('{"old":1}\n{"new":"?"}\n{"new":"x"}\n');
    bytes[bytes.indexOf(63)] = 0xff;
    const scanned = scanRows(scanner, bytes);
    assertEquals(scanned.met.names, ["old", "new"]);
    assertEquals(scanned.rows.map((row) => row.bad), [false, true, false]);
  });

  Deno.test(`${name} says when there are more than ${MAX_NAMES} names, and goes on`, () => {
    const rows = Array.from(
      { length: MAX_NAMES + 1 },
      (_, index) => `{"n${index}":${index}}`,
    );
    const last = value(`n${MAX_NAMES}`);
    const enough = scan(make, [last], rows.slice(0, MAX_NAMES).join("\n"));
    assertEquals(enough.met.overflow, false);
    assertEquals(enough.met.names.length, MAX_NAMES);
    const toomany = scan(make, [last], rows.join("\n"));
    assertEquals(toomany.met.overflow, true);
    assertEquals(toomany.met.names.length, MAX_NAMES);
    assertEquals(toomany.rows.at(-1)!.cells, [[Tag.INTEGER, MAX_NAMES]]);
  });

  Deno.test(`${name} decodes rows of more shapes than it can learn`, () => {
    const rows = Array.from(
      { length: 6_000 },
      (_, index) => `{"k${index % 3_000}":{"x":1},"id":${index}}`,
    );
    const scanned = scan(make, [value("id")], rows.join("\n"));
    assertEquals(
      scanned.rows.map((row) => row.cells[0]![1]),
      rows.map((_, index) => index),
    );
  });

  Deno.test(`${name} keeps places apart where it has no room to learn names`, () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `{"n${index}":0}`);
    const scanned = scan(
      make,
      [value("a"), value("z", "a")],
      [
        '{"z":{"q":0,"a":1},"q":0,"a":2}',
        ...many,
        '{"z":{"u":0,"a":3},"v":0,"a":4}',
        '{"u":{"a":5,"v":{"a":6}},"v":{"a":7},"a":8}',
      ].join("\n"),
    );
    assertEquals(
      scanned.rows.slice(-2).map((row) => row.cells),
      [
        [[Tag.INTEGER, 4], [Tag.INTEGER, 3]],
        [[Tag.INTEGER, 8], [Tag.MISSING, null]],
      ],
    );
  });

  Deno.test(`${name} takes nothing for known that a bad row has taught`, () => {
    const { rows } = scan(
      make,
      [value("y")],
      [
        '{"s":1,"o":2}',
        '{"s":1,"c":1,"d":1,"o":2,"y":',
        '{"t":{"b":1,"y":2}}',
        '{"s":1,"o":2,"y":7}',
      ].join("\n"),
    );
    assertEquals(rows.at(-1)!.cells, [[Tag.INTEGER, 7]]);
  });

  Deno.test(`${name} keeps codes and names when its fields change`, () => {
    const code: ScannerField = { path: ["h"], as: "code" };
    const scanner = make({ ...PLAIN, fields: [code] });
    scanRows(scanner, encoder.encode('{"h":"one"}\n{"h":"two"}\n'));
    const { dictionary } = scanner.columns[0]!;
    scanner.renew({
      fields: [value("x"), code],
      inputBytes: 1 << 21,
      keepFrom: scanner.inputStart,
      keepTo: scanner.inputStart + 12,
    });
    assertEquals(scanner.inputEnd - scanner.inputStart, 1 << 21);
    assertEquals(
      scanner.bytes.subarray(scanner.inputStart, scanner.inputStart + 11),
      encoder.encode('{"h":"one"}'),
    );
    const scanned = scanRows(
      scanner,
      encoder.encode('{"h":"three","x":1}\n{"h":"one"}'),
    );
    assertEquals(scanned.rows[0]!.cells[1], [Tag.CODE, "three"]);
    assertEquals(
      [...scanner.columns[1]!.numbers.subarray(0, 2)],
      [2, 0],
    );
    assertEquals(dictionary!.text(1), "two");
    assertEquals(scanned.met.names, ["h", "x"]);
  });
}
