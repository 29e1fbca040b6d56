import { assertSame, combined, literal } from "./differential/lists.ts";
import { SUBJECTS } from "./differential/subjects.ts";

Deno.test("LIKE and ILIKE are what DuckDB says they are", async () => {
  const patterns = [
    "",
    "%",
    "_",
    "__",
    "a%",
    "%c",
    "%b%",
    "a_c",
    "a%c",
    "%a%b%",
    "_%_",
    "%%",
    "a\\%",
    "%\n%",
    "_ñ%",
    "É",
    "é",
    "%\u{1f1ea}",
    "\\_",
    "%!%%",
    "!_%",
  ];
  await assertSame([
    ...combined(
      SUBJECTS.map(literal),
      ["", "NOT "],
      ["LIKE", "ILIKE"],
      patterns.map(literal),
    )
      .map(([text, not, like, pattern]) => `${text} ${not}${like} ${pattern}`),
    ...combined(["'a%c'", "'a_c'", "'abc'", "'ab!'"], [
      "'a!%c'",
      "'a!_c'",
      "'ab!!'",
      "'ab!c'",
      "'!a%'",
    ])
      .map(([text, pattern]) => `${text} LIKE ${pattern} ESCAPE '!'`),
  ]);
});

const PATTERNS = [
  "",
  "a",
  "B",
  "^a",
  "c$",
  "^$",
  ".",
  "..",
  "^.$",
  "a.b",
  "(?s)a.b",
  "(?m)^b",
  "(?m)a$",
  "[0-9]+",
  "[^a-z]",
  "\\d+",
  "\\D",
  "\\w+",
  "\\W",
  "\\s",
  "\\S+",
  "(\\w+) (\\w+)",
  "(?i)abc",
  "(?i:A)b",
  "a|b",
  "(a|b)+c",
  "(a|ab)(c|bcd)?",
  "a{2}",
  "a{2,}",
  "a{1,2}?",
  "a*?",
  "a+?b?",
  "(a)(b)?",
  "(?P<name>b)",
  "(?:ab)+",
  "\\bapi\\b",
  "\\Bb",
  "\\Aa",
  "c\\z",
  "\\p{L}+",
  "\\p{Lu}",
  "\\pN",
  "\\PL",
  "\\p{Greek}",
  "\\p{^L}",
  "[[:alpha:]]+",
  "[[:^alpha:]]",
  "[[:space:]]",
  "[\\d_]",
  "[a\\-z]",
  "[]a]",
  "[^]a]",
  "[a-]",
  "\\x61",
  "\\x{62}",
  "\\101",
  "\\Qa.b\\E",
  "\\Qab\\E+c",
  "\\Q\\E",
  "a\\Q+",
  "\\t",
  "x{,3}",
  "a{",
  "]",
  "é|ñ",
  "(?i)É",
  "(?i)ſ",
  "(?i)k",
  "(?i)s",
  "[^\\n]",
  "a*",
  "(a*)*",
  "(a*)+",
  "(a?)*b",
  "(a|b*)*c",
  "(?:\\w*?)?",
  "(a??)(b*?)+c",
  "(|b)*c",
  "\\B",
  "(a|aa)+$",
  "(?U)a+",
  "$",
  "^",
  "\\$",
  "😀",
  "[😀-😂]",
  "(|a)b",
  "a||b",
];

Deno.test("patterns match what they match in DuckDB", async () => {
  await assertSame(
    combined(SUBJECTS.map(literal), PATTERNS.map(literal)).flatMap((
      [text, pattern],
    ) => [
      `regexp_matches(${text}, ${pattern})`,
      `regexp_full_match(${text}, ${pattern})`,
    ]),
  );
});

Deno.test("patterns extract and replace what they do in DuckDB", async () => {
  // DuckDB finds \B between the bytes of a character, and then has no text.
  const settled = PATTERNS.filter((pattern) => !pattern.includes("\\B"));
  await assertSame(
    combined(SUBJECTS.map(literal), settled.map(literal)).flatMap((
      [text, pattern],
    ) => [
      `regexp_extract(${text}, ${pattern})`,
      `regexp_extract(${text}, ${pattern}, 1)`,
      `regexp_replace(${text}, ${pattern}, '[\\0]')`,
      `regexp_replace(${text}, ${pattern}, '<\\1>', 'g')`,
    ]),
  );
});

Deno.test("options of patterns mean what they mean in DuckDB", async () => {
  await assertSame(
    combined(["'aBc'", "'a.c'", "e'a\\nb'", "'AXA'"], [
      "'b'",
      "'a.c'",
      "'a.b'",
      "'a'",
      "'^b'",
    ], ["'i'", "'c'", "'l'", "'s'", "'m'", "'is'", "'li'", "''"])
      .map(([text, pattern, options]) =>
        `regexp_matches(${text}, ${pattern}, ${options})`
      ),
  );
});
