/**
 * Writes `docs/reference.md` anew from the option table: `deno task docs`.
 *
 * @module
 */
import { referenceText } from "./help/mod.ts";

if (import.meta.main) {
  await Deno.writeTextFile(
    new URL("../docs/reference.md", import.meta.url),
    referenceText(),
  );
}
