import { assert, assertEquals, fail } from "@std/assert";
import fc from "fast-check";
import { lines } from "../../lib/format/mod.ts";
import { firstInvalidUtf8, isAscii } from "../../lib/format/utf8.ts";
import { corpusTest, decoding } from "./decoding.ts";

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

Deno.test("firstInvalidUtf8() agrees with the platform on every lead byte and the edges of what may follow", () => {
  const bytes = new Uint8Array(4);
  for (let first = 0; first < 256; first++) {
    // The edges of every range that a second byte can be held to, and what lies on either side.
    for (
      const second of [
        0,
        0x41,
        0x7f,
        0x80,
        0x8f,
        0x90,
        0x9f,
        0xa0,
        0xbf,
        0xc0,
        0xc2,
        0xff,
      ]
    ) {
      for (
        const [third, fourth] of [[0x80, 0x80], [0xbf, 0xbf], [0x41, 0x80], [
          0xc0,
          0x41,
        ]]
      ) {
        bytes.set([first, second, third!, fourth!]);
        for (const length of [1, 2, 3, 4]) {
          const sequence = bytes.subarray(0, length);
          const taken = firstInvalidUtf8(sequence, 0, length) === length;
          if (taken !== isUtf8(sequence)) fail(sequence.toHex());
        }
      }
    }
  }
});

Deno.test("firstInvalidUtf8() finds where valid text ends", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.constantFrom([0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98]),
      (text, broken) => {
        const good = new TextEncoder().encode(text.toWellFormed());
        const bytes = Uint8Array.from([...good, ...broken]);
        assertEquals(firstInvalidUtf8(bytes, 0, bytes.length), good.length);
        assertEquals(firstInvalidUtf8(bytes, 0, good.length), good.length);
      },
    ),
  );
});

Deno.test("isAscii() sees one high byte at any place of any stretch", () => {
  const bytes = new Uint8Array(300).fill(97);
  for (
    const [from, to] of [[0, 300], [1, 299], [3, 80], [7, 200], [2, 3], [5, 5]]
  ) {
    assert(isAscii(bytes, from!, to!));
    for (let at = 0; at < 300; at++) {
      bytes[at] = 0x80;
      assertEquals(isAscii(bytes, from!, to!), at < from! || at >= to!);
      bytes[at] = 97;
    }
  }
});

corpusTest(
  "every case of utf8tests is taken or refused as it says",
  "utf8tests",
  (root) => {
    const text = Deno.readTextFileSync(new URL("utf8tests.txt", root));
    let cases = 0;
    for (const line of text.split("\n")) {
      const match = /^([\d.]+):(valid|invalid)( hex)?:([^:]*)/.exec(line);
      if (match === null) continue;
      const [, name, kind, hex, body] = match;
      const value = hex === undefined
        ? new TextEncoder().encode(body)
        : Uint8Array.fromHex(body!.replaceAll(/\s/g, ""));
      const { rows, bad } = decoding(
        lines,
        Uint8Array.from([120, ...value, 120]),
      );
      assertEquals(
        [rows.length, bad.length],
        kind === "valid" ? [1, 0] : [0, 1],
        name,
      );
      if (kind === "valid") {
        assertEquals(
          rows[0]![0],
          `x${new TextDecoder("utf-8", { ignoreBOM: true }).decode(value)}x`,
          name,
        );
      }
      cases++;
    }
    assert(cases > 200, `${cases} cases`);
  },
);
