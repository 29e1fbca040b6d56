import { assertEquals } from "@std/assert";
import { Tag } from "../../lib/core/mod.ts";
import { NdjsonKernel, NdjsonTwin } from "../../lib/kernel/mod.ts";
import { Chance, randomNumber } from "./random_json.ts";
import { scanRows } from "./scan_rows.ts";

const OPTIONS = {
  fields: [{ path: ["value"], as: "value" as const }],
  maxRowBytes: 1 << 24,
  zonelessIsUtc: true,
};
const encoder = new TextEncoder();

/** Reads each number as a row of its own, and compares with what the platform reads. */
function assertNumbers(texts: readonly string[]): void {
  const kernel = new NdjsonKernel(OPTIONS);
  const lines = encoder.encode(texts.join("\n"));
  const { rows } = scanRows(kernel, lines);
  assertEquals(rows.length, texts.length);
  for (const [index, { cells: [cell] }] of rows.entries()) {
    const text = texts[index]!;
    const [tag, content] = cell!;
    if (tag === Tag.BIG) assertEquals(content, text);
    else if (!Object.is(content, Number(text))) {
      assertEquals([text, content], [text, Number(text)]);
    }
  }
}

Deno.test("doubles are the nearest to what is written, for any bits", () => {
  const chance = new Chance(1);
  const bits = new DataView(new ArrayBuffer(8));
  const texts: string[] = [];
  while (texts.length < 40_000) {
    bits.setUint32(0, chance.below(2 ** 32));
    bits.setUint32(4, chance.below(2 ** 32));
    const value = bits.getFloat64(0);
    if (!Number.isFinite(value)) continue;
    const shortest = String(value);
    texts.push(/[.e]/.test(shortest) ? shortest : `${shortest}.0`);
    texts.push(value.toExponential(16));
    texts.push(value.toExponential(19));
  }
  assertNumbers(texts);
});

Deno.test("doubles half way between two go to the even one, and a digit more decides", () => {
  const chance = new Chance(2);
  const texts: string[] = [];
  for (let round = 0; round < 3_000; round++) {
    // Between 2^53 and 2^63 the half way of two doubles is a whole number.
    const shift = BigInt(1 + chance.below(10));
    const mantissa = (1n << 52n) + BigInt(chance.below(2 ** 52));
    const half = ((2n * mantissa + 1n) << shift) >> 1n;
    for (const near of [half - 1n, half, half + 1n]) texts.push(`${near}.0`);
    texts.push(`${half}.${"0".repeat(chance.below(30))}1`);
    texts.push(`${half}.${"0".repeat(chance.below(30))}e0`.replace(".e", "e"));
  }
  assertNumbers(texts);
});

Deno.test("doubles at the ends of their range are right", () => {
  const least = "4.9406564584124654417656879286822137236505980261e-324";
  assertNumbers([
    least,
    "2.4703282292062327208828439643411068618252990130716e-324",
    "2.4703282292062327208828439643411068618252990130717e-324",
    "2.2250738585072011e-308",
    "2.2250738585072014e-308",
    "2.2250738585072009e-308",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.7976931348623159e308",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880.0",
    "1e309",
    "1e-400",
    "-1e-400",
    `0.${"0".repeat(400)}1`,
    `1${"0".repeat(400)}.0`,
    `${"1".repeat(800)}e-500`,
    `0.${"0".repeat(5_000)}123e5000`,
    "0e999999999999",
    "1e-99999999999999999999",
    "1e99999999999999999999",
    "9007199254740993.0",
    "-0.0",
    "0.1e1",
    "1E+2",
    "123456789012345678",
    "9223372036854775807",
    "9223372036854775808",
  ]);
});

Deno.test("doubles with more digits than 64 bits hold are right", () => {
  const chance = new Chance(3);
  const texts = Array.from({ length: 20_000 }, () => {
    const digits = Array.from(
      { length: 20 + chance.below(30) },
      () => chance.below(10),
    ).join("").replace(/^0+/, "7");
    return `${digits[0]}.${digits.slice(1)}e${chance.below(640) - 330}`;
  });
  assertNumbers(texts);
});

Deno.test("numbers of any form are read alike by kernel, twin and platform", () => {
  const chance = new Chance(4);
  const texts = Array.from({ length: 30_000 }, () => randomNumber(chance));
  assertNumbers(texts);
  const lines = encoder.encode(texts.join("\n"));
  assertEquals(
    scanRows(new NdjsonKernel(OPTIONS), lines),
    scanRows(new NdjsonTwin(OPTIONS), lines),
  );
});
