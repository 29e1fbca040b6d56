import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { editText } from "../../lib/engine/edits.ts";

Deno.test("editText() replaces, takes out and puts in", () => {
  const edited = editText("abcdef", [
    { start: 4, end: 4, text: "<" },
    { start: 1, end: 3, text: "XYZ" },
    { start: 4, end: 5, text: "" },
    { start: 6, end: 6, text: "!" },
    { start: 6, end: 6, text: "?" },
  ]);
  assertEquals(edited.text, "aXYZd<f!?");
});

Deno.test("editText() leads bytes of the new text back to characters of the old", () => {
  const edited = editText("é + now() + ü", [
    { start: 0, end: 0, text: "DESCRIBE " },
    { start: 4, end: 9, text: "TIMESTAMP '1970'" },
  ]);
  const bytesTo = (text: string): number =>
    new TextEncoder().encode(edited.text.slice(0, edited.text.indexOf(text)))
      .length;
  assertEquals(edited.originalOffset(0), 0);
  assertEquals(edited.originalOffset(bytesTo("é")), 0);
  assertEquals(edited.originalOffset(bytesTo("+")), 2);
  assertEquals(edited.originalOffset(bytesTo("TIMESTAMP")), 4);
  assertEquals(edited.originalOffset(bytesTo("ü")), 12);
});

Deno.test("editText() leads every character that was kept back to itself", () => {
  fc.assert(fc.property(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
    fc.array(fc.tuple(fc.nat(20), fc.nat(3), fc.string({ maxLength: 4 })), {
      maxLength: 4,
    }),
    (given, cuts) => {
      const text = given.toWellFormed();
      let from = 0;
      const edits = cuts.map(([start, length]) => [start, length] as const)
        .sort(([a], [b]) => a - b)
        .flatMap(([start, length]) => {
          const end = Math.min(text.length, start + length);
          if (start < from || start > text.length) return [];
          from = end;
          return [{ start, end, text: "=".repeat(length) }];
        });
      const edited = editText(text, edits);
      let at = 0;
      for (let offset = 0; offset < text.length; offset++) {
        const edit = edits.find(({ start, end }) =>
          offset >= start && offset < end
        );
        for (const each of edits) {
          if (each.start === offset) at += each.text.length;
        }
        if (edit !== undefined) continue;
        const bytes =
          new TextEncoder().encode(edited.text.slice(0, at).toWellFormed())
            .length;
        if (text.charCodeAt(offset) < 0x80) {
          assertEquals(edited.originalOffset(bytes), offset);
        }
        at++;
      }
    },
  ));
});

Deno.test("editText() refuses edits that overlap", () => {
  assertThrows(
    () =>
      editText("abc", [{ start: 0, end: 2, text: "" }, {
        start: 1,
        end: 3,
        text: "",
      }]),
    RangeError,
  );
});
