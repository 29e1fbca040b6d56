import type { Scalar } from "../values.ts";
import {
  characterCount,
  lowered,
  reversed,
  substring,
  unaccented,
  uppered,
} from "./characters.ts";
import {
  entriesOf,
  type FunctionEntry,
  plain,
  type Signature,
} from "./signature.ts";
import {
  left,
  LONGEST,
  padded,
  positionOf,
  right,
  SPACE,
  splitPart,
  trimmed,
} from "./text_parts.ts";

const entry = entriesOf("text");

function ofText(
  call: (text: string) => Scalar,
  result: "VARCHAR" | "BIGINT" = "VARCHAR",
): Signature {
  return plain(["VARCHAR"], result, (text) => call(text as string));
}

function ofTwoTexts(
  call: (text: string, other: string) => Scalar,
  result: "VARCHAR" | "BIGINT" | "BOOLEAN",
): Signature {
  return plain(
    ["VARCHAR", "VARCHAR"],
    result,
    (text, other) => call(text as string, other as string),
  );
}

function trimming(side: "both" | "start" | "end"): readonly Signature[] {
  return [
    ofText((text) => trimmed(text, side, (character) => SPACE.test(character))),
    ofTwoTexts((text, unwanted) => {
      const set = new Set(unwanted);
      return trimmed(text, side, (character) => set.has(character));
    }, "VARCHAR"),
  ];
}

/** Functions on texts. Positions and lengths count code points. */
export const TEXT_FUNCTIONS: readonly FunctionEntry[] = [
  entry("lower(text)", "In lower case", [ofText(lowered)], [
    ["lower('GET')", "get"],
  ], ["lcase"]),
  entry("upper(text)", "In upper case", [ofText(uppered)], [
    ["upper('get')", "GET"],
  ], ["ucase"]),
  entry(
    "length(text)",
    "How many characters",
    [
      ofText(characterCount, "BIGINT"),
    ],
    [["length('añ😀')", "3"]],
    ["len", "char_length", "character_length"],
  ),
  entry("strlen(text)", "How many bytes in UTF-8", [
    ofText((text) => new TextEncoder().encode(text).length, "BIGINT"),
  ], [["strlen('añ')", "3"]]),
  entry(
    "trim(text [, characters])",
    "Without spaces, or without any of the characters, at both ends",
    trimming("both"),
    [["trim('  a ')", "a"], ["trim('xyax', 'xy')", "a"]],
  ),
  entry(
    "ltrim(text [, characters])",
    "The same at the start",
    trimming("start"),
    [
      ["ltrim('  a')", "a"],
    ],
  ),
  entry("rtrim(text [, characters])", "The same at the end", trimming("end"), [
    ["rtrim('a  ')", "a"],
  ]),
  entry(
    "substr(text, start [, length])",
    "The characters from a position on, counted from 1, from the end where it is negative",
    [
      {
        parameters: ["VARCHAR", "BIGINT", "BIGINT"],
        optional: 1,
        result: "VARCHAR",
        make: () => (text, start, length) =>
          substring(
            text as string,
            Number(start),
            length === undefined ? Infinity : Number(length),
          ),
      },
    ],
    [["substr('access', 2, 3)", "cce"], ["substr('access', -2)", "ss"]],
    ["substring"],
  ),
  entry(
    "left(text, count)",
    "The first characters; all but the last ones where the count is negative",
    [plain(
      ["VARCHAR", "BIGINT"],
      "VARCHAR",
      (text, count) => left(text as string, Number(count)),
    )],
    [["left('access', 2)", "ac"]],
  ),
  entry(
    "right(text, count)",
    "The last characters; all but the first ones where the count is negative",
    [plain(
      ["VARCHAR", "BIGINT"],
      "VARCHAR",
      (text, count) => right(text as string, Number(count)),
    )],
    [["right('access', 2)", "ss"]],
  ),
  entry(
    "split_part(text, separator, index)",
    "One of the parts between separators, counted from 1, from the end where it is negative; '' where there is none",
    [plain(
      ["VARCHAR", "VARCHAR", "BIGINT"],
      "VARCHAR",
      (text, separator, index) =>
        splitPart(text as string, separator as string, Number(index)),
    )],
    [["split_part('/api/v1/users', '/', 3)", "v1"]],
  ),
  entry(
    "starts_with(text, start)",
    "Whether it begins so",
    [ofTwoTexts((text, start) => text.startsWith(start), "BOOLEAN")],
    [["starts_with('/api/v1', '/api')", "true"]],
    ["prefix"],
  ),
  entry(
    "ends_with(text, end)",
    "Whether it ends so",
    [ofTwoTexts((text, end) => text.endsWith(end), "BOOLEAN")],
    [["ends_with('a.png', '.png')", "true"]],
    ["suffix"],
  ),
  entry(
    "contains(text, part)",
    "Whether the part is in it",
    [ofTwoTexts((text, part) => text.includes(part), "BOOLEAN")],
    [["contains('a timeout', 'time')", "true"]],
  ),
  entry(
    "strpos(text, part)",
    "Where the part begins, counted from 1; 0 where it is not in it",
    [ofTwoTexts(positionOf, "BIGINT")],
    [["strpos('access', 'c')", "2"], ["position('c' IN 'access')", "2"]],
    ["instr", "position"],
  ),
  entry(
    "replace(text, part, other)",
    "With every such part replaced",
    [plain(
      ["VARCHAR", "VARCHAR", "VARCHAR"],
      "VARCHAR",
      (text, part, other) => {
        if (part === "") return text!;
        const parts = (text as string).split(part as string);
        const size = (text as string).length +
          (parts.length - 1) * (other as string).length;
        return size > LONGEST ? undefined : parts.join(other as string);
      },
      { fails: true },
    )],
    [["replace('a-b-c', '-', '')", "abc"]],
  ),
  entry("reverse(text)", "From its end to its start", [ofText(reversed)], [
    ["reverse('abc')", "cba"],
  ]),
  entry(
    "repeat(text, count)",
    "So many times one after the other",
    [plain(
      ["VARCHAR", "BIGINT"],
      "VARCHAR",
      (text, count) => {
        const times = Math.max(0, Number(count));
        return (text as string).length * times > LONGEST
          ? undefined
          : (text as string).repeat(text === "" ? 0 : times);
      },
      { fails: true },
    )],
    [["repeat('ab', 3)", "ababab"]],
  ),
  entry(
    "lpad(text, size, padding)",
    "Filled up at the start, or cut at the end, to so many characters",
    [plain(["VARCHAR", "BIGINT", "VARCHAR"], "VARCHAR", padded("start"), {
      fails: true,
    })],
    [["lpad('7', 3, '0')", "007"]],
  ),
  entry(
    "rpad(text, size, padding)",
    "Filled up or cut at the end to so many characters",
    [plain(["VARCHAR", "BIGINT", "VARCHAR"], "VARCHAR", padded("end"), {
      fails: true,
    })],
    [["rpad('ab', 4, '.')", "ab.."]],
  ),
  entry(
    "concat(a, b, ...)",
    "The texts of all values one after the other, NULLs left out",
    [plain(["TEXT"], "VARCHAR", (...texts) => texts.join(""), {
      repeats: true,
      seesNull: true,
    })],
    [["concat('a', NULL, 1)", "a1"]],
  ),
  entry(
    "concat_ws(separator, a, b, ...)",
    "The texts of all values with a separator between them, NULLs left out",
    [plain(
      ["VARCHAR", "TEXT"],
      "VARCHAR",
      (separator, ...texts) =>
        separator === null
          ? null
          : texts.filter((text) => text !== null).join(separator as string),
      { repeats: true, seesNull: true },
    )],
    [["concat_ws('-', 'a', NULL, 'b')", "a-b"]],
  ),
  entry(
    "strip_accents(text)",
    "Letters without their accents",
    [ofText(unaccented)],
    [["strip_accents('crème brûlée')", "creme brulee"]],
  ),
  entry(
    "ascii(text)",
    "The number of its first character in Unicode",
    [
      ofText((text) => text === "" ? 0 : text.codePointAt(0)!, "BIGINT"),
    ],
    [["ascii('a')", "97"]],
    ["ord", "unicode"],
  ),
  entry("chr(number)", "The character of a number in Unicode", [
    plain(["BIGINT"], "VARCHAR", (point) => {
      const code = Number(point);
      const exists = code >= 0 && code <= 0x10ffff &&
        (code < 0xd800 || code > 0xdfff);
      return exists ? String.fromCodePoint(code) : undefined;
    }, { fails: true }),
  ], [["chr(97)", "a"]]),
];
