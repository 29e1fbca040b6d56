import { EXACT, type Judgement, no } from "../construct.ts";
import {
  ASCII_BLANKS,
  CASES,
  CASES_OF_ASCII,
  TAKEN_APART,
} from "../departures.ts";
import {
  alike,
  atLeast,
  call,
  type Constants,
  type Rule,
  rule,
  type Rules,
  where,
} from "./rules.ts";
import { literalPattern, text } from "./sql_text.ts";

const IN_TEXT = "Write it as a number in the text";

/** LIKE with a pattern of the text. Where it holds a backslash, the escape is named, as versions of Flink differ in it. */
function like(folds: boolean): readonly Rule[] {
  const folded = (value: string) => folds ? `LOWER(${value})` : value;
  const sql: Rule["sql"] = ([value], constants) => {
    const pattern = String(constants[1]);
    const own = folds ? pattern.toLowerCase() : pattern;
    const shown = text(own);
    const escape = typeof constants[2] === "string" && constants[2] !== ""
      ? constants[2]
      : pattern.includes("\\")
      ? [..."!#~^|"].find((mark) => !pattern.includes(mark))
      : undefined;
    const exactly = anyCharacter(own, escape ?? null);
    if (exactly !== null) return `REGEXP(${folded(value!)}, ${text(exactly)})`;
    const tail = escape === undefined ? "" : ` ESCAPE ${text(escape)}`;
    return `(${folded(value!)} LIKE ${shown}${tail})`;
  };
  const judge = (constants: Constants): Judgement => {
    const [, pattern, escape = ""] = constants;
    if (typeof pattern !== "string" || typeof escape !== "string") {
      return no(
        "P007",
        "the pattern must stand in the text",
        "Write the pattern as a text",
      );
    }
    if (!folds) return EXACT;
    return /[^\0-\x7f]/u.test(pattern) ? CASES : CASES_OF_ASCII;
  };
  return [
    rule("VARCHAR VARCHAR", sql, judge),
    rule("VARCHAR VARCHAR VARCHAR", sql, judge),
  ];
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

const counted = (at: number) =>
  where(
    (constants) => atLeast(constants[at], 0),
    "the number of characters must stand in the text and not be negative",
    IN_TEXT,
  );

/** The place of a part counted from 0; parts from the end on are those that there are less some. */
function partAt(x: string, separator: string, index: number): string {
  if (index > 0) return String(index - 1);
  const rest = `CHAR_LENGTH(REPLACE(${x}, ${separator}, ''))`;
  const separators =
    `(CHAR_LENGTH(${x}) - ${rest}) / CHAR_LENGTH(${separator})`;
  return `${separators} - ${-index - 1}`;
}

/** Functions of texts. */
export const TEXT_RULES: Rules = {
  "||": [rule("VARCHAR VARCHAR", ([left, right]) => `(${left} || ${right})`)],
  like: like(false),
  ilike: like(true),
  lower: [rule("VARCHAR", call("LOWER"), () => CASES)],
  upper: [rule("VARCHAR", call("UPPER"), () => CASES)],
  length: [rule("VARCHAR", ([x]) => `CAST(CHAR_LENGTH(${x}) AS BIGINT)`)],
  strlen: [
    rule("VARCHAR", ([x]) => `CAST(CHAR_LENGTH(HEX(${x})) / 2 AS BIGINT)`),
  ],
  trim: [
    rule("VARCHAR", call("TRIM"), () => ASCII_BLANKS),
    rule("VARCHAR VARCHAR", call("BTRIM")),
  ],
  ltrim: [
    rule("VARCHAR", call("LTRIM"), () => ASCII_BLANKS),
    rule("VARCHAR VARCHAR", call("LTRIM")),
  ],
  rtrim: [
    rule("VARCHAR", call("RTRIM"), () => ASCII_BLANKS),
    rule("VARCHAR VARCHAR", call("RTRIM")),
  ],
  substr: [
    rule(
      "VARCHAR BIGINT",
      // From the end, a text that is shorter is whole.
      ([x], [, start]) =>
        Number(start) < 0
          ? `RIGHT(${x}, ${-Number(start)})`
          : `SUBSTRING(${x}, ${start})`,
      where(
        ([, start]) => atLeast(start, 1) || atLeast(-Number(start), 1),
        "where it begins must stand in the text, counted from 1 or from the end",
        IN_TEXT,
      ),
    ),
    rule(
      "VARCHAR BIGINT BIGINT",
      ([x], [, start, length]) => `SUBSTRING(${x}, ${start}, ${length})`,
      where(
        ([, start, length]) => atLeast(start, 1) && atLeast(length, 0),
        "where it begins, counted from 1, and its length must stand in the text",
        IN_TEXT,
      ),
    ),
  ],
  left: [
    rule(
      "VARCHAR BIGINT",
      ([x], [, size]) => `LEFT(${x}, ${size})`,
      counted(1),
    ),
  ],
  right: [
    rule(
      "VARCHAR BIGINT",
      ([x], [, size]) => `RIGHT(${x}, ${size})`,
      counted(1),
    ),
  ],
  split_part: [
    rule(
      "VARCHAR VARCHAR BIGINT",
      ([x, separator], [, , index]) =>
        `COALESCE(SPLIT_INDEX(${x}, ${separator}, ${
          partAt(x!, separator!, Number(index))
        }), LEFT(${x}, 0))`,
      where(
        ([, separator, index]) =>
          typeof separator === "string" && separator !== "" &&
          (atLeast(index, 1) || atLeast(-Number(index), 1)),
        "the separator and the index must stand in the text",
        "Write them in the text",
      ),
    ),
  ],
  starts_with: [rule("VARCHAR VARCHAR", call("STARTSWITH"))],
  ends_with: [rule("VARCHAR VARCHAR", call("ENDSWITH"))],
  contains: [
    rule("VARCHAR VARCHAR", ([x, part]) => `(POSITION(${part} IN ${x}) > 0)`),
  ],
  strpos: [
    rule(
      "VARCHAR VARCHAR",
      ([x, part]) => `CAST(POSITION(${part} IN ${x}) AS BIGINT)`,
    ),
  ],
  replace: [
    rule(
      "VARCHAR VARCHAR VARCHAR",
      call("REPLACE"),
      where(
        ([, part]) => typeof part === "string" && part !== "",
        "what is replaced must stand in the text and not be empty",
        "Write it as a text",
      ),
    ),
  ],
  reverse: [
    rule(
      "VARCHAR",
      call("REVERSE"),
      () => TAKEN_APART,
    ),
  ],
  repeat: [
    rule(
      "VARCHAR BIGINT",
      ([x], [, times]) => `REPEAT(${x}, ${times})`,
      counted(1),
    ),
  ],
  lpad: [padding((x, fill) => `${fill} || ${x}`)],
  rpad: [padding((x, fill) => `${x} || ${fill}`)],
  concat: [
    alike(
      ["VARCHAR"],
      1,
      (args) => `CONCAT_WS('', ${args.join(", ")})`,
    ),
  ],
  concat_ws: [alike(["VARCHAR"], 2, call("CONCAT_WS"))],
};

/** Flink's own LPAD and RPAD count in halves of characters beyond U+FFFF. */
function padding(joined: (x: string, fill: string) => string): Rule {
  return rule(
    "VARCHAR BIGINT VARCHAR",
    ([x, , fill], [, size]) => {
      const missing =
        `LEFT(REPEAT(${fill}, ${size}), ${size} - CHAR_LENGTH(${x}))`;
      return `CASE WHEN CHAR_LENGTH(${x}) < ${size} THEN ${
        joined(x!, missing)
      } ELSE LEFT(${x}, ${size}) END`;
    },
    where(
      ([, size, fill]) =>
        atLeast(size, 0) && typeof fill === "string" && fill !== "",
      "the size and what fills up must stand in the text",
      "Write them in the text",
    ),
  );
}
