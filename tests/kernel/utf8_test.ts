import { assertEquals } from "@std/assert";
import {
  NdjsonKernel,
  ndjsonRowFault,
  NdjsonTwin,
} from "../../lib/kernel/mod.ts";
import { scanRows } from "./scan_rows.ts";

const strict = new TextDecoder("utf-8", { fatal: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes at which the rules of UTF-8 turn. */
// deno-fmt-ignore
const EDGES = [
  0x61, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xec, 0xed,
  0xf0, 0xf4, 0xf5,
];

/** Every sequence of up to four bytes at which the rules turn, at varying places of a block of 16. */
function* sequences(): Iterable<Uint8Array> {
  for (const a of EDGES) {
    for (const b of EDGES) {
      for (const c of EDGES) {
        for (const d of EDGES) yield Uint8Array.of(a, b, c, d);
      }
    }
  }
}

for (const make of [NdjsonKernel, NdjsonTwin]) {
  Deno.test(`${make.name} takes the text that is UTF-8 and no other`, () => {
    const scanner = new make({
      fields: [],
      maxRowBytes: 1 << 24,
      zonelessIsUtc: true,
    });
    const expected: boolean[] = [];
    let lines: number[] = [];
    const check = () => {
      const { rows } = scanRows(scanner, Uint8Array.from(lines));
      assertEquals(rows.map((row) => !row.bad), expected);
      lines = [];
      expected.length = 0;
    };
    for (const sequence of sequences()) {
      const padding = expected.length % 17;
      lines.push(34, ...Array(padding).fill(97), ...sequence, 34, 10);
      expected.push(isUtf8(sequence));
      if (expected.length === 20_000) check();
    }
    check();
  });
}

Deno.test("ndjsonRowFault() points at the first byte that is no UTF-8", () => {
  const row = Uint8Array.of(34, 97, 0xc3, 0xa9, 0xe2, 0x82, 34);
  assertEquals(ndjsonRowFault(row, 0, row.length), {
    reason: "it is not valid UTF-8",
    at: 4,
  });
});
