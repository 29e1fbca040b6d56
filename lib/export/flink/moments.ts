import type { MomentForm } from "../portable_job.ts";
import { firstMatch, indented, text } from "./sql_text.ts";

const LEAP =
  "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
/** Dates that exist, in Java's words: Flink reads 30 February as its last day. */
const date = (separator: string) =>
  `(?:[0-9]{4}${separator}(?:(?:0[1-9]|1[0-2])${separator}(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])${separator}(?:29|30)|(?:0[13578]|1[02])${separator}31)|${LEAP}${separator}02${separator}29)`;
const HOUR = "(?:[01][0-9]|2[0-3])";
const CLOCK = `${HOUR}:[0-5][0-9]`;

/** What logs write nearly always: seconds, any fraction, in UTC. */
const PLAIN_ISO = `^${date("-")}[T ]${CLOCK}:[0-5][0-9](?:\\.[0-9]+)?Z?\\z`;
/** All that weir reads: either separator, twice; a leap second; 24:00; no seconds; an offset. */
const ANY_ISO = `^ *(?=[0-9]{4}([-/])[0-9]{2}\\1)${date("[-/]")}` +
  `(?:[Tt ](?:${CLOCK}(?::(?:[0-5][0-9]|60)(?:[.,][0-9]+)?)?|24:00(?::00(?:[.,]0+)?)?)` +
  `(?: ?(?:[Zz]|UTC|GMT|UT|[+-]${HOUR}(?::?[0-5][0-9])?))?)? *\\z`;

const MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
const CLF_DATE =
  `(?:(?:0[1-9]|1[0-9]|2[0-8])/(?:${MONTHS})/[0-9]{4}|(?:29|30)/(?:${
    MONTHS.replace("Feb|", "")
  })/[0-9]{4}|31/(?:Jan|Mar|May|Jul|Aug|Oct|Dec)/[0-9]{4}|29/Feb/${LEAP})`;
const CLF = `^(?i:${CLF_DATE}):${CLOCK}:[0-5][0-9] [+-]${HOUR}[0-5][0-9]\\z`;

const COUNT = "^ *[+-]?[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})? *\\z";

/**
 * The moment that a text says, as a TIMESTAMP(3) in UTC; NULL where it says
 * none. Digits finer than milliseconds are cut.
 *
 * @param value An expression of type STRING. It stands in the form that is usual twice, and oftener in others.
 */
export function momentFrom(value: string, form: MomentForm): string {
  switch (form) {
    case "iso":
      return firstOf([
        [PLAIN_ISO, plainMoment],
        [ANY_ISO, isoMoment],
      ], value);
    case "clf":
      return firstOf([[CLF, clfMoment]], value);
    case "epoch":
      return firstOf([
        ["^[1-9][0-9]{11,13}\\z", (ms) => sinceEpoch(`CAST(${ms} AS BIGINT)`)],
        [
          "^[0-9]{1,11}\\z",
          (seconds) => sinceEpoch(`1000 * CAST(${seconds} AS BIGINT)`),
        ],
        [COUNT, epochMoment],
      ], value);
  }
}

type Read = (value: string) => string;

/** CASE reads one way alone; COALESCE of Flink would compute all of them. */
function firstOf(
  ways: readonly (readonly [pattern: string, read: Read])[],
  value: string,
): string {
  const lines = ways.map(([pattern, read]) =>
    indented(branch(pattern, read, value))
  );
  return `CASE\n${lines.join("\n")}\nEND`;
}

/** The branch of a CASE that reads ISO 8601 as logs write it nearly always: seconds, any fraction, `Z` or no zone. */
export function plainIso(value: string): string {
  return branch(PLAIN_ISO, plainMoment, value);
}

function branch(pattern: string, read: Read, value: string): string {
  return `WHEN REGEXP(${value}, ${text(pattern)})\nTHEN ${read(value)}`;
}

/** A fraction is cut to milliseconds: Flink reads no more of one than nine digits. */
function plainMoment(value: string): string {
  return `TRY_CAST(REPLACE(REPLACE(SUBSTRING(${value}, 1, 23), 'T', ' '), 'Z', '') AS TIMESTAMP(3))`;
}

/** The day, and the rest as what is added to it. */
function isoMoment(value: string): string {
  const part = (pattern: string) =>
    `COALESCE(${firstMatch(value, pattern, 1)}, '0')`;
  const number = (pattern: string) => `CAST(${part(pattern)} AS INT)`;
  const day = `REPLACE(SUBSTRING(TRIM(${value}), 1, 10), '/', '-')`;
  const offset = `CAST(RPAD(REPLACE(${
    part(":[^+-]*([+-][0-9:]+) *$")
  }, ':', ''), 5, '0') AS INT)`;
  return `TIMESTAMPADD(
  SECOND,
  ${number("[0-9]:[0-9]{2}:([0-9]{2})")},
  ${
    indented(moved(
      `TRY_CAST(${day} || ' 00:00:00.' || ${
        part("[.,]([0-9]{1,3})")
      } AS TIMESTAMP(3))`,
      [
        `60 * ${number("[Tt ]([0-9]{2}):")}`,
        `+ ${number("[Tt ][0-9]{2}:([0-9]{2})")}`,
      ],
      offset,
    )).trimStart()
  }
)`;
}

function clfMoment(value: string): string {
  // In one piece, as each mention of the value may take the line apart again.
  const digits = MONTHS.toUpperCase().split("|").reduce(
    (sql, month, at) =>
      `REPLACE(${sql}, '${month}', '${String(at + 1).padStart(2, "0")}')`,
    `UPPER(SUBSTRING(${value}, 1, 20))`,
  );
  return moved(
    `TO_TIMESTAMP(${digits}, 'dd/MM/yyyy:HH:mm:ss')`,
    [],
    `CAST(SUBSTRING(${value}, 22, 5) AS INT)`,
  );
}

/** A local time and some minutes, less its offset, which is a number such as 530 for +05:30. */
function moved(
  local: string,
  minutes: readonly string[],
  offset: string,
): string {
  const terms = [
    ...minutes,
    `${minutes.length === 0 ? "" : "+ "}40 * (${offset} / 100)`,
    `- ${offset}`,
  ];
  return `TIMESTAMPADD(
  MINUTE,
  -- +05:30 stands as 530.
  ${terms.join("\n    ")},
  ${local}
)`;
}

/** Counts by their magnitude (T2), in milliseconds. The third bound is the double below 1e17. */
function epochMoment(value: string): string {
  const count = `TRY_CAST(${value} AS DECIMAL(32, 9))`;
  return sinceEpoch(`CAST(FLOOR(CASE
  WHEN ABS(${count}) < 100000000000 THEN ${count} * 1000
  WHEN ABS(${count}) < 100000000000000 THEN ${count}
  WHEN ABS(${count}) < 99999999999999992 THEN ${count} / 1000
  ELSE ${count} / 1000000
END) AS BIGINT)`);
}

function sinceEpoch(ms: string): string {
  return `CAST(TO_TIMESTAMP_LTZ(${ms}, 3) AS TIMESTAMP(3))`;
}
