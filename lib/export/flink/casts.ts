import type { FieldType } from "../../core/mod.ts";
import { EXACT, exactWhere, type Judgement, no, within } from "../construct.ts";
import { OTHER_TIMES } from "../departures.ts";
import { SINCE_1970 } from "./functions_time.ts";
import { plainIso } from "./moments.ts";
import { castText } from "./read_text.ts";
import { firstMatch, flinkType, indented, text } from "./sql_text.ts";

/** How Flink converts values of a type to another. */
export interface FlinkCast {
  /** What a user must know of it. */
  readonly judgement: Judgement;
  /** The conversion in Flink SQL. */
  readonly sql: (value: string) => string;
}

const ODD_NUMBERS = exactWhere(
  "P028",
  "where texts are numbers as most write them: 0x10, 1_000 and digits beside a tab are NULL there",
);
const OF_TEXT: ReadonlyMap<FieldType, Judgement> = new Map([
  ["BIGINT", ODD_NUMBERS],
  ["DOUBLE", ODD_NUMBERS],
  ["TIMESTAMP", OTHER_TIMES],
  ["DATE", OTHER_TIMES],
]);
const DOUBLES = within(
  "approximate",
  "P011",
  "doubles from 1e7 on and below 1e-3 are written as 1.0E7",
  "Round them to a BIGINT first",
);

/**
 * The cast from a type to another.
 *
 * @returns `null` where there is none that means the same.
 */
export function flinkCast(
  from: FieldType,
  to: FieldType,
): FlinkCast | null {
  if (from === to) return exact((value) => value);
  if (from === "NULL") {
    const type = flinkType(to);
    return type === null ? null : exact(() => `CAST(NULL AS ${type})`);
  }
  if (from === "VARCHAR") {
    const sql = ofText(to);
    return sql && { judgement: OF_TEXT.get(to) ?? EXACT, sql };
  }
  const make = CASTS.get(`${from} ${to}`);
  if (make === undefined) return null;
  return { judgement: JUDGEMENTS.get(`${from} ${to}`) ?? EXACT, sql: make };
}

const JUDGEMENTS: ReadonlyMap<string, Judgement> = new Map([
  ["DOUBLE VARCHAR", DOUBLES],
  ["TIMESTAMP DATE", SINCE_1970],
]);

/** What to say of a cast that Flink has not. */
export function noCast(from: FieldType, to: FieldType): Judgement {
  return no(
    "P006",
    `Flink has no cast from ${from} to ${to} that means the same`,
    "Cast to BIGINT, DOUBLE, VARCHAR, BOOLEAN, TIMESTAMP or DATE",
  );
}

function ofText(to: FieldType): FlinkCast["sql"] | null {
  switch (to) {
    case "BIGINT":
    case "DOUBLE":
    case "BOOLEAN":
      return (value) => castText(value, to);
    case "TIMESTAMP":
      return momentOf;
    case "DATE":
      return (value) => `CAST(${dayOf(value, DAY)} AS DATE)`;
    default:
      return null;
  }
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

function exact(sql: (value: string) => string): FlinkCast {
  return { judgement: EXACT, sql };
}

const as = (type: string) => (value: string) => `CAST(${value} AS ${type})`;

/** Halves go to the even neighbour in weir, away from zero in Flink. */
const halfEven = (value: string) =>
  `CASE WHEN ABS(${value}) < 9.2E18 THEN CAST(CASE WHEN ${value} - FLOOR(${value}) = 0.5E0 THEN 2 * ROUND(${value} / 2, 0) ELSE ROUND(${value}, 0) END AS BIGINT) END`;

const CASTS: ReadonlyMap<string, (value: string) => string> = new Map([
  ["BIGINT DOUBLE", as("DOUBLE")],
  ["BIGINT HUGEINT", as("DECIMAL(38, 0)")],
  ["BIGINT VARCHAR", as("STRING")],
  ["BIGINT BOOLEAN", (value) => `(${value} <> 0)`],
  ["HUGEINT BOOLEAN", (value) => `(${value} <> 0)`],
  ["DOUBLE BOOLEAN", (value) => `(${value} <> 0)`],
  ["HUGEINT DOUBLE", as("DOUBLE")],
  ["HUGEINT VARCHAR", as("STRING")],
  [
    "HUGEINT BIGINT",
    (value) =>
      `CASE WHEN ${value} BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(${value} AS BIGINT) END`,
  ],
  ["DOUBLE BIGINT", halfEven],
  ["DOUBLE VARCHAR", as("STRING")],
  ["BOOLEAN BIGINT", as("BIGINT")],
  ["BOOLEAN DOUBLE", (value) => `CAST(CAST(${value} AS BIGINT) AS DOUBLE)`],
  [
    "BOOLEAN HUGEINT",
    (value) => `CAST(CAST(${value} AS BIGINT) AS DECIMAL(38, 0))`,
  ],
  ["BOOLEAN VARCHAR", (value) => `LOWER(CAST(${value} AS STRING))`],
  ["TIMESTAMP DATE", as("DATE")],
  ["DATE TIMESTAMP", as("TIMESTAMP(3)")],
  ["DATE VARCHAR", as("STRING")],
  [
    "TIMESTAMP VARCHAR",
    (value) => `REGEXP_REPLACE(CAST(${value} AS STRING), '\\.?0+$', '')`,
  ],
]);
