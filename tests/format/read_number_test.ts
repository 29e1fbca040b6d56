import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Tag } from "../../lib/core/mod.ts";
import { numberRead, readNumber } from "../../lib/format/read_number.ts";

const encoder = new TextEncoder();
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The tag of a text, and the number where there is one. */
function read(text: string): [tag: number, value: number | null] {
  const bytes = encoder.encode(`..${text}..`);
  const tag = readNumber(bytes, 2, bytes.length - 4);
  return [tag, tag === Tag.INTEGER || tag === Tag.DOUBLE ? numberRead : null];
}

/** The same by way of a pattern and BigInt. */
function expected(text: string): [tag: number, value: number | null] {
  if (!JSON_NUMBER.test(text)) return [Tag.STRING, null];
  if (!/^-?\d+$/.test(text)) return [Tag.DOUBLE, Number(text)];
  const whole = BigInt(text);
  const exact = whole <= 2n ** 53n && whole >= -(2n ** 53n);
  return exact ? [Tag.INTEGER, Number(whole)] : [Tag.BIG, null];
}

Deno.test("readNumber() reads what JSON takes for a number, and rounds as the platform does", () => {
  const digits = (most: number) =>
    fc.string({
      unit: fc.constantFrom(..."0123456789"),
      minLength: 1,
      maxLength: most,
    });
  const number = fc.tuple(
    fc.constantFrom("", "-", "+"),
    fc.oneof(
      digits(3),
      digits(25),
      fc.constantFrom("0", "9007199254740992", "9007199254740993"),
    ),
    fc.oneof(
      fc.constant(""),
      digits(4).map((d) => `.${d}`),
      digits(20).map((d) => `.${d}`),
      fc.constant("."),
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant("") },
      fc.tuple(fc.constantFrom("e", "E", "e-", "E+"), digits(3)).map((p) =>
        p.join("")
      ),
      fc.constant("e"),
    ),
  ).map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      number,
      (text) => assertEquals(read(text), expected(text), text),
    ),
    { numRuns: 20_000 },
  );
});

Deno.test("readNumber() takes nothing else", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(..."0123456789-+.eE x"),
        maxLength: 9,
      }),
      (text) => assertEquals(read(text), expected(text), text),
    ),
    { numRuns: 20_000 },
  );
});

Deno.test("readNumber() reads any double back from its shortest digits", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (value) => {
        const [, number] = read(value.toExponential());
        assertEquals(number, value);
      },
    ),
    { numRuns: 20_000 },
  );
});
