import { LAST_DIGITS, WRAPS } from "../departures.ts";
import {
  calls,
  firstOf,
  judged,
  noTypes,
  operators,
  type Rule,
  when,
} from "./rules.ts";

const ofDouble = (sql: (x: string) => string): Rule =>
  when(["DOUBLE"], calls(sql));
/** What libraries of mathematics compute, each in its own way. */
const computed = (sql: (x: string) => string): Rule =>
  when(["DOUBLE"], judged(calls(sql), LAST_DIGITS));
const ofPower = when(
  ["DOUBLE", "DOUBLE"],
  judged(calls((x, y) => `pow(${x}, ${y})`), LAST_DIGITS),
);

/** What has no fraction stays as it is: Spark's own functions give 64 bits, and doubles go further. */
function whole(round: (x: string) => string): Rule {
  return firstOf(
    ofDouble((x) =>
      `CASE WHEN abs(${x}) < 9007199254740992D THEN CAST(${
        round(x)
      } AS DOUBLE) ELSE ${x} END`
    ),
    (asked) =>
      asked.types.join() !== "BIGINT"
        ? noTypes(asked)
        : asked.result === "DOUBLE"
        ? calls((x) => `CAST(${x} AS DOUBLE)`)
        : calls((x) => x),
  );
}

const rounded: Rule = (asked) => {
  const [type, digits] = asked.types;
  const [, places] = asked.constants;
  if (digits === undefined) {
    return type === "DOUBLE"
      ? calls((x) => `round(${x})`)
      : type === "BIGINT"
      ? calls((x) => x)
      : noTypes(asked);
  }
  if (typeof places !== "number" || Math.abs(places) > 15) {
    return noTypes(asked, "Write the number of digits into the text");
  }
  if (type === "BIGINT") {
    return places >= 0
      ? calls((x) => x)
      : judged(calls((x) => `round(${x}, ${places})`), WRAPS);
  }
  if (type !== "DOUBLE") return noTypes(asked);
  if (places === 0) return calls((x) => `round(${x})`);
  // Spark itself would round the digits that a double prints with.
  const factor = `1E${Math.abs(places)}D`;
  if (places < 0) {
    return operators((x) => `round(${x} / ${factor}) * ${factor}`);
  }
  // Greater doubles are whole, and most of them would be infinite.
  return calls((x) =>
    `CASE WHEN abs(${x}) < 1E290D THEN round((${x}) * ${factor}) / ${factor} ELSE ${x} END`
  );
};

const LEAST = `CAST('${-(2n ** 63n)}' AS BIGINT)`;

/** Functions on numbers; where weir fails on a row and says NULL, so does Spark. */
export const NUMBER_RULES: Readonly<Record<string, Rule>> = {
  abs: firstOf(
    ofDouble((x) => `abs(${x})`),
    // The least number is its own negation.
    when(["BIGINT"], calls((x) => `nullif(abs(${x}), ${LEAST})`)),
    when(["HUGEINT"], calls((x) => `abs(${x})`)),
  ),
  sign: firstOf(
    ofDouble((x) => `CAST(sign(${x}) AS BIGINT)`),
    when(["BIGINT"], calls((x) => `CAST(sign(${x}) AS BIGINT)`)),
  ),
  round: rounded,
  floor: whole((x) => `floor(${x})`),
  ceil: whole((x) => `ceil(${x})`),
  trunc: whole((x) =>
    `CASE WHEN ${x} < 0 THEN ceil(${x}) ELSE floor(${x}) END`
  ),
  sqrt: ofDouble((x) => `CASE WHEN ${x} >= 0 THEN sqrt(${x}) END`),
  cbrt: computed((x) => `cbrt(${x})`),
  ln: computed((x) => `ln(${x})`),
  log10: computed((x) => `log10(${x})`),
  log2: computed((x) => `log2(${x})`),
  log: firstOf(
    computed((x) => `log10(${x})`),
    when(
      ["DOUBLE", "DOUBLE"],
      judged(
        calls((base, x) => `try_divide(log10(${x}), log10(${base}))`),
        LAST_DIGITS,
      ),
    ),
  ),
  exp: computed((x) => `exp(${x})`),
  pow: ofPower,
  "**": ofPower,
};
