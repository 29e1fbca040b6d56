import { assertEquals } from "@std/assert";
import { parseArguments } from "../../../cli/parse/arguments.ts";
import { comparable } from "../../../cli/prove/run_here.ts";

/** The format that a `write` has for a comparison. */
function formatOf(...words: string[]): string | null {
  const asked = parseArguments(["a.ndjson", "write", ...words]);
  if (asked.kind !== "run") throw new TypeError("Cannot run what is no run");
  const [stage] = comparable(asked.spec, ["b"]).stages;
  return stage?.verb === "write" ? stage.format : "";
}

Deno.test("files that lines may leave to keep them for a comparison", () => {
  assertEquals(formatOf("kept"), null);
  assertEquals(formatOf("out/kept.2024"), null);
  assertEquals(formatOf("kept.log"), null);
  assertEquals(formatOf("kept.txt.gz"), null);
  assertEquals(formatOf("kept", "--format", "lines"), "lines");
  assertEquals(formatOf("kept.csv", "--format", "lines"), "lines");
});

Deno.test("files of all other formats are compared as NDJSON", () => {
  for (
    const path of ["a.csv", "a.tsv.gz", "a.json", "a.jsonl", "a.ndjson", "csv"]
  ) {
    assertEquals(formatOf(path), "ndjson", path);
  }
  assertEquals(formatOf("kept", "--format", "csv"), "ndjson");
  assertEquals(formatOf("kept.log", "--format", "csv"), "ndjson");
});
