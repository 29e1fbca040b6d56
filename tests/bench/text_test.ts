import { assertEquals } from "@std/assert";
import { commandsText, faultsText } from "./fault_list.ts";
import { shellText, shellWord } from "./shell_text.ts";
import { tableText } from "./table_text.ts";

Deno.test("shellWord() quotes only where a shell would read otherwise", () => {
  assertEquals(shellWord("a/b-c.ndjson"), "a/b-c.ndjson");
  assertEquals(shellWord("status >= 500"), "'status >= 500'");
  assertEquals(shellWord("it's"), `'it'\\''s'`);
  assertEquals(shellWord(""), "''");
});

Deno.test("shellText() is read back by a shell as the same words", async () => {
  const words = ["a b", "$HOME", '"', "'", "`x`", "\\", "*", "#", "~"];
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", `printf '%s\\n' ${shellText(words)}`],
  }).output();
  assertEquals(
    new TextDecoder().decode(stdout).trimEnd().split("\n"),
    words,
  );
});

Deno.test("tableText() lays out columns as wide as their widest cell, numbers to the right", () => {
  assertEquals(
    tableText([["tool", "ms"], ["weir", "9"], ["rg", "1024"]], new Set([1])),
    "| tool |   ms |\n" +
      "| ---- | ---: |\n" +
      "| weir |    9 |\n" +
      "| rg   | 1024 |\n",
  );
});

Deno.test("faultsText() puts together what has the same reason", () => {
  assertEquals(
    faultsText([["a", "no\n  luck"], ["b", null], ["c", "no luck"]], "data"),
    ["- **a; c**: no luck\n"],
  );
  assertEquals(faultsText([["a", null]], "data"), []);
});

Deno.test("commandsText() leaves the folder of the data out", () => {
  assertEquals(
    commandsText(["rg x tests/data/a.ndjson"], "tests/data"),
    "```text\nrg x a.ndjson\n```\n",
  );
});
