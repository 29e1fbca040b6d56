import type { FieldType } from "../../core/mod.ts";
import { EXACT, exactWhere, type Judgement, no, within } from "../construct.ts";
import { OTHER_TIMES } from "../departures.ts";
import { calls, closed, type Counterpart, operators } from "../rules.ts";
import { SINCE_1970 } from "./functions_time.ts";
import { plainIso } from "./moments.ts";
import { castText } from "./read_text.ts";
import { firstMatch, flinkType, indented, text } from "./sql_text.ts";

const ODD_NUMBERS = exactWhere(
  "P028",
  "where texts are numbers as most write them: 0x10, 1_000 and digits beside a tab are NULL there",
);
const DOUBLES = within(
  "approximate",
  "P011",
  "doubles from 1e7 on and below 1e-3 are written as 1.0E7",
  "Round them to a BIGINT first",
);

/** What Flink has for a cast from a type to another, or why it has nothing. */
export function flinkCast(
  from: FieldType,
  to: FieldType,
): Counterpart | Judgement {
  const type = flinkType(to);
  if (type === null || (flinkType(from) === null && from !== "NULL")) {
    return noCast(from, to);
  }
  if (from === to) return calls((x) => x);
  if (from === "NULL") return calls(() => `CAST(NULL AS ${type})`);
  return CASTS.get(`${from} ${to}`) ?? noCast(from, to);
}

function noCast(from: FieldType, to: FieldType): Judgement {
  return no(
    "P006",
    `Flink has no cast from ${from} to ${to} that means the same`,
    "Cast to BIGINT, DOUBLE, VARCHAR, BOOLEAN, TIMESTAMP or DATE",
  );
}

const DAY = "^\\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])";
const MOMENT =
  "^\\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]((?:[01][0-9]|2[0-3]):[0-5][0-9])(?::([0-5][0-9])(?:\\.([0-9]{1,3})[0-9]*)?)?)?(?:Z| UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?\\s*$";

/** The beginning of the day that a text says. Flink takes 30 February for its last day, which reads otherwise than the text. */
function dayOf(value: string, pattern: string): string {
  const day = firstMatch(value, pattern, 1);
  const start = `TRY_CAST(${day} || ' 00:00:00.000' AS TIMESTAMP(3))`;
  return `CASE WHEN DATE_FORMAT(${start}, 'yyyy-MM-dd') = ${day} THEN ${start} END`;
}

/** The moment that a text says. As in DuckDB, a zone behind the time is read past. */
function momentOf(value: string): string {
  const part = (group: number, otherwise: string) =>
    `COALESCE(${firstMatch(value, MOMENT, group)}, ${text(otherwise)})`;
  const whole = [
    firstMatch(value, MOMENT, 1),
    "' '",
    part(2, "00:00"),
    "':'",
    part(3, "00"),
    "'.'",
    part(4, "0"),
  ].join(" || ");
  const other = `WHEN ${
    dayOf(value, MOMENT)
  } IS NOT NULL\nTHEN TRY_CAST(${whole} AS TIMESTAMP(3))`;
  return `CASE\n${indented(`${plainIso(value)}\n${other}`)}\nEND`;
}

const as = (type: string, judgement = EXACT) =>
  calls((x) => `CAST(${x} AS ${type})`, judgement);

/** Halves go to the even neighbour in weir, away from zero in Flink. */
const halfEven = closed((x) =>
  `CASE WHEN ${x} >= -9223372036854775808E0 AND ${x} < 9223372036854775808E0 THEN CAST(CASE WHEN ${x} - FLOOR(${x}) = 0.5E0 THEN 2 * ROUND(${x} / 2, 0) ELSE ROUND(${x}, 0) END AS BIGINT) END`
);

const isNotZero = operators((x) => `${x} <> 0`);

const CASTS: ReadonlyMap<string, Counterpart> = new Map([
  ["BIGINT DOUBLE", as("DOUBLE")],
  ["BIGINT HUGEINT", as("DECIMAL(38, 0)")],
  ["BIGINT VARCHAR", as("STRING")],
  ["BIGINT BOOLEAN", isNotZero],
  ["HUGEINT BOOLEAN", isNotZero],
  ["DOUBLE BOOLEAN", isNotZero],
  ["HUGEINT DOUBLE", as("DOUBLE")],
  ["HUGEINT VARCHAR", as("STRING")],
  [
    "HUGEINT BIGINT",
    closed((x) =>
      `CASE WHEN ${x} BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(${x} AS BIGINT) END`
    ),
  ],
  ["DOUBLE BIGINT", halfEven],
  ["DOUBLE VARCHAR", as("STRING", DOUBLES)],
  ["BOOLEAN BIGINT", as("BIGINT")],
  ["BOOLEAN DOUBLE", calls((x) => `CAST(CAST(${x} AS BIGINT) AS DOUBLE)`)],
  [
    "BOOLEAN HUGEINT",
    calls((x) => `CAST(CAST(${x} AS BIGINT) AS DECIMAL(38, 0))`),
  ],
  ["BOOLEAN VARCHAR", calls((x) => `LOWER(CAST(${x} AS STRING))`)],
  ["TIMESTAMP DATE", as("DATE", SINCE_1970)],
  ["DATE TIMESTAMP", as("TIMESTAMP(3)")],
  ["DATE VARCHAR", as("STRING")],
  [
    "TIMESTAMP VARCHAR",
    calls((x) => `REGEXP_REPLACE(CAST(${x} AS STRING), '\\.?0+$', '')`),
  ],
  ["VARCHAR BIGINT", closed((x) => castText(x!, "BIGINT"), ODD_NUMBERS)],
  ["VARCHAR DOUBLE", closed((x) => castText(x!, "DOUBLE"), ODD_NUMBERS)],
  ["VARCHAR BOOLEAN", closed((x) => castText(x!, "BOOLEAN"))],
  ["VARCHAR TIMESTAMP", closed((x) => momentOf(x!), OTHER_TIMES)],
  [
    "VARCHAR DATE",
    closed((x) => `CAST(${dayOf(x!, DAY)} AS DATE)`, OTHER_TIMES),
  ],
]);
