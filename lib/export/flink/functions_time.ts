import type { FieldType } from "../../core/mod.ts";
import { isInterval, type Scalar } from "../../sql/mod.ts";
import { EXACT, exactWhere, type Judgement, no } from "../construct.ts";
import {
  calls,
  closed,
  firstOf,
  operators,
  type Rule,
  type Rules,
  when,
} from "../rules.ts";
import { interval, LONGEST_INTERVAL_MS, text } from "./sql_text.ts";

const DAY_MS = 86_400_000;

/** A constant length in milliseconds; `null` where it has months, parts of milliseconds, or cannot be written. */
function lengthMs(value: Scalar | undefined): number | null {
  if (
    value === undefined || !isInterval(value) || value.months !== 0 ||
    value.us % 1_000 !== 0
  ) return null;
  const ms = value.days * DAY_MS + value.us / 1_000;
  return Math.abs(ms) > LONGEST_INTERVAL_MS ? null : ms;
}

/** A moment and a constant length. */
function moved(momentAt: 0 | 1, sign: 1 | -1): Rule {
  return when(
    momentAt === 0 ? ["TIMESTAMP", "INTERVAL"] : ["INTERVAL", "TIMESTAMP"],
    ({ constants }) => {
      const length = lengthMs(constants[1 - momentAt]);
      if (length === null) {
        return no(
          "P009",
          "the interval must stand in the text, in whole milliseconds and without months",
          "Write it as INTERVAL 90 MINUTES, or in days",
        );
      }
      const ms = length * sign;
      return operators((...args) =>
        `${args[momentAt]} ${ms < 0 ? "-" : "+"} ${interval(Math.abs(ms))}`
      );
    },
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

function own<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Value | null {
  return Object.hasOwn(record, key) ? record[key]! : null;
}

function partName(value: unknown): string {
  return typeof value === "string"
    ? value.toLowerCase().replace(/s$/u, "")
    : "";
}

const asMoment = (x: string, type: FieldType) =>
  type === "DATE" ? `CAST(${x} AS TIMESTAMP(3))` : x;

function unknownPart(parts: Readonly<Record<string, unknown>>): Judgement {
  return no(
    "P009",
    `Flink knows these parts: ${Object.keys(parts).join(", ")}`,
    "Use one of them, as a text",
  );
}

/** A rule for a moment, and one for a date. */
function momentOrDate(
  make: (type: "TIMESTAMP" | "DATE") => Rule,
): Rule {
  return firstOf(make("TIMESTAMP"), make("DATE"));
}

function ofMoment(
  sql: (x: string) => string,
  judge: (type: FieldType) => Judgement = () => EXACT,
): Rule {
  return momentOrDate((type) =>
    when([type], closed((x) => sql(asMoment(x!, type)), judge(type)))
  );
}

/** Parts of moments, and what they are cut to. */
export const SINCE_1970: Judgement = exactWhere(
  "P009",
  "where moments are from 1970 on: those before are taken apart toward 1970 there",
);

/** Days are whole: nothing of them is cut. */
const since1970 = (type: FieldType) => type === "DATE" ? EXACT : SINCE_1970;

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

function formatted(formatAt: 0 | 1): Rule {
  return momentOrDate((type) =>
    when(
      formatAt === 0 ? ["VARCHAR", type] : [type, "VARCHAR"],
      ({ constants }) => {
        const java = javaFormat(constants[formatAt]);
        return java === null
          ? no(
            "P009",
            "the format must stand in the text and have %Y %m %d %H %M %S only",
            "Use those letters",
          )
          : calls((...args) =>
            `DATE_FORMAT(${asMoment(args[1 - formatAt]!, type)}, ${text(java)})`
          );
      },
    )
  );
}

/** Cut to these, moments are floored on either side of 1970. */
const FLOORED = new Set(["second", "minute", "hour", "day"]);

const truncated = momentOrDate((type) =>
  when(["VARCHAR", type], ({ constants }) => {
    const part = partName(constants[0]);
    const cut = own(CUTS, part);
    if (cut === null) return unknownPart(CUTS);
    // Closed: FLOOR(x + INTERVAL '1' DAY TO HOUR) would be a longer interval.
    return closed(
      (_, x) => {
        const floor = cut(asMoment(x!, type));
        return DATES.has(part) ? `CAST(${floor} AS DATE)` : floor;
      },
      FLOORED.has(part) ? EXACT : since1970(type),
    );
  })
);

const numbered = momentOrDate((type) =>
  when(["VARCHAR", type], ({ constants }) => {
    const part = partName(constants[0]);
    if (part === "epoch") {
      return closed((_, x) => `(${epochMs(asMoment(x!, type))} / 1E3)`);
    }
    const number = own(PARTS, part);
    return number === null
      ? unknownPart({ ...PARTS, epoch: null })
      : closed((_, x) => number(asMoment(x!, type)), since1970(type));
  })
);

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
};

/** TIMESTAMPDIFF would count in 32 bits. */
const between = momentOrDate((type) =>
  when(["VARCHAR", type, type], ({ constants }) => {
    const unit = partName(constants[0]);
    const seconds = own(UNIT_SECONDS, unit);
    if (seconds === null) return unknownPart(UNIT_SECONDS);
    return closed((_, ...moments) => {
      const [from, to] = moments.map((moment) =>
        `EXTRACT(EPOCH FROM ${CUTS[unit]!(asMoment(moment, type))})`
      );
      return `((${to} - ${from}) / ${seconds})`;
    });
  })
);

const bucketed = when(["INTERVAL", "TIMESTAMP"], ({ constants }) => {
  const size = lengthMs(constants[0]) ?? 0;
  if (size <= 0) {
    return no(
      "P009",
      "the width must stand in the text, in whole milliseconds and without months",
      "Use date_trunc('month', ...)",
    );
  }
  return closed((_, x) => {
    const ms = epochMs(x!);
    return fromMs(`${ms} - MOD(MOD(${ms}, ${size}) + ${size}, ${size})`);
  });
});

/** What Flink has no text for, whatever the arguments. */
const NO_CLOCK = no(
  "P021",
  "the clock of a cluster is another one, and another in every task",
  "Write the moment as TIMESTAMP '...'",
);
const NO_PARSING = no(
  "P009",
  "engines differ in what they take for a moment of a format",
  "Bring the text into the form 2024-01-31 10:05:03.5 with replace or regexp_replace, and write TRY_CAST(... AS TIMESTAMP)",
);

/** Functions of moments and dates. */
export const TIME_RULES: Rules = {
  "+": firstOf(moved(0, 1), moved(1, 1)),
  "-": moved(0, -1),
  ...partRules,
  dayname: ofMoment((x) => named(`EXTRACT(DOW FROM ${x})`, DAYS), since1970),
  monthname: ofMoment(
    (x) => named(`EXTRACT(MONTH FROM ${x})`, MONTHS),
    since1970,
  ),
  date_trunc: truncated,
  date_part: numbered,
  epoch: ofMoment((x) => `(${epochMs(x)} / 1E3)`),
  epoch_ms: firstOf(
    ofMoment(epochMs),
    when(["BIGINT"], calls((x) => fromMs(x!))),
  ),
  epoch_us: ofMoment((x) => `(${epochMs(x)} * 1000)`),
  last_day: ofMoment(
    (x) =>
      `CAST(FLOOR(${x} TO MONTH) + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)`,
    since1970,
  ),
  date_diff: between,
  time_bucket: bucketed,
  strftime: firstOf(formatted(0), formatted(1)),
  strptime: () => NO_PARSING,
  try_strptime: () => NO_PARSING,
  now: () => NO_CLOCK,
};
