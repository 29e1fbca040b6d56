import { assertEquals } from "@std/assert";
import { javaPattern, javaReplacement } from "../../lib/export/java_pattern.ts";

function source(text: string, options = ""): string {
  const java = javaPattern(text, options);
  return typeof java === "string" ? `refused: ${java}` : java.source;
}

Deno.test("javaPattern() spells what the engines see differently", () => {
  assertEquals(source("^/api/v\\d+$"), "\\A/api/v\\d+\\z");
  assertEquals(source("a.b"), "a[^\\n]b");
  assertEquals(source("a.b", "s"), "a[\\s\\S]b");
  assertEquals(source("\\s"), "[\\t-\\n\\f-\\r ]");
  assertEquals(source("(?m)^a"), "(?<![^\\n])a");
  assertEquals(source("[[:alpha:]_]+"), "[A-Za-z_]+");
  assertEquals(
    source("\\bv1"),
    "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))v1",
  );
});

Deno.test("javaPattern() keeps groups, repeats and alternatives", () => {
  assertEquals(source("(a|bc)*?d{2,5}(?:e|f)"), "(a|bc)*?d{2,5}(?:e|f)");
  assertEquals(source("(?P<name>x)+"), "(x)+");
  assertEquals(source("a{3}"), "a{3}");
});

Deno.test("javaPattern() ignores case where RE2 does, and there only", () => {
  assertEquals(source("(?i)error"), "(?iu)error");
  assertEquals(source("error", "i"), "(?iu)error");
  assertEquals(source("(?i:e)rror"), "(?iu:e)rror");
  assertEquals(source("error", "ic"), "error");
});

Deno.test("javaPattern() takes a text by the letter", () => {
  assertEquals(source("a.b*", "l"), "a\\.b\\*");
});

Deno.test("javaPattern() refuses what RE2 refuses", () => {
  assertEquals(source("a(?=b)").startsWith("refused: "), true);
  assertEquals(source("(a").startsWith("refused: "), true);
});

Deno.test("javaPattern() tells whether nothing is a match", () => {
  const empty = (text: string) => {
    const java = javaPattern(text, "");
    return typeof java === "string" ? null : java.matchesEmpty;
  };
  assertEquals([empty("a*"), empty("a+"), empty("a|b?"), empty("^")], [
    true,
    false,
    true,
    true,
  ]);
});

Deno.test("javaPattern() tells which groups may take no part, and which may be empty", () => {
  const groups = (text: string) => {
    const java = javaPattern(text, "", { shortNames: true });
    return typeof java === "string" ? java : java.groups.map(
      ({ optional, nullable }) =>
        (optional ? "optional" : "always") + (nullable ? ", nullable" : ""),
    );
  };
  assertEquals(groups("(?<a>x)(?P<b>y*)"), ["always", "always, nullable"]);
  assertEquals(groups("(a)?(?:(b)|c(d?))"), [
    "optional",
    "optional",
    "optional, nullable",
  ]);
  assertEquals(groups("((a)b){2}(?:(c)+)*"), ["always", "always", "optional"]);
});

Deno.test("javaReplacement() says groups and signs in Java's words", () => {
  assertEquals(javaReplacement("<\\0>", 0), "<$0>");
  assertEquals(javaReplacement("\\1$", 1), "$1\\$");
  assertEquals(javaReplacement("\\\\", 0), "\\\\");
  assertEquals(javaReplacement("\\2", 1), null);
  assertEquals(javaReplacement("\\1", 1, 1), "$2");
});
