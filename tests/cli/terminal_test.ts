import { assert, assertEquals } from "@std/assert";
import {
  bytesText,
  countText,
  elapsedText,
  percentText,
} from "../../cli/terminal/amounts.ts";
import { shownText } from "../../cli/terminal/escape.ts";
import { terminal } from "../../cli/terminal/terminal.ts";
import { displayWidth, graphemes } from "../../cli/terminal/width.ts";

Deno.test("displayWidth() counts columns as a terminal does", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["", 0],
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["日本", 4],
    ["한글", 4],
    ["😀", 2],
    ["👩‍👩‍👧", 2],
    ["🇩🇪", 2],
    ["❤️", 2],
    ["ﬁ", 1],
  ];
  for (const [text, width] of cases) {
    assertEquals(displayWidth(text), width, text);
  }
});

Deno.test("graphemes() keeps together what is one character to people", () => {
  assertEquals(graphemes("ae\u0301👩‍👧b"), ["a", "e\u0301", "👩‍👧", "b"]);
});

Deno.test("shownText() leaves plain text of all languages as it is", () => {
  for (const text of ["abc", "über 日本 😀", "عربي", "a\u200db"]) {
    assertEquals(shownText(text), text);
  }
});

Deno.test("shownText() escapes what moves, hides or turns text", () => {
  assertEquals(
    shownText("\0\t\n\u001b\u007f\u009b\u200e\u202e\u2066\ufeff\ud800"),
    "\\x00\\t\\n\\x1b\\x7f\\x9b\\u200e\\u202e\\u2066\\ufeff\\ud800",
  );
});

Deno.test("amounts are written for people, and alike everywhere", () => {
  assertEquals(countText(0), "0");
  assertEquals(countText(999), "999");
  assertEquals(countText(1000), "1,000");
  assertEquals(countText(1234567), "1,234,567");
  assertEquals(bytesText(0), "0 bytes");
  assertEquals(bytesText(999), "999 bytes");
  assertEquals(bytesText(1000), "1.0 kB");
  assertEquals(bytesText(999_949), "1.0 MB");
  assertEquals(bytesText(5_368_709_120), "5.4 GB");
  assertEquals(elapsedText(0.4), "0 ms");
  assertEquals(elapsedText(999.4), "999 ms");
  assertEquals(elapsedText(999.6), "1.0 s");
  assertEquals(elapsedText(59_600), "60 s");
  assertEquals(elapsedText(120_000), "2 min");
  assertEquals(elapsedText(125_000), "2 min 5 s");
  assertEquals(percentText(0, 0), "0 %");
  assertEquals(percentText(1, 100_000), "under 0.1 %");
  assertEquals(percentText(21, 1000), "2.1 %");
  assertEquals(percentText(1, 1), "100 %");
});

Deno.test("terminal() finds no colour and no width in pipes", async () => {
  const module = new URL("../../cli/terminal/terminal.ts", import.meta.url);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { terminal } from ${JSON.stringify(module.href)};
       console.log(JSON.stringify(terminal()));`,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const found = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(found, {
    inputIsTerminal: false,
    outputIsTerminal: false,
    errorIsTerminal: false,
    columns: null,
    rows: null,
    outputColour: false,
    errorColour: false,
  });
  assert(typeof terminal().outputIsTerminal === "boolean");
});
