import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Random } from "./generate/random.ts";

Deno.test("Random gives the same numbers for the same seed", () => {
  const first = new Random(1);
  const second = new Random(1);
  for (let i = 0; i < 100; i++) assertEquals(first.next(), second.next());
});

Deno.test("Random gives other numbers for the next seed", () => {
  assertNotEquals(new Random(1).next(), new Random(2).next());
});

Deno.test("Random.below() reaches every number below the limit and no other", () => {
  const random = new Random(3);
  const met = new Set<number>();
  for (let i = 0; i < 1000; i++) met.add(random.below(7));
  assertEquals([...met].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

Deno.test("Random.lowBelow() draws half of its numbers from the first quarter", () => {
  const random = new Random(3);
  let low = 0;
  for (let i = 0; i < 10_000; i++) if (random.lowBelow(100) < 25) low++;
  assert(low > 4800 && low < 5200, `${low}`);
});
