import { assertEquals } from "@std/assert";
import { assertSame, combined, literal, ours } from "./differential/lists.ts";
import { openOracle } from "./differential/oracle.ts";
import { SUBJECTS } from "./differential/subjects.ts";

Deno.test("parts of texts are what DuckDB says they are", async () => {
  const texts = ["abcd", "añ😀b", "", "😀", "a"].map(literal);
  const positions = Array.from({ length: 13 }, (_, at) => String(at - 6));
  await assertSame([
    ...combined(texts, positions, positions).map(([text, start, length]) =>
      `substr(${text}, ${start}, ${length})`
    ),
    ...combined(["substr", "left", "right", "repeat"], texts, positions).map((
      [name, text, count],
    ) => `${name}(${text}, ${count})`),
    ...combined(["'a,b,,c'", "''", "'añ😀b'", "',a,'"], [
      "','",
      "''",
      "'a'",
      "',,'",
      "'ñ😀'",
    ], positions)
      .map(([text, separator, index]) =>
        `split_part(${text}, ${separator}, ${index})`
      ),
    ...combined(["lpad", "rpad"], texts, positions, [
      "'x'",
      "'ab'",
      "'😀'",
      "''",
    ]).map(([name, ...args]) => `${name}(${args.join(", ")})`),
  ]);
});

Deno.test("functions of texts are what DuckDB says they are", async () => {
  const texts = [
    ...SUBJECTS,
    "straße",
    "ÀÉÎ",
    "ΑΣ",
    "ﬁ",
    "ŉ",
    "ǆ",
    "İ",
    "ı",
    "a\u0301b",
    "e\u0301",
    "각",
    "\u3000a\u00a0",
    "crème brûlée",
  ].map(literal);
  const names = [
    "lower",
    "upper",
    "length",
    "strlen",
    "trim",
    "ltrim",
    "rtrim",
    "reverse",
    "strip_accents",
    "CAST(ascii",
  ];
  await assertSame([
    ...combined(names, texts).map(([name, text]) =>
      name!.startsWith("CAST")
        ? `${name}(${text}) AS BIGINT)`
        : `${name}(${text})`
    ),
    ...combined(
      [
        "trim",
        "ltrim",
        "rtrim",
        "strpos",
        "contains",
        "starts_with",
        "ends_with",
      ],
      texts,
      ["'a'", "''", "'ab'", "' '", "'😀'", "'ñ'"],
    )
      .map(([name, text, other]) => `${name}(${text}, ${other})`),
    ...combined(texts, ["'a'", "''", "'ñ😀'"], ["''", "'xy'"]).map((args) =>
      `replace(${args.join(", ")})`
    ),
  ]);
});

Deno.test("every letter has the case and the accents that DuckDB knows", async () => {
  const oracle = await openOracle();
  try {
    const points = await oracle.query(
      `SELECT i::VARCHAR || ' ' || lower(chr(i::INT)) || ' ' || upper(chr(i::INT)) || ' ' || strip_accents(chr(i::INT))
       FROM range(33, 1114112) t(i) WHERE i NOT BETWEEN 55296 AND 57343
       AND (lower(chr(i::INT)) <> chr(i::INT) OR upper(chr(i::INT)) <> chr(i::INT))`,
    );
    const wrong: string[] = [];
    for (const line of points as readonly string[]) {
      const [point, lower, upper, plain] = line.split(" ");
      const text = literal(String.fromCodePoint(Number(point)));
      for (
        const [name, wanted] of [["lower", lower], ["upper", upper], [
          "strip_accents",
          plain,
        ]]
      ) {
        if (ours(`${name}(${text})`) !== wanted) {
          wrong.push(`${name} of ${point}`);
        }
      }
    }
    assertEquals(wrong, []);
  } finally {
    oracle.close();
  }
});
