import { BEGIN_MS } from "./lines.ts";

/** What is the matter with a line, and its members behind `ts` and `kind`; a stamp of its own where that is the matter. */
const MEMBERS: readonly (readonly [kind: string, members: string])[] = [
  ["clean", '"n":1,"x":1.5,"s":"a","ok":true'],
  ["nothing there", ""],
  ["all null", '"n":null,"x":null,"s":null,"ok":null'],
  ["n with a point", '"n":1.9'],
  ["n whole with a point", '"n":2.0'],
  ["n with an exponent", '"n":1e3'],
  ["n in quotes", '"n":"12"'],
  ["n in quotes with blanks", '"n":" 12 "'],
  ["n in quotes with a plus", '"n":"+12"'],
  ["n in quotes with zeros", '"n":"007"'],
  ["n is a word", '"n":"n/a"'],
  ["n is empty", '"n":""'],
  ["n is true", '"n":true'],
  ["n is a list", '"n":[1]'],
  ["n is an object", '"n":{"n":1}'],
  ["n is 2^53+1", '"n":9007199254740993'],
  ["n is 2^63-1", '"n":9223372036854775807'],
  ["n is -2^63", '"n":-9223372036854775808'],
  ["n is 2^63", '"n":9223372036854775808'],
  ["n is enormous", '"n":12345678901234567890123'],
  ["n is -0", '"n":-0'],
  ["x is whole", '"x":3'],
  ["x in quotes", '"x":"1.25"'],
  ["x with an exponent", '"x":-2.5E-3'],
  ["x is 1e308", '"x":1e308'],
  ["x is beyond doubles", '"x":1e400'],
  ["x is NaN in quotes", '"x":"NaN"'],
  ["x is a word", '"x":"fast"'],
  ["x of many digits", '"x":0.1000000000000000055511151231257827'],
  ["s is empty", '"s":""'],
  ["s is a blank", '"s":" "'],
  ["s with NUL", '"s":"a\\u0000b"'],
  ["s with escapes", '"s":"\\"\\\\\\/\\b\\f\\n\\r\\t"'],
  ["s beyond the BMP", '"s":"\\ud83d\\ude00 \u{1F600}"'],
  ["s is a whole number", '"s":12'],
  ["s is true", '"s":true'],
  ["s as duplicate", '"s":"first","s":"last"'],
  ["ok in quotes", '"ok":"true"'],
  ["ok is 1", '"ok":1'],
  ["ok is a word", '"ok":"yes"'],
  ["names that differ in case", '"N":5,"S":"upper"'],
];

/** Lines that are no rows, or rows without a time. */
const BAD: readonly string[] = [
  '{"ts":"STAMP","kind":"cut',
  '{"ts":"STAMP","kind":"trailing comma",}',
  '{"ts":"STAMP","kind":"text behind"} x',
  '{"ts":"STAMP","kind":"two"}{"ts":"STAMP","kind":"values"}',
  "{'ts':'STAMP','kind':'single quotes'}",
  '{"ts":"STAMP","kind":"bare NaN","x":NaN}',
  '{"ts":"STAMP","kind":"leading zero","n":01}',
  '{"ts":"STAMP","kind":"raw tab \t"}',
  '{"ts":"STAMP","kind":"raw NUL \0"}',
  '{"ts":"STAMP","kind":"wrong escape \\x"}',
  '{"kind":"no time"}',
  '{"ts":null,"kind":"time is null"}',
  '{"ts":"","kind":"time is empty"}',
  '{"ts":"yesterday","kind":"time is a word"}',
  '{"ts":"2026-02-30T10:00:00Z","kind":"30 February"}',
  '{"ts":"2026-05-04T24:00:01Z","kind":"hour 24"}',
  '{"ts":{"a":1},"kind":"time is an object"}',
  "[1]",
  "12",
  '"text"',
  "null",
  "not json",
];

/** P09: every line has a defect of its own, told by its field `kind`; some end in CRLF, blank lines lie between. */
export function dirty(): Uint8Array {
  const stamp = (at: number) => new Date(BEGIN_MS + at * 1_000).toISOString();
  const rows = MEMBERS.map(([kind, members], at) =>
    `{"ts":"${stamp(at)}","kind":${JSON.stringify(kind)}${
      members === "" ? "" : `,${members}`
    }}`
  );
  const bad = BAD.map((line, at) => line.replaceAll("STAMP", stamp(at)));
  const mixed = rows.flatMap((row, at) => [
    row + (at % 3 === 1 ? "\r" : ""),
    ...(bad[at] === undefined ? [] : [bad[at]]),
    ...(at % 10 === 5 ? ["", "  "] : []),
  ]);
  const end = `{"ts":"${stamp(7_200)}","kind":"last"}`;
  // A byte order mark before all, and no line end behind the last row.
  return new TextEncoder().encode(`\ufeff${[...mixed, end].join("\n")}`);
}
