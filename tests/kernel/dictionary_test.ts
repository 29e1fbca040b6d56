import { assertEquals } from "@std/assert";
import { Tag } from "../../lib/core/mod.ts";
import {
  DICTIONARY_BYTES,
  DICTIONARY_TEXTS,
  NdjsonKernel,
  NdjsonTwin,
} from "../../lib/kernel/mod.ts";
import { scanRows } from "./scan_rows.ts";

const OPTIONS = {
  fields: [{ path: ["h"], as: "code" as const }],
  maxRowBytes: 1 << 24,
  zonelessIsUtc: true,
};
const encoder = new TextEncoder();

for (const make of [NdjsonKernel, NdjsonTwin]) {
  const tagsOf = (texts: readonly string[]): number[] => {
    const lines = texts.map((text) => `{"h":"${text}"}\n`).join("");
    const scanned = scanRows(new make(OPTIONS), encoder.encode(lines));
    assertEquals(scanned.rows.map((row) => row.cells[0]![1]), [...texts]);
    return scanned.rows.map((row) => row.cells[0]![0]);
  };

  Deno.test(`${make.name} leaves texts as they are once a dictionary has ${DICTIONARY_TEXTS}`, () => {
    const texts = Array.from(
      { length: DICTIONARY_TEXTS + 2 },
      (_, index) => `h${index}`,
    );
    const tags = tagsOf([...texts, "h0", texts.at(-1)!]);
    assertEquals(tags.indexOf(Tag.STRING), DICTIONARY_TEXTS);
    assertEquals(tags.slice(-3), [Tag.STRING, Tag.CODE, Tag.STRING]);
  });

  Deno.test(`${make.name} leaves texts as they are that have no room in a dictionary`, () => {
    const half = "x".repeat(DICTIONARY_BYTES / 2);
    const tags = tagsOf([half, `${half}y`, half.slice(1), "z", "", half]);
    assertEquals(tags, [
      Tag.CODE,
      Tag.STRING,
      Tag.CODE,
      Tag.CODE,
      Tag.CODE,
      Tag.CODE,
    ]);
  });

  Deno.test(`${make.name} numbers the texts of good rows alone`, () => {
    const scanner = new make(OPTIONS);
    scanRows(
      scanner,
      encoder.encode('{"h":"a"}\n{"h":"bad",}\n{"h":"b","h":"c"}\n{"h":"a"}\n'),
    );
    const { dictionary, numbers } = scanner.columns[0]!;
    assertEquals(
      Array.from(
        { length: dictionary!.size },
        (_, code) => dictionary!.text(code),
      ),
      ["a", "b", "c"],
    );
    assertEquals([numbers[0], numbers[2], numbers[3]], [0, 2, 0]);
  });

  Deno.test(`${make.name} gives a text one code however it is written`, () => {
    const scanner = new make(OPTIONS);
    const rows = ["/a", "\\/a", "\\u002fa", "\\ud800", "\ufffd", "\\udfff"]
      .map((text) => `{"h":"${text}"}\n`);
    scanRows(scanner, encoder.encode(rows.join("")));
    const { dictionary, numbers } = scanner.columns[0]!;
    assertEquals([...numbers.subarray(0, 6)], [0, 0, 0, 1, 1, 1]);
    assertEquals(dictionary!.text(1), "\ufffd");
  });

  Deno.test(`${make.name} tells texts apart that share their beginning or their end`, () => {
    const texts = Array.from(
      { length: 4_000 },
      (_, index) =>
        `${index % 2 ? "the same beginning" : ""}${index >> 1}.`.padEnd(
          24,
          "x",
        ),
    );
    assertEquals(new Set(tagsOf([...texts, ...texts])), new Set([Tag.CODE]));
  });
}
