import type { FieldType } from "../../core/mod.ts";
import { exactWhere, type Judgement, no, within } from "../construct.ts";
import { OTHER_TIMES } from "../departures.ts";
import { calls, closed, type Counterpart, operators } from "../rules.ts";
import { PLAIN_TYPES, sparkType } from "./types.ts";
import { sqlText } from "./text.ts";

// Possessive: Java would go a call deeper with each _, until a long line ends the job.
const DIGITS = "\\d++(?:_\\d++)*+";

/** A number as text, with `_` between digits where one likes; more than this Spark's casts would take, `1d` and `0x1p3` among it. */
function number(exponent: string): string {
  return `^\\s*[+-]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][+-]?${exponent})?\\s*\\z`;
}

/** A number that can be a decimal: written out, `1e-999999999` would fill the memory. */
export const DECIMAL: string = number("\\d(?:_?\\d){0,3}");
/** A number that can be a double, or what is none by its name. */
export const REAL: string = `${
  number(DIGITS)
}|^\\s*(?:(?i)nan|[+-]?inf(?:inity)?)\\s*\\z`;

/** The words that are true, in lower case. */
export const TRUE_WORDS = ["true", "t", "yes", "y", "1"] as const;
/** The words that are false. */
export const FALSE_WORDS = ["false", "f", "no", "n", "0"] as const;

const CLOCK = "[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?";
const ZONE = "(?:Z| UTC|[+-]\\d\\d(?::?\\d\\d)?)?";
const MOMENT = `^\\s*(\\d{4}-\\d\\d-\\d\\d(?:${CLOCK})?)${ZONE}\\s*$`;
const DAY = "^\\s*(\\d{4}-\\d\\d-\\d\\d)(?!\\d)";

/** What a text has of a pattern, without `_`; empty where it does not match, which is no number. */
function plain(x: string, pattern: string): string {
  return `replace(regexp_extract(${x}, ${sqlText(pattern)}, 0), '_', '')`;
}

const words = (list: readonly string[]) => list.map(sqlText).join(", ");

/** Casts of texts, from what they say. */
const OF_TEXT: Partial<Record<FieldType, Counterpart>> = {
  // Decimals take halves away from zero, as DuckDB does with those of texts.
  BIGINT: calls(
    (x) =>
      `try_cast(CAST(try_cast(${
        plain(x!, DECIMAL)
      } AS DECIMAL(38, 0)) AS STRING) AS BIGINT)`,
    exactWhere(
      "P028",
      "where texts are numbers in tens: 0x10 and 0b10 are NULL there",
    ),
  ),
  DOUBLE: calls((x) => `try_cast(${plain(x!, REAL)} AS DOUBLE)`),
  BOOLEAN: calls((x) =>
    `CASE WHEN lower(${x}) IN (${words(TRUE_WORDS)}) THEN TRUE ` +
    `WHEN lower(${x}) IN (${words(FALSE_WORDS)}) THEN FALSE END`
  ),
  // As in DuckDB, a zone behind the time is read past.
  TIMESTAMP: calls(
    (x) => `try_cast(regexp_extract(${x}, ${sqlText(MOMENT)}, 1) AS TIMESTAMP)`,
    OTHER_TIMES,
  ),
  DATE: calls(
    (x) => `try_cast(regexp_extract(${x}, ${sqlText(DAY)}, 1) AS DATE)`,
    OTHER_TIMES,
  ),
};

const JAVA_DOUBLES = within(
  "approximate",
  "P011",
  "Spark writes great and small doubles otherwise: 1.0E20 where weir has 1e20",
  "Cast what is whole to BIGINT first, or leave the number a number",
);

/** Pairs of types whose values convert alike; others have a case of their own. */
const PLAIN = new Set([
  "BOOLEAN BIGINT",
  "BOOLEAN DOUBLE",
  "BOOLEAN VARCHAR",
  "BIGINT DOUBLE",
  "BIGINT HUGEINT",
  "BIGINT VARCHAR",
  "HUGEINT DOUBLE",
  "HUGEINT VARCHAR",
  "TIMESTAMP DATE",
  "TIMESTAMP VARCHAR",
  "DATE TIMESTAMP",
  "DATE VARCHAR",
]);

/** What Spark has for a cast from a type to another, or why it has nothing. */
export function sparkCast(
  from: FieldType,
  to: FieldType,
): Counterpart | Judgement {
  const type = sparkType(to);
  if (type === null || !PLAIN_TYPES.has(from)) return refusal(from, to);
  if (from === to) return calls((x) => x);
  if (from === "VARCHAR") return OF_TEXT[to] ?? refusal(from, to);
  if (from === "NULL" || PLAIN.has(`${from} ${to}`)) {
    return calls((x) => `CAST(${x} AS ${type})`);
  }
  switch (`${from} ${to}`) {
    case "DOUBLE BIGINT":
      // Spark takes 2^63 for the number before it, which is the greatest.
      return closed((x) =>
        `CASE WHEN ${x} < 9.223372036854776E18D THEN try_cast(rint(${x}) AS BIGINT) END`
      );
    case "DOUBLE VARCHAR":
      return calls((x) => `CAST(${x} AS STRING)`, JAVA_DOUBLES);
    case "HUGEINT BIGINT":
      return calls((x) => `try_cast(CAST(${x} AS STRING) AS BIGINT)`);
    case "BIGINT BOOLEAN":
    case "DOUBLE BOOLEAN":
      return operators((x) => `${x} <> 0`);
    default:
      return refusal(from, to);
  }
}

function refusal(from: FieldType, to: FieldType): Judgement {
  return no(
    "P006",
    `Spark has no cast from ${from} to ${to} that means the same`,
    "Cast to BIGINT, DOUBLE, VARCHAR, BOOLEAN, TIMESTAMP or DATE",
  );
}
