import type { FieldType } from "../../core/mod.ts";
import { EXACT, exactWhere, type Judgement, no } from "../construct.ts";
import { type Constants, type Rule, rule, type Rules, where } from "./rules.ts";
import { interval, LONGEST_INTERVAL_MS, text } from "./sql_text.ts";

/** A length of time as weir's constants have it. */
interface Length {
  readonly months: number;
  readonly days: number;
  readonly us: number;
}

const DAY_MS = 86_400_000;

function isLength(value: unknown): value is Length {
  return typeof value === "object" && value !== null && "months" in value;
}

/** A constant length in milliseconds; `null` where it has months, parts of milliseconds, or cannot be written. */
function lengthMs(value: unknown): number | null {
  if (!isLength(value) || value.months !== 0 || value.us % 1_000 !== 0) {
    return null;
  }
  const ms = value.days * DAY_MS + value.us / 1_000;
  return Math.abs(ms) > LONGEST_INTERVAL_MS ? null : ms;
}

/** A moment and a constant length. */
function moved(momentAt: 0 | 1, sign: 1 | -1): Rule {
  const lengthAt = 1 - momentAt;
  return rule(
    momentAt === 0 ? "TIMESTAMP INTERVAL" : "INTERVAL TIMESTAMP",
    (args, constants) => {
      const ms = lengthMs(constants[lengthAt])! * sign;
      return `(${args[momentAt]} ${ms < 0 ? "-" : "+"} ${
        interval(Math.abs(ms))
      })`;
    },
    where(
      (constants) => lengthMs(constants[lengthAt]) !== null,
      "the interval must stand in the text, in whole milliseconds and without months",
      "Write it as INTERVAL 90 MINUTES, or in days",
      "P009",
    ),
  );
}

/** The moment as a count of milliseconds. */
const epochMs = (x: string) =>
  `(EXTRACT(EPOCH FROM ${x}) * 1000 + EXTRACT(MILLISECOND FROM ${x}))`;
/** Milliseconds as a moment in UTC. */
const fromMs = (ms: string) =>
  `CAST(TO_TIMESTAMP_LTZ(${ms}, 3) AS TIMESTAMP(3))`;

type Part = (x: string) => string;

const extracted = (part: string): Part => (x) => `EXTRACT(${part} FROM ${x})`;
const PARTS: Readonly<Record<string, Part>> = {
  year: extracted("YEAR"),
  quarter: extracted("QUARTER"),
  month: extracted("MONTH"),
  week: extracted("WEEK"),
  day: extracted("DAY"),
  hour: extracted("HOUR"),
  minute: extracted("MINUTE"),
  second: extracted("SECOND"),
  dayofyear: extracted("DOY"),
  doy: extracted("DOY"),
  isodow: extracted("ISODOW"),
  // Flink counts Sunday as 1, DuckDB as 0.
  dayofweek: (x) => `(EXTRACT(DOW FROM ${x}) - 1)`,
  dow: (x) => `(EXTRACT(DOW FROM ${x}) - 1)`,
  millisecond: (x) =>
    `(EXTRACT(SECOND FROM ${x}) * 1000 + EXTRACT(MILLISECOND FROM ${x}))`,
};

const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(
  " ",
);
const MONTHS =
  "January February March April May June July August September October November December"
    .split(" ");

const CUTS: Readonly<Record<string, Part>> = {
  second: (x) => `FLOOR(${x} TO SECOND)`,
  minute: (x) => `FLOOR(${x} TO MINUTE)`,
  hour: (x) => `FLOOR(${x} TO HOUR)`,
  day: (x) => `FLOOR(${x} TO DAY)`,
  // Flink's weeks begin on Sunday.
  week: (x) => `(FLOOR(${x} - INTERVAL '1' DAY TO WEEK) + INTERVAL '1' DAY)`,
  month: (x) => `FLOOR(${x} TO MONTH)`,
  quarter: (x) => `FLOOR(${x} TO QUARTER)`,
  year: (x) => `FLOOR(${x} TO YEAR)`,
};
/** Parts of at least a day: cut to them, a moment is a date. */
const DATES = new Set(["day", "week", "month", "quarter", "year"]);

function partName(value: unknown): string {
  return typeof value === "string"
    ? value.toLowerCase().replace(/s$/u, "")
    : "";
}

const asMoment = (x: string, type: FieldType) =>
  type === "DATE" ? `CAST(${x} AS TIMESTAMP(3))` : x;

function known(parts: Readonly<Record<string, unknown>>): Rule["judge"] {
  return where(
    ([part]) => Object.hasOwn(parts, partName(part)),
    `Flink knows these parts: ${Object.keys(parts).join(", ")}`,
    "Use one of them, as a text",
    "P009",
  );
}

/**
 * A part that Flink knows.
 *
 * @param floored Those for which it floors moments, on either side of 1970.
 */
function partOf(
  parts: Readonly<Record<string, unknown>>,
  floored: readonly string[],
): Rule["judge"] {
  const isKnown = known(parts);
  return (constants, types) => {
    const judgement = isKnown(constants, types);
    const cuts = !floored.includes(partName(constants[0]));
    return judgement.verdict !== "no" && cuts
      ? since1970(constants, types)
      : judgement;
  };
}

function ofMoment(
  sql: (x: string) => string,
  judge: Rule["judge"] = () => EXACT,
): readonly Rule[] {
  return (["TIMESTAMP", "DATE"] as const).map((type) =>
    rule(type, ([x]) => sql(asMoment(x!, type)), judge)
  );
}

/** Parts of moments, and what they are cut to. */
export const SINCE_1970: Judgement = exactWhere(
  "P009",
  "where moments are from 1970 on: those before are taken apart toward 1970 there",
);

/** Days are whole: nothing of them is cut. */
const since1970: Rule["judge"] = (_, types) =>
  types.includes("TIMESTAMP") ? SINCE_1970 : EXACT;

const partRules = Object.fromEntries(
  [
    "year",
    "quarter",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "second",
    "dayofyear",
    "dayofweek",
    "isodow",
    "millisecond",
  ].map((part) => [part, ofMoment(PARTS[part]!, since1970)]),
);

/** The name that a number from 1 on has. Flink itself names days in the language of its machine. */
const named = (number: string, names: readonly string[]) =>
  `SPLIT_INDEX(${text(names.join(","))}, ',', CAST(${number} AS INT) - 1)`;

/** Formats that both know, as Java's pattern letters. */
const FORMAT_LETTERS: Readonly<Record<string, string>> = {
  Y: "yyyy",
  m: "MM",
  d: "dd",
  H: "HH",
  M: "mm",
  S: "ss",
  "%": "%",
};

/** A format of strftime in Java's letters; `null` where it says what has no letter there. */
function javaFormat(format: unknown): string | null {
  if (typeof format !== "string") return null;
  let java = "";
  for (const [, letter, plain] of format.matchAll(/%(.?)|([^%]+)/gsu)) {
    if (plain !== undefined) java += `'${plain.replaceAll("'", "''")}'`;
    else {
      const known = FORMAT_LETTERS[letter ?? ""];
      if (known === undefined) return null;
      java += known;
    }
  }
  return java;
}

function formatted(momentAt: 0 | 1, type: "TIMESTAMP" | "DATE"): Rule {
  const formatAt = 1 - momentAt;
  return rule(
    momentAt === 0 ? `${type} VARCHAR` : `VARCHAR ${type}`,
    (args, constants) =>
      `DATE_FORMAT(${asMoment(args[momentAt]!, type)}, ${
        text(javaFormat(constants[formatAt])!)
      })`,
    where(
      (constants) => javaFormat(constants[formatAt]) !== null,
      "the format must stand in the text and have %Y %m %d %H %M %S only",
      "Use those letters",
      "P009",
    ),
  );
}

const bucket = (constants: Constants): Judgement =>
  (lengthMs(constants[0]) ?? 0) > 0 ? EXACT : no(
    "P009",
    "the width must stand in the text, in whole milliseconds and without months",
    "Use date_trunc('month', ...)",
  );

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
};

/** Functions of moments and dates. */
export const TIME_RULES: Rules = {
  "+": [moved(0, 1), moved(1, 1)],
  "-": [moved(0, -1)],
  ...partRules,
  dayname: ofMoment((x) => named(`EXTRACT(DOW FROM ${x})`, DAYS), since1970),
  monthname: ofMoment(
    (x) => named(`EXTRACT(MONTH FROM ${x})`, MONTHS),
    since1970,
  ),
  date_trunc: (["TIMESTAMP", "DATE"] as const).map((type) =>
    rule(
      `VARCHAR ${type}`,
      ([, x], [part]) => {
        const cut = CUTS[partName(part)]!(asMoment(x!, type));
        return DATES.has(partName(part)) ? `CAST(${cut} AS DATE)` : cut;
      },
      partOf(CUTS, ["second", "minute", "hour", "day", "week"]),
    )
  ),
  date_part: (["TIMESTAMP", "DATE"] as const).map((type) =>
    rule(
      `VARCHAR ${type}`,
      ([, x], [part]) =>
        partName(part) === "epoch"
          ? `(${epochMs(asMoment(x!, type))} / 1E3)`
          : PARTS[partName(part)]!(asMoment(x!, type)),
      partOf({ ...PARTS, epoch: null }, ["epoch"]),
    )
  ),
  epoch: ofMoment((x) => `(${epochMs(x)} / 1E3)`),
  epoch_ms: [
    ...ofMoment(epochMs),
    rule("BIGINT", ([x]) => fromMs(x!)),
  ],
  epoch_us: ofMoment((x) => `(${epochMs(x)} * 1000)`),
  last_day: ofMoment(
    (x) =>
      `CAST(FLOOR(${x} TO MONTH) + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)`,
    since1970,
  ),
  date_diff: (["TIMESTAMP", "DATE"] as const).map((type) =>
    rule(
      `VARCHAR ${type} ${type}`,
      ([, from, to], [part]) => {
        const unit = partName(part);
        const cut = CUTS[unit]!;
        const [a, b] = [cut(asMoment(from!, type)), cut(asMoment(to!, type))];
        // TIMESTAMPDIFF would count in 32 bits.
        return `((EXTRACT(EPOCH FROM ${b}) - EXTRACT(EPOCH FROM ${a})) / ${
          UNIT_SECONDS[unit]
        })`;
      },
      known(UNIT_SECONDS),
    )
  ),
  time_bucket: [
    rule(
      "INTERVAL TIMESTAMP",
      ([, x], [width]) => {
        const size = lengthMs(width)!;
        const ms = epochMs(x!);
        return fromMs(`${ms} - MOD(MOD(${ms}, ${size}) + ${size}, ${size})`);
      },
      bucket,
    ),
  ],
  strftime: [
    formatted(0, "TIMESTAMP"),
    formatted(0, "DATE"),
    formatted(1, "TIMESTAMP"),
    formatted(1, "DATE"),
  ],
};
