import {
  behindGroup,
  javaPattern,
  javaReplacement,
  patternJudgement,
} from "../java_pattern.ts";
import { type Judgement, no } from "../construct.ts";
import {
  ASCII_BLANKS,
  CASES,
  CASES_OF_ASCII,
  TAKEN_APART,
} from "../departures.ts";
import {
  type Asked,
  calls,
  firstOf,
  judged,
  type Lowered,
  noTypes,
  operators,
  type Rule,
  when,
} from "./rules.ts";
import { sqlText } from "./text.ts";

const ofText = (sql: (x: string) => string): Rule =>
  when(["VARCHAR"], calls(sql));
const ofTwo = (sql: (a: string, b: string) => string): Rule =>
  when(["VARCHAR", "VARCHAR"], calls(sql));

/** A whole number that stands in the text. */
function whole(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) &&
    Math.abs(value) < 2 ** 31;
}

const fromText: Rule = (asked) => {
  const [, start, length] = asked.constants;
  const mend =
    "Write positions from 1 on, or from the end without a length, into the text";
  if (asked.types[0] !== "VARCHAR" || !whole(start) || start === 0) {
    return noTypes(asked, mend);
  }
  if (asked.types.length === 2) {
    return calls((x) => `substring(${x}, ${start})`);
  }
  return start > 0 && whole(length) && length >= 0
    ? calls((x) => `substring(${x}, ${start}, ${length})`)
    : noTypes(asked, mend);
};

/** `left` and `right`, whose negative counts Spark takes for nothing. */
function end(name: "left" | "right"): Rule {
  return (asked) => {
    const [, count] = asked.constants;
    return whole(count) && count >= 0
      ? calls((x) => `${name}(${x}, ${count})`)
      : noTypes(asked, "Write a count from 0 on into the text");
  };
}

const splitPart: Rule = (asked) => {
  const [, separator, index] = asked.constants;
  return typeof separator === "string" && separator !== "" && whole(index) &&
      index !== 0
    ? calls((x, by) => `split_part(${x}, ${by}, ${index})`)
    : noTypes(asked, "Write the separator and the index into the text");
};

function padded(name: "lpad" | "rpad"): Rule {
  return (asked) => {
    const [, size, padding] = asked.constants;
    return whole(size) && size >= 0 && size <= 1_000_000 &&
        typeof padding === "string" && padding !== ""
      ? calls((x, _, by) => `${name}(${x}, ${size}, ${by})`)
      : noTypes(
        asked,
        "Write the size, at most 1000000, and the padding into the text",
      );
  };
}

const repeated: Rule = (asked) => {
  const [, times] = asked.constants;
  return whole(times) && times >= 0 && times <= 10_000
    ? calls((x) => `repeat(${x}, ${times})`)
    : noTypes(asked, "Write the count into the text");
};

function trimmed(side: "BOTH" | "LEADING" | "TRAILING"): Rule {
  return firstOf(
    when(
      ["VARCHAR"],
      judged(calls((x) => `trim(${side} FROM ${x})`), ASCII_BLANKS),
    ),
    ofTwo((x, unwanted) => `trim(${side} ${unwanted} FROM ${x})`),
  );
}

function texts(sql: (...args: string[]) => string, least: number): Rule {
  return (asked) =>
    asked.types.length >= least &&
      asked.types.every((type) => type === "VARCHAR" || type === "NULL")
      ? calls(sql)
      : noTypes(asked);
}

/** LIKE in weir has no escape character of its own, and in Spark a backslash. */
function like(word: "LIKE" | "ILIKE"): Rule {
  return (asked) => {
    const [, pattern, escape = ""] = asked.constants;
    if (typeof pattern !== "string" || typeof escape !== "string") {
      return noTypes(asked, "Write the pattern into the text");
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
    const compared = operators((x) => `${x} ${word} ${sqlText(written)}`);
    if (word === "LIKE") return compared;
    const isAscii = /^[\0-\x7f]*$/u.test(pattern);
    return judged(compared, isAscii ? CASES_OF_ASCII : CASES);
  };
}

/** The pattern that stands in the text, for Java, or why there is none. */
function patternOf(
  { constants }: Asked,
  optionsAt: number,
): Exclude<ReturnType<typeof javaPattern>, string> | Judgement {
  const pattern = constants[1];
  const options = constants[optionsAt] ?? "";
  if (typeof pattern !== "string" || typeof options !== "string") {
    return no(
      "P007",
      "a pattern that each row brings itself cannot be tried before the job runs",
      "Write the pattern and its options into the text",
    );
  }
  const java = javaPattern(pattern, options);
  return typeof java === "string"
    ? no("P007", `the pattern cannot be written for Java: ${java}`)
    : java;
}

const matches = (whole: boolean): Rule => (asked) => {
  const java = patternOf(asked, 2);
  if (!("source" in java)) return java;
  const source = whole ? `\\A(?:${java.source})\\z` : java.source;
  return judged(
    operators((x) => `${x} RLIKE ${sqlText(source)}`),
    patternJudgement(java),
  );
};

const extracted: Rule = (asked) => {
  const java = patternOf(asked, 3);
  if (!("source" in java)) return java;
  const group = asked.constants.length > 2 ? asked.constants[2] : 0;
  if (!whole(group) || group < 0) {
    return noTypes(asked, "Write the number of the group into the text");
  }
  // Spark stops the job at a group that is not there; weir says ''.
  return group > java.captures
    ? no("P007", `the pattern has no group ${group}`, "Correct the number")
    : judged(
      calls((x) => `regexp_extract(${x}, ${sqlText(java.source)}, ${group})`),
      patternJudgement(java),
    );
};

const replaced: Rule = (asked): Lowered | Judgement => {
  const java = patternOf(asked, 3);
  if (!("source" in java)) return java;
  const text = asked.constants[2];
  // What stands before the first match is a group, and so is the match.
  const shift = java.all ? 0 : 2;
  const replacement = typeof text === "string"
    ? javaReplacement(text, java.captures, shift)
    : null;
  if (replacement === null) {
    return no(
      "P007",
      "the replacement is none that Java has",
      "Write it into the text, with \\1 for groups that there are",
    );
  }
  if (java.all && java.matchesEmpty) {
    return no(
      "P007",
      "the pattern matches where nothing stands, and engines go on from there at different places",
      "Write it so that it needs a character: + in place of *",
    );
  }
  // Spark replaces all; what stands before the first match is kept with it.
  const source = java.all
    ? java.source
    : /^\(\?iu\)/u.test(java.source)
    ? `(?iu)\\A([\\s\\S]*?)(${java.source.slice(5)})`
    : `\\A([\\s\\S]*?)(${java.source})`;
  const by = sqlText(java.all ? replacement : behindGroup("$1", replacement));
  return judged(
    calls((x) => `regexp_replace(${x}, ${sqlText(source)}, ${by})`),
    patternJudgement(java),
  );
};

/** Functions on texts. */
export const TEXT_RULES: Readonly<Record<string, Rule>> = {
  lower: when(["VARCHAR"], judged(calls((x) => `lower(${x})`), CASES)),
  upper: when(["VARCHAR"], judged(calls((x) => `upper(${x})`), CASES)),
  length: ofText((x) => `CAST(char_length(${x}) AS BIGINT)`),
  strlen: ofText((x) => `CAST(octet_length(${x}) AS BIGINT)`),
  trim: trimmed("BOTH"),
  ltrim: trimmed("LEADING"),
  rtrim: trimmed("TRAILING"),
  substr: fromText,
  left: end("left"),
  right: end("right"),
  split_part: splitPart,
  starts_with: ofTwo((x, start) => `startswith(${x}, ${start})`),
  ends_with: ofTwo((x, last) => `endswith(${x}, ${last})`),
  contains: ofTwo((x, part) => `contains(${x}, ${part})`),
  strpos: ofTwo((x, part) => `CAST(instr(${x}, ${part}) AS BIGINT)`),
  replace: when(
    ["VARCHAR", "VARCHAR", "VARCHAR"],
    calls((x, part, other) => `replace(${x}, ${part}, ${other})`),
  ),
  reverse: when(
    ["VARCHAR"],
    judged(calls((x) => `reverse(${x})`), TAKEN_APART),
  ),
  repeat: repeated,
  lpad: padded("lpad"),
  rpad: padded("rpad"),
  concat: texts((...args) => `concat_ws('', ${args.join(", ")})`, 1),
  concat_ws: texts((...args) => `concat_ws(${args.join(", ")})`, 2),
  like: like("LIKE"),
  ilike: like("ILIKE"),
  regexp_matches: matches(false),
  regexp_full_match: matches(true),
  regexp_extract: extracted,
  regexp_replace: replaced,
};
