import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { TextCodes } from "../../lib/format/text_codes.ts";

const encoder = new TextEncoder();

/** The code of a text that stands among other bytes. */
function codeOf(
  codes: TextCodes,
  text: string,
  before = "",
): number | undefined {
  const bytes = encoder.encode(`${before}${text}????`);
  return codes.codeOf(bytes, before.length, bytes.length - before.length - 4);
}

Deno.test("TextCodes gives a text the same code wherever it stands, and another text another", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.string({ unit: fc.constantFrom("a", "b", "\0"), maxLength: 9 }),
          fc.string({ unit: fc.constant("x"), maxLength: 5 }),
        ),
      ),
      (texts) => {
        const codes = new TextCodes();
        const known = new Map<string, number>();
        for (const [text, before] of texts) {
          const code = codeOf(codes, text, before)!;
          assertEquals(code, known.get(text) ?? known.size);
          known.set(text, code);
          assertEquals(codes.text(code), text);
        }
        assertEquals(codes.size, known.size);
      },
    ),
    { numRuns: 1000 },
  );
});

Deno.test("TextCodes stops at 4,096 texts, and knows those still", () => {
  const codes = new TextCodes();
  for (let at = 0; at < 4096; at++) {
    assertEquals(codeOf(codes, `text ${at}`), at);
  }
  assertEquals(codeOf(codes, "one more"), undefined);
  assertEquals(codeOf(codes, "text 17"), 17);
  assertEquals(codes.text(4095), "text 4095");
});

Deno.test("TextCodes leaves long texts alone", () => {
  const codes = new TextCodes();
  assertEquals(codeOf(codes, "x".repeat(256)), 0);
  assertEquals(codeOf(codes, "x".repeat(257)), undefined);
  assertEquals(codes.text(0), "x".repeat(256));
});
