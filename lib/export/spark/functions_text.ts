import {
  ASCII_BLANKS,
  CASES,
  CASES_OF_ASCII,
  TAKEN_APART,
} from "../departures.ts";
import { EXACT } from "../construct.ts";
import {
  calls,
  type Counterpart,
  firstOf,
  inText,
  operators,
  type Rule,
  type Rules,
  same,
  when,
  whenever,
} from "../rules.ts";
import { counted, padded, splitPart, substring } from "../text_rules.ts";
import { sqlText } from "./text.ts";

const ofText = (then: Counterpart) => when(["VARCHAR"], then);
const ofTwo = (then: Counterpart) => when(["VARCHAR", "VARCHAR"], then);

const trimmed = (side: "BOTH" | "LEADING" | "TRAILING") =>
  firstOf(
    ofText(calls((x) => `trim(${side} FROM ${x})`, ASCII_BLANKS)),
    ofTwo(calls((x, unwanted) => `trim(${side} ${unwanted} FROM ${x})`)),
  );

const texts = (least: number, then: Counterpart) =>
  whenever(
    (types) =>
      types.length >= least &&
      types.every((type) => type === "VARCHAR" || type === "NULL"),
    then,
  );

/** LIKE in weir has no escape character of its own, and in Spark a backslash. */
function like(word: "LIKE" | "ILIKE"): Rule {
  return ({ constants: [, pattern, escape = ""] }) => {
    if (typeof pattern !== "string" || typeof escape !== "string") {
      return inText("the pattern", "P007");
    }
    let written = "";
    let isEscaped = false;
    for (const character of pattern) {
      if (!isEscaped && character === escape) isEscaped = true;
      else {
        const plain = character !== "\\" &&
          (!isEscaped || !/[%_]/u.test(character));
        written += plain ? character : `\\${character}`;
        isEscaped = false;
      }
    }
    return operators(
      (x) => `${x} ${word} ${sqlText(written)}`,
      word === "LIKE"
        ? EXACT
        : /^[\0-\x7f]*$/u.test(pattern)
        ? CASES_OF_ASCII
        : CASES,
    );
  };
}

/** Functions on texts. */
export const TEXT_RULES: Rules = {
  lower: ofText(same("lower", CASES)),
  upper: ofText(same("upper", CASES)),
  length: ofText(calls((x) => `CAST(char_length(${x}) AS BIGINT)`)),
  strlen: ofText(calls((x) => `CAST(octet_length(${x}) AS BIGINT)`)),
  trim: trimmed("BOTH"),
  ltrim: trimmed("LEADING"),
  rtrim: trimmed("TRAILING"),
  substr: substring(
    (x, start) => `substring(${x}, ${start})`,
    (x, start, length) => `substring(${x}, ${start}, ${length})`,
  ),
  left: counted((x, count) => `left(${x}, ${count})`),
  right: counted((x, count) => `right(${x}, ${count})`),
  split_part: splitPart((x, by, index) => `split_part(${x}, ${by}, ${index})`),
  starts_with: ofTwo(same("startswith")),
  ends_with: ofTwo(same("endswith")),
  contains: ofTwo(same("contains")),
  strpos: ofTwo(calls((x, part) => `CAST(instr(${x}, ${part}) AS BIGINT)`)),
  replace: when(["VARCHAR", "VARCHAR", "VARCHAR"], same("replace")),
  reverse: ofText(same("reverse", TAKEN_APART)),
  repeat: counted((x, count) => `repeat(${x}, ${count})`, 10_000),
  lpad: padded((size) => calls((x, _, by) => `lpad(${x}, ${size}, ${by})`)),
  rpad: padded((size) => calls((x, _, by) => `rpad(${x}, ${size}, ${by})`)),
  concat: texts(1, calls((...args) => `concat_ws('', ${args.join(", ")})`)),
  concat_ws: texts(2, same("concat_ws")),
  like: like("LIKE"),
  ilike: like("ILIKE"),
};
