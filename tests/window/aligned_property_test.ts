import { agrees, once } from "./agrees.ts";
import { calendarScene, fixedScene, revisions } from "./streams.ts";

Deno.test("aligned windows of fixed sizes hold what an oracle says, in 2,500 made up streams", () => {
  agrees(fixedScene, once, 2_500);
});

Deno.test("calendar windows hold what an oracle says, in 1,000 made up streams", () => {
  agrees(calendarScene, once, 1_000);
});

Deno.test("aligned windows are revised and filled as an oracle says, in 2,500 made up streams", () => {
  agrees(fixedScene, revisions, 2_500);
});

Deno.test("calendar windows are revised and filled as an oracle says, in 500 made up streams", () => {
  agrees(calendarScene, revisions, 500);
});
