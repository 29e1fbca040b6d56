import { assertEquals, assertThrows } from "@std/assert";
import { Fault } from "../../lib/core/mod.ts";
import { type Token, tokenize } from "../../lib/sql/mod.ts";

const lex = (text: string): Token[] => tokenize({ text, source: "test" });
const words = (text: string): string[] =>
  lex(text).slice(0, -1).map(({ kind, value }) => `${kind} ${value}`);

function faultOf(text: string): Fault {
  return assertThrows(() => lex(text), Fault);
}

Deno.test("tokenize() tells words, names, texts, numbers and operators apart", () => {
  assertEquals(words(`status >= 500 AND "odd ""name" = 'it''s'`), [
    "word status",
    "operator >=",
    "number 500",
    "word AND",
    'quotedName odd "name',
    "operator =",
    "string it's",
  ]);
});

Deno.test("tokenize() reads every form of number", () => {
  assertEquals(words("1 1.5 .5 5. 1e5 1.5E-3 1_000 0x1F 0b101"), [
    "number 1",
    "number 1.5",
    "number .5",
    "number 5.",
    "number 1e5",
    "number 1.5E-3",
    "number 1000",
    "number 31",
    "number 5",
  ]);
});

Deno.test("tokenize() takes the longest operator", () => {
  assertEquals(words("a::b||c//d->>e->f==g!=h<>i<=j>=k**l"), [
    "word a",
    "operator ::",
    "word b",
    "operator ||",
    "word c",
    "operator //",
    "word d",
    "operator ->>",
    "word e",
    "operator ->",
    "word f",
    "operator ==",
    "word g",
    "operator !=",
    "word h",
    "operator <>",
    "word i",
    "operator <=",
    "word j",
    "operator >=",
    "word k",
    "operator **",
    "word l",
  ]);
});

Deno.test("tokenize() unescapes e'...' and leaves backslashes elsewhere", () => {
  assertEquals(words(String.raw`e'a\n\x41\u00e9\'' 'a\n'`), [
    "string a\nAé'",
    String.raw`string a\n`,
  ]);
  assertEquals(words("$$it's$$ $tag$a $$ b$tag$"), [
    "string it's",
    "string a $$ b",
  ]);
});

Deno.test("tokenize() reads parameters and what stands in for them", () => {
  const tokens = lex("$LIMIT ${LEVEL:-not found} ${N}");
  assertEquals(
    tokens.slice(0, -1).map((
      { kind, value, fallback },
    ) => [kind, value, fallback]),
    [
      ["parameter", "LIMIT", null],
      ["parameter", "LEVEL", "not found"],
      ["parameter", "N", null],
    ],
  );
});

Deno.test("tokenize() passes over comments, nested ones too", () => {
  assertEquals(words("a -- b\n/* c /* d */ e */ f"), ["word a", "word f"]);
});

Deno.test("tokenize() takes letters of every script for names, and splits any SQL", () => {
  assertEquals(words("größe 日本 µs\u00a0x {a: ?}"), [
    "word größe",
    "word 日本",
    "word µs",
    "word x",
    "operator {",
    "word a",
    "operator :",
    "operator ?",
    "operator }",
  ]);
});

Deno.test("tokenize() gives offsets in UTF-16 units that cover the text of each token", () => {
  const text = "'😀' = x::INT";
  for (const { kind, start, end, value } of lex(text)) {
    const covered = text.slice(start, end);
    assertEquals(kind === "string" ? covered.slice(1, -1) : covered, value);
  }
});

Deno.test("tokenize() shows where a quote or comment that is not closed begins", () => {
  for (
    const [text, column] of [["a = 'b", 5], ['a = "b', 5], [
      "a /* b",
      3,
    ]] as const
  ) {
    const fault = faultOf(text);
    assertEquals([fault.code, fault.place?.column], ["sql/unclosed", column]);
  }
  assertEquals(faultOf('a = ""').code, "sql/empty-name");
  assertEquals(faultOf("5xx = 1").code, "sql/number");
});
