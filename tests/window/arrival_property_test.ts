import { agrees, once } from "./agrees.ts";
import { arrivalScene, countScene, updates } from "./streams.ts";

Deno.test("windows by arrival hold what an oracle says, in 1,000 made up streams", () => {
  agrees(arrivalScene, once, 1_000);
});

Deno.test("windows by arrival are updated as an oracle says, in 1,000 made up streams", () => {
  agrees(arrivalScene, updates, 1_000);
});

Deno.test("windows of counted rows that overlap hold what an oracle says, in 1,000 made up streams", () => {
  agrees(countScene, once, 1_000);
});
