import { assertEquals } from "@std/assert";
import { Tag, unescapeJson } from "../../lib/core/mod.ts";
import {
  NdjsonKernel,
  NdjsonTwin,
  type ScannerField,
} from "../../lib/kernel/mod.ts";
import { cellFor, follow, parseLine } from "./json_oracle.ts";
import { Chance, mutated, NAMES, randomLine } from "./random_json.ts";
import { type Cell, scanRows } from "./scan_rows.ts";

const encoder = new TextEncoder();
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Lines of a few shapes and many odd ones, some broken on purpose. */
function randomLines(chance: Chance, broken: number): Uint8Array {
  const shapes = Array.from(
    { length: 1 + chance.below(4) },
    () => randomLine(chance),
  );
  const bytes: number[] = [];
  for (let line = 0; line < 60; line++) {
    const text = chance.happens(0.5) ? chance.pick(shapes) : randomLine(chance);
    const plain = encoder.encode(text);
    bytes.push(...chance.happens(broken) ? mutated(plain, chance) : plain);
    const end = chance.happens(0.9)
      ? "\n"
      : chance.pick(["\r\n", "\n\n", " \n \n"]);
    bytes.push(...encoder.encode(end));
  }
  return Uint8Array.from(bytes);
}

function randomPath(chance: Chance): (string | number)[] {
  const path: (string | number)[] = [chance.pick(NAMES)];
  while (chance.happens(0.35)) {
    path.push(chance.happens(0.6) ? chance.pick(NAMES) : 1 + chance.below(3));
  }
  return path;
}

Deno.test("NdjsonKernel gives what NdjsonTwin gives, on lines of which many are broken", () => {
  for (let seed = 1; seed <= 150; seed++) {
    const chance = new Chance(seed);
    const fields = Array.from(
      { length: chance.below(8) },
      (): ScannerField => ({
        path: randomPath(chance),
        as: chance.pick(["value", "text", "time", "code"]),
      }),
    );
    const options = {
      fields,
      maxRowBytes: chance.happens(0.2) ? 60 : 1 << 24,
      zonelessIsUtc: chance.happens(0.5),
    };
    const kernel = new NdjsonKernel(options);
    const twin = new NdjsonTwin(options);
    for (let round = 0; round < 4; round++) {
      const lines = randomLines(chance, 0.4);
      assertEquals(
        scanRows(kernel, lines),
        scanRows(twin, lines),
        `seed ${seed}, fields ${JSON.stringify(fields)}`,
      );
    }
  }
});

Deno.test("NdjsonKernel gives what NdjsonTwin gives, on bytes of chance", () => {
  const chance = new Chance(99);
  const options = {
    fields: [{ path: ["a"], as: "value" as const }],
    maxRowBytes: 1 << 24,
    zonelessIsUtc: true,
  };
  const kernel = new NdjsonKernel(options);
  const twin = new NdjsonTwin(options);
  const alphabet = encoder.encode(
    '{}[]:,"\\ \n\n\r\t0123456789-+.eEtrufalsn\x01\xffa',
  );
  for (let round = 0; round < 100; round++) {
    const bytes = Uint8Array.from(
      { length: 2_000 },
      () =>
        chance.happens(0.95)
          ? alphabet[chance.below(alphabet.length)]!
          : chance.below(256),
    );
    assertEquals(scanRows(kernel, bytes), scanRows(twin, bytes));
  }
});

for (const make of [NdjsonKernel, NdjsonTwin]) {
  Deno.test(`${make.name} accepts and reads what JSON.parse does`, () => {
    let good = 0;
    let bad = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const chance = new Chance(seed * 7919);
      const fields = Array.from({ length: 6 }, (): ScannerField => ({
        path: randomPath(chance),
        as: "value",
      }));
      const scanner = new make({
        fields,
        maxRowBytes: 1 << 24,
        zonelessIsUtc: true,
      });
      const { rows } = scanRows(scanner, randomLines(chance, 0.5));
      for (const row of rows) {
        const line = latin1(row.line);
        const parsed = parseLine(line);
        assertEquals(row.bad, parsed === undefined, row.line);
        if (parsed === undefined) {
          bad++;
          assertEquals(row.cells, fields.map(() => [Tag.MISSING, null]));
          continue;
        }
        good++;
        assertEquals(
          row.cells.map(comparable),
          fields.map(({ path }) => cellFor(follow(parsed, path))),
          row.line,
        );
      }
    }
    // The test would say little if nearly all lines were of one kind.
    assertEquals([good > 1_000, bad > 500], [true, true], `${good}, ${bad}`);
  });
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (unit) => unit.charCodeAt(0));
}

/** Texts unescaped, nested values by tag alone, as {@linkcode cellFor} has them. */
function comparable([tag, content]: Cell): Cell {
  if (tag === Tag.NESTED) return [tag, null];
  if (tag !== Tag.STRING && tag !== Tag.ESCAPED) return [tag, content];
  const text = utf8.decode(latin1(content as string));
  return [Tag.STRING, tag === Tag.ESCAPED ? unescapeJson(text) : text];
}

Deno.test("NdjsonKernel gives what NdjsonTwin gives once it can learn no more shapes", () => {
  const chance = new Chance(5);
  const options = {
    fields: [
      { path: ["k7"], as: "code" as const },
      { path: ["k8", "k9"], as: "value" as const },
      { path: ["k1", 2], as: "text" as const },
    ],
    maxRowBytes: 1 << 24,
    zonelessIsUtc: true,
  };
  const kernel = new NdjsonKernel(options);
  const twin = new NdjsonTwin(options);
  // Few names at first, then more than there is room for, then few again.
  for (const names of [5, 400, 4_000, 4_000, 20, 4_000]) {
    const key = () => `"k${chance.below(names)}"`;
    const lines = Array.from({ length: 600 }, () => {
      const inner = `{${key()}:1,${key()}:[{${key()}:"x"}, 2]}`;
      const line = encoder.encode(`{${key()}:${inner},${key()}:${inner}}`);
      return [...chance.happens(0.2) ? mutated(line, chance) : line, 10];
    }).flat();
    const bytes = Uint8Array.from(lines);
    assertEquals(scanRows(kernel, bytes), scanRows(twin, bytes));
  }
});
