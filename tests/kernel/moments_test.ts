import { assert, assertEquals } from "@std/assert";
import { Tag } from "../../lib/core/mod.ts";
import { NdjsonKernel, NdjsonTwin } from "../../lib/kernel/mod.ts";
import { epochToUs, parseTimestamp } from "../../lib/time/mod.ts";
import { Chance, randomNumber, randomStamp } from "./random_json.ts";
import { type Cell, scanRows } from "./scan_rows.ts";

const encoder = new TextEncoder();

function cellsOf(
  make: typeof NdjsonKernel | typeof NdjsonTwin,
  values: readonly string[],
  zonelessIsUtc = true,
): Cell[] {
  const scanner = new make({
    fields: [{ path: ["value"], as: "time" }],
    maxRowBytes: 1 << 24,
    zonelessIsUtc,
  });
  const { rows } = scanRows(scanner, encoder.encode(values.join("\n")));
  return rows.map((row) => row.cells[0]!);
}

for (const make of [NdjsonKernel, NdjsonTwin]) {
  Deno.test(`${make.name} reads stamps to whole microseconds, floored`, () => {
    const second = 1_767_607_200_000_000;
    const stamps: [string, number][] = [
      ["2026-01-05T10:00:00Z", second],
      ["2026-01-05 10:00:00Z", second],
      ["2026-01-05T10:00Z", second],
      ["2026-01-05T10:00:00", second],
      ["2026-01-05T10:00:00.5Z", second + 500_000],
      ["2026-01-05T10:00:00,25Z", second + 250_000],
      ["2026-01-05T10:00:00.123456789Z", second + 123_456],
      ["2026-01-05T12:30:00+02:30", second],
      ["2026-01-05T12:30:00+0230", second],
      ["2026-01-05T08:00:00-02", second],
      ["1969-12-31T23:59:59.9999999Z", -1],
      ["2024-02-29T00:00:00Z", 1_709_164_800_000_000],
      ["1970-01-01T00:00:00Z", 0],
    ];
    assertEquals(
      cellsOf(make, stamps.map(([text]) => `"${text}"`)),
      stamps.map(([, us]): Cell => [Tag.TIME, us]),
    );
  });

  Deno.test(`${make.name} leaves as text what is no stamp of its kind`, () => {
    const texts = [
      "2026-02-30T10:00:00Z",
      "2025-02-29T10:00:00Z",
      "1900-02-29T10:00:00Z",
      "2026-13-01T10:00:00Z",
      "2026-00-01T10:00:00Z",
      "2026-01-00T10:00:00Z",
      "2026-01-05T24:00:00Z",
      "2026-01-05T10:60:00Z",
      "2026-01-05T10:00:60Z",
      "2026-01-05",
      "2026-01-05T10:00:00.Z",
      "2026-01-05T10:00:00+1",
      "2026-01-05T10:00:00+24:00",
      "2026-01-05T10:00:00+02:60",
      "2026-01-05T10:00:00ZZ",
      "2026-01-05X10:00:00Z",
      "9999-01-05T10:00:00Z",
      "05/Jan/2026:10:00:00 +0000",
      "1767607200",
      "",
    ];
    assertEquals(
      cellsOf(make, texts.map((text) => `"${text}"`)),
      texts.map((text): Cell => [Tag.STRING, text]),
    );
  });

  Deno.test(`${make.name} leaves a stamp without a zone as text unless it is UTC`, () => {
    const texts = ['"2026-01-05T10:00:00"', '"2026-01-05T10:00:00Z"'];
    assertEquals(
      cellsOf(make, texts, false).map(([tag]) => tag),
      [Tag.STRING, Tag.TIME],
    );
  });

  Deno.test(`${make.name} reads counts since the epoch by magnitude`, () => {
    const numbers: [string, number][] = [
      ["0", 0],
      ["1", 1_000_000],
      ["-1.5", -1_500_000],
      ["-0.0000001", -1],
      ["1700000000.123456", 1_700_000_000_123_456],
      ["1700000000.1234569", 1_700_000_000_123_456],
      ["1.7e9", 1_700_000_000_000_000],
      ["99999999999", 99_999_999_999_000_000],
      ["100000000000", 100_000_000_000_000],
      ["1700000000123", 1_700_000_000_123_000],
      ["1700000000123456", 1_700_000_000_123_456],
      ["1700000000123456789", 1_700_000_000_123_456],
      ["-1700000000123456789", -1_700_000_000_123_457],
    ];
    const cells = cellsOf(make, numbers.map(([text]) => text));
    for (const [index, [text, us]] of numbers.entries()) {
      const exact = Math.abs(us) <= Number.MAX_SAFE_INTEGER;
      assertEquals(
        cells[index]!,
        exact ? [Tag.TIME, us] : [Tag.INTEGER, Number(text)],
      );
    }
  });
}

Deno.test("moments that the kernel reads are those of parseTimestamp and epochToUs", () => {
  const chance = new Chance(11);
  const stamps = Array.from({ length: 20_000 }, () => randomStamp(chance));
  const cells = cellsOf(NdjsonKernel, stamps.map((text) => `"${text}"`));
  let moments = 0;
  for (const [index, [tag, us]] of cells.entries()) {
    if (tag !== Tag.TIME) continue;
    moments++;
    assertEquals(us, parseTimestamp(stamps[index]!), stamps[index]);
  }
  assert(moments > 2_000, `${moments} moments`);
  const numbers = Array.from({ length: 20_000 }, () => randomNumber(chance));
  for (const [index, [tag, us]] of cellsOf(NdjsonKernel, numbers).entries()) {
    if (tag !== Tag.TIME) continue;
    const text = numbers[index]!;
    if (!/[eE]/.test(text)) assertEquals(us, epochToUs(text), text);
  }
});

Deno.test("moments are read alike by kernel and twin", () => {
  const chance = new Chance(12);
  const values = Array.from(
    { length: 20_000 },
    () =>
      chance.happens(0.5)
        ? JSON.stringify(randomStamp(chance))
        : randomNumber(chance),
  );
  assertEquals(
    cellsOf(NdjsonKernel, values),
    cellsOf(NdjsonTwin, values),
  );
});

Deno.test("stamps with any one byte changed are read alike by kernel and twin", () => {
  for (
    const stamp of [
      "2026-01-05T10:00:59Z",
      "2026-01-05T10:00:59.123Z",
      "2026-12-31 23:59:59,999999+05:30",
    ]
  ) {
    const texts: string[] = [];
    for (let at = 0; at < stamp.length; at++) {
      for (let byte = 32; byte < 127; byte++) {
        const text = stamp.slice(0, at) + String.fromCharCode(byte) +
          stamp.slice(at + 1);
        if (!/["\\]/.test(text)) texts.push(`"${text}"`);
      }
    }
    assertEquals(cellsOf(NdjsonKernel, texts), cellsOf(NdjsonTwin, texts));
  }
});
