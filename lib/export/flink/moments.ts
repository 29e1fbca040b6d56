import type { MomentForm } from "../portable_job.ts";
import { text } from "./sql_text.ts";

const LEAP =
  "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
/** Dates that exist: Flink reads 30 February as its last day. */
const DATE =
  `(?:[0-9]{4}-(?:(?:0[13578]|1[02])-31|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]))|${LEAP}-02-29)`;
const CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
const OFFSET = "[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?";
const ISO =
  `^${DATE}(?:[Tt ](?:${CLOCK}(?::[0-5][0-9](?:[.,][0-9]+)?)?|24:00(?::00(?:[.,]0+)?)?)(?: ?(?:[Zz]|UTC|GMT|${OFFSET}))?)?$`;

const MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
const CLF_DATE = `(?:(?:(?:0[1-9]|1[0-9]|2[0-8])/(?:${MONTHS})|(?:29|30)/(?:${
  MONTHS.replace("Feb|", "")
})|31/(?:Jan|Mar|May|Jul|Aug|Oct|Dec))/[0-9]{4}|29/Feb/${LEAP})`;
const CLF =
  `^${CLF_DATE}:${CLOCK}:[0-5][0-9] [+-](?:[01][0-9]|2[0-3])[0-5][0-9]$`;

/**
 * The moment that a text says, as a TIMESTAMP(3) in UTC; NULL where it says
 * none. Digits finer than milliseconds are cut.
 *
 * @param value An expression of type STRING; it is repeated.
 */
export function momentFrom(value: string, form: MomentForm): string {
  switch (form) {
    case "iso":
      return isoMoment(value);
    case "clf":
      return clfMoment(value);
    case "epoch":
      return epochMoment(value);
  }
}

function isoMoment(value: string): string {
  const part = (pattern: string, otherwise: string) =>
    `COALESCE(REGEXP_EXTRACT(${value}, ${text(pattern)}, 1), ${
      text(otherwise)
    })`;
  const local = [
    `SUBSTRING(${value}, 1, 10) || ' '`,
    `${part("^.{11}([0-9:]{5})", "00:00")} || ':'`,
    `${part("^.{16}:([0-9]{2})", "00")} || '.'`,
    part("^.{19}[.,]([0-9]{1,3})", "0"),
  ];
  const digits = `REPLACE(${part("^.{16}[^+-]*([+-][0-9:]+)$", "0")}, ':', '')`;
  return guarded(value, ISO, local, `CAST(RPAD(${digits}, 5, '0') AS INT)`);
}

function clfMoment(value: string): string {
  const names = text(MONTHS.replaceAll("|", ""));
  const month = `(POSITION(SUBSTRING(${value}, 4, 3) IN ${names}) + 2) / 3`;
  const local = [
    `SUBSTRING(${value}, 8, 4) || '-'`,
    `LPAD(CAST(${month} AS STRING), 2, '0') || '-'`,
    `SUBSTRING(${value}, 1, 2) || ' '`,
    `SUBSTRING(${value}, 13, 8)`,
  ];
  const offset = `CAST(SUBSTRING(${value}, 22, 5) AS INT)`;
  return guarded(value, CLF, local, offset);
}

/** A local time less its offset, which is a number such as 530 for +05:30. */
function guarded(
  value: string,
  pattern: string,
  local: readonly string[],
  offset: string,
): string {
  return `CASE WHEN REGEXP(
  ${value},
  ${text(pattern)}
) THEN TIMESTAMPADD(
  MINUTE,
  -- +05:30 stands as 530.
  40 * (${offset} / 100)
    - ${offset},
  TRY_CAST(
    ${local.join("\n    || ")}
    AS TIMESTAMP(3)
  )
) END`;
}

/** Counts by their magnitude (T2), in milliseconds; three digits behind the point are enough for those. */
function epochMoment(value: string): string {
  const pattern = text("^([+-]?[0-9]{1,19}(?:\\.[0-9]{0,3})?)[0-9]*$");
  const count =
    `CAST(REGEXP_EXTRACT(${value}, ${pattern}, 1) AS DECIMAL(22, 3))`;
  return `CAST(TO_TIMESTAMP_LTZ(CAST(FLOOR(CASE
  WHEN ABS(${count}) < 100000000000
  THEN ${count} * 1000
  WHEN ABS(${count}) < 100000000000000
  THEN ${count}
  WHEN ABS(${count}) < 100000000000000000
  THEN ${count} / 1000
  ELSE ${count} / 1000000
END) AS BIGINT), 3) AS TIMESTAMP(3))`;
}
