import { assertEquals, assertThrows } from "@std/assert";
import { Fault } from "../../lib/core/mod.ts";
import { PATTERN_FUNCTIONS } from "../../lib/sql/functions/patterns.ts";

Deno.test("a pattern without bound in a text that is too long ends the run with how to mend it", () => {
  const pattern = "(?:ab|c){1,900}d";
  const text = "x".repeat(3_000_000);
  for (const { name, signatures: [signature] } of PATTERN_FUNCTIONS) {
    const args = [text, pattern, ...(name === "regexp_replace" ? [""] : [])];
    const types = args.map(() => "VARCHAR" as const);
    const call = signature!.make(types, [undefined, ...args.slice(1)]);
    const fault = assertThrows(() => call(...args), Fault, "never ending");
    assertEquals([name, fault.code], [name, "sql/pattern-too-heavy"]);
  }
});
