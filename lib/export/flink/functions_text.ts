import { EXACT, type Judgement } from "../construct.ts";
import {
  ASCII_BLANKS,
  CASES,
  CASES_OF_ASCII,
  TAKEN_APART,
} from "../departures.ts";
import {
  alike,
  calls,
  closed,
  type Counterpart,
  firstOf,
  infix,
  inText,
  operators,
  type Rule,
  type Rules,
  same,
  when,
} from "../rules.ts";
import { counted, padded, splitPart, substring } from "../text_rules.ts";
import { literalPattern, text } from "./sql_text.ts";

const ofText = (then: Counterpart) => when(["VARCHAR"], then);
const ofTwo = (then: Counterpart | Rule) => when(["VARCHAR", "VARCHAR"], then);

/** LIKE with a pattern of the text. */
function like(folds: boolean): Rule {
  const compared: Rule = ({ constants: [, pattern, escape = ""] }) => {
    if (typeof pattern !== "string" || typeof escape !== "string") {
      return inText("the pattern", "P007");
    }
    return likeConstant(pattern, escape, folds);
  };
  return firstOf(
    ofTwo(compared),
    when(["VARCHAR", "VARCHAR", "VARCHAR"], compared),
  );
}

/** Where a pattern holds a backslash, the escape is named, as versions of Flink differ in it. */
function likeConstant(
  pattern: string,
  given: string,
  folds: boolean,
): Counterpart {
  const folded = (value: string) => folds ? `LOWER(${value})` : value;
  const own = folds ? pattern.toLowerCase() : pattern;
  const escape = given !== ""
    ? given
    : pattern.includes("\\")
    ? [..."!#~^|"].find((mark) => !pattern.includes(mark))
    : undefined;
  const judgement: Judgement = !folds
    ? EXACT
    : /[^\0-\x7f]/u.test(pattern)
    ? CASES
    : CASES_OF_ASCII;
  const exactly = anyCharacter(own, escape ?? null);
  if (exactly !== null) {
    return calls((x) => `REGEXP(${folded(x)}, ${text(exactly)})`, judgement);
  }
  const tail = escape === undefined ? "" : ` ESCAPE ${text(escape)}`;
  return operators((x) => `${folded(x)} LIKE ${text(own)}${tail}`, judgement);
}

/**
 * A pattern of LIKE that holds `_` as a regular expression, as that is no line
 * end in Flink's own LIKE; `null` for others.
 */
function anyCharacter(pattern: string, escape: string | null): string | null {
  let java = "";
  let found = false;
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    if (character === escape) java += literalPattern(characters[++at] ?? "");
    else if (character === "_") {
      java += ".";
      found = true;
    } else java += character === "%" ? ".*" : literalPattern(character);
  }
  return found ? `(?s)\\A${java}\\z` : null;
}

/** Flink divides by the number of characters, and takes a part of a text for other characters than it has: rows cannot bring them. */
const trimmed = (name: string, ofCharacters = name) =>
  firstOf(
    ofText(same(name, ASCII_BLANKS)),
    ofTwo(({ constants: [, characters] }) =>
      typeof characters === "string" && characters !== ""
        ? same(ofCharacters)
        : inText("what is trimmed, which is not empty,")
    ),
  );

/** The place of a part counted from 0; parts from the end on are those that there are less some. */
function partAt(x: string, separator: string, index: number): string {
  if (index > 0) return String(index - 1);
  const rest = `CHAR_LENGTH(REPLACE(${x}, ${separator}, ''))`;
  const separators =
    `(CHAR_LENGTH(${x}) - ${rest}) / CHAR_LENGTH(${separator})`;
  return `${separators} - ${-index - 1}`;
}

/** Flink's own LPAD and RPAD count in halves of characters beyond U+FFFF. */
function filled(joined: (x: string, missing: string) => string): Rule {
  return padded((size) =>
    closed((x, _, by) => {
      const missing =
        `LEFT(REPEAT(${by}, ${size}), ${size} - CHAR_LENGTH(${x}))`;
      return `CASE WHEN CHAR_LENGTH(${x}) < ${size} THEN ${
        joined(x!, missing)
      } ELSE LEFT(${x}, ${size}) END`;
    })
  );
}

/** Functions of texts. */
export const TEXT_RULES: Rules = {
  "||": ofTwo(infix("||")),
  like: like(false),
  ilike: like(true),
  lower: ofText(same("LOWER", CASES)),
  upper: ofText(same("UPPER", CASES)),
  length: ofText(calls((x) => `CAST(CHAR_LENGTH(${x}) AS BIGINT)`)),
  strlen: ofText(calls((x) => `CAST(CHAR_LENGTH(HEX(${x})) / 2 AS BIGINT)`)),
  trim: trimmed("TRIM", "BTRIM"),
  ltrim: trimmed("LTRIM"),
  rtrim: trimmed("RTRIM"),
  substr: substring(
    // From the end, a text that is shorter is whole.
    (x, start) =>
      start < 0 ? `RIGHT(${x}, ${-start})` : `SUBSTRING(${x}, ${start})`,
    (x, start, length) => `SUBSTRING(${x}, ${start}, ${length})`,
  ),
  left: counted((x, count) => `LEFT(${x}, ${count})`),
  right: counted((x, count) => `RIGHT(${x}, ${count})`),
  split_part: splitPart((x, by, index) =>
    `COALESCE(SPLIT_INDEX(${x}, ${by}, ${partAt(x, by, index)}), LEFT(${x}, 0))`
  ),
  starts_with: ofTwo(same("STARTSWITH")),
  ends_with: ofTwo(same("ENDSWITH")),
  contains: ofTwo(operators((x, part) => `POSITION(${part} IN ${x}) > 0`)),
  strpos: ofTwo(
    calls((x, part) => `CAST(POSITION(${part} IN ${x}) AS BIGINT)`),
  ),
  replace: when(
    ["VARCHAR", "VARCHAR", "VARCHAR"],
    ({ constants: [, part] }) =>
      typeof part === "string" && part !== ""
        ? same("REPLACE")
        : inText("what is replaced, which is not empty,"),
  ),
  reverse: ofText(same("REVERSE", TAKEN_APART)),
  repeat: counted((x, count) => `REPEAT(${x}, ${count})`),
  lpad: filled((x, missing) => `${missing} || ${x}`),
  rpad: filled((x, missing) => `${x} || ${missing}`),
  concat: alike(
    ["VARCHAR"],
    1,
    calls((...args) => `CONCAT_WS('', ${args.join(", ")})`),
  ),
  concat_ws: alike(["VARCHAR"], 2, same("CONCAT_WS")),
};
