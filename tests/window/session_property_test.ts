import { agrees, once } from "./agrees.ts";
import { sessionRevisions, sessionScene } from "./streams.ts";

Deno.test("sessions hold what an oracle says, in 2,500 made up streams", () => {
  agrees(sessionScene, once, 2_500);
});

Deno.test("sessions are revised as an oracle says, in 2,500 made up streams", () => {
  agrees(sessionScene, sessionRevisions, 2_500);
});
