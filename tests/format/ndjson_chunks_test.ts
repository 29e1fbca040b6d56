import { assertEquals } from "@std/assert";
import type { ProjectedField } from "../../lib/core/mod.ts";
import { Chance, mutated, randomLine } from "../kernel/random_json.ts";
import { decoded, field } from "./ndjson_rows.ts";

const encoder = new TextEncoder();
const FIELDS: readonly ProjectedField[] = [
  field("a"),
  { path: ["time"], as: "time" },
  { path: ["status"], as: "code" },
  { path: ["geo"], as: "text" },
  field("geo.lat"),
  field("value"),
];

function randomInput(chance: Chance): Uint8Array {
  const bytes: number[] = chance.happens(0.5) ? [0xef, 0xbb, 0xbf] : [];
  for (let line = 1 + chance.below(120); line > 0; line--) {
    const plain = encoder.encode(randomLine(chance));
    bytes.push(...chance.happens(0.3) ? mutated(plain, chance) : plain);
    bytes.push(...encoder.encode(chance.pick(["\n", "\n", "\r\n", "\n \n\n"])));
  }
  return Uint8Array.from(
    chance.happens(0.5) ? bytes : bytes.slice(0, -1 - chance.below(8)),
  );
}

Deno.test("ndjson gives the same rows however the input is cut", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const chance = new Chance(seed);
    const input = randomInput(chance);
    const maxRowBytes = chance.pick([1 << 24, 100, 30]);
    const whole = decoded(input, FIELDS, { maxRowBytes });
    const cuts: [string, () => number][] = [
      ["1 byte", () => 1],
      ["2 bytes", () => 2],
      ["7 bytes", () => 7],
      ["any", () => 1 + chance.below(60)],
      ["none or many", () => chance.happens(0.5) ? 0 : 500],
    ];
    for (const [name, pieces] of cuts) {
      assertEquals(
        decoded(input, FIELDS, { maxRowBytes, pieces }),
        whole,
        `seed ${seed}, cut at ${name}`,
      );
    }
  }
});
