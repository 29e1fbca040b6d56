import type { FieldType } from "../../core/mod.ts";
import { isInterval } from "../../sql/mod.ts";
import { no } from "../construct.ts";
import {
  calls,
  closed,
  type Counterpart,
  firstOf,
  operators,
  type Rule,
  type Rules,
  when,
  whenever,
} from "../rules.ts";
import { sqlText } from "./text.ts";

const MOMENTS: readonly FieldType[] = ["TIMESTAMP", "DATE"];

/** Milliseconds that 64 bits hold as microseconds, with thousands of years to their ends. */
const LAST_MS = 9_000_000_000_000_000;

/** Parts of moments under all the names that the language has for them. */
const PARTS: ReadonlyMap<string, string> = new Map(
  [
    "year yr y years yrs",
    "quarter quarters",
    "month mon months mons",
    "week weeks w weekofyear",
    "day days d dayofmonth",
    "hour hr hours hrs h",
    "minute min minutes mins m",
    "second sec seconds secs s",
    "millisecond milliseconds ms msec msecs",
    "microsecond microseconds us usec usecs",
    "dayofyear doy",
    "dayofweek weekday dow",
    "isodow",
    "isoyear",
    "epoch",
  ].flatMap((line) => {
    const names = line.split(" ");
    return names.map((name) => [name, names[0]!] as const);
  }),
);

function partOf(value: unknown): string | null {
  return typeof value === "string"
    ? PARTS.get(value.toLowerCase()) ?? null
    : null;
}

/** Milliseconds and microseconds count within the minute, as in DuckDB. */
const NUMBERS: Readonly<Record<string, (t: string) => string>> = {
  year: (t) => `year(${t})`,
  quarter: (t) => `quarter(${t})`,
  month: (t) => `month(${t})`,
  week: (t) => `weekofyear(${t})`,
  day: (t) => `day(${t})`,
  hour: (t) => `hour(${t})`,
  minute: (t) => `minute(${t})`,
  second: (t) => `second(${t})`,
  millisecond: (t) => `pmod(unix_millis(CAST(${t} AS TIMESTAMP)), 60000L)`,
  microsecond: (t) => `pmod(unix_micros(CAST(${t} AS TIMESTAMP)), 60000000L)`,
  dayofyear: (t) => `dayofyear(${t})`,
  // Spark counts from 1 for Sunday here, and from 0 for Monday there.
  dayofweek: (t) => `dayofweek(${t}) - 1`,
  isodow: (t) => `weekday(${t}) + 1`,
  isoyear: (t) => `extract(YEAROFWEEK FROM ${t})`,
};

function numberOf(part: string): Counterpart | null {
  const sql = NUMBERS[part];
  return sql === undefined ? null : closed((t) => `CAST(${sql(t!)} AS BIGINT)`);
}

const EPOCH = operators((t) =>
  `CAST(unix_micros(CAST(${t} AS TIMESTAMP)) AS DOUBLE) / 1000000D`
);

const ofMoments = (
  types: readonly FieldType[],
) => types.every((type) => MOMENTS.includes(type));

/** The functions whose first argument names a part. */
function ofPart(find: (part: string) => Counterpart | null): Rule {
  return whenever(([, ...types]) => ofMoments(types), ({ constants }) => {
    const part = partOf(constants[0]);
    return (part === null ? null : find(part)) ?? no(
      "P009",
      "the part must stand in the text and be one that Spark knows",
      "Write one of year, quarter, month, week, day, hour, minute, second",
    );
  });
}

const TRUNCATED: ReadonlySet<string> = new Set(
  "year quarter month week day hour minute second millisecond".split(" "),
);
const DATES: ReadonlySet<string> = new Set(
  "year quarter month week day".split(" "),
);

const truncated = ofPart((part) => {
  if (!TRUNCATED.has(part)) return null;
  const word = `'${part.toUpperCase()}'`;
  return DATES.has(part)
    ? calls((_, t) => `CAST(date_trunc(${word}, ${t}) AS DATE)`)
    : calls((_, t) => `date_trunc(${word}, ${t})`);
});

const numbered = ofPart((part) => {
  const found = part === "epoch" ? EPOCH : numberOf(part);
  return found && { ...found, sql: (_, t) => found.sql(t!) };
});

const LENGTHS_MS: Readonly<Record<string, number>> = {
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
};

/** How many boundaries lie between. */
const between = ofPart((part) => {
  const days = (a: string, b: string) =>
    `datediff(CAST(${b} AS DATE), CAST(${a} AS DATE))`;
  const months = (t: string) => `(year(${t}) * 12 + month(${t}))`;
  const millis = (t: string) => `unix_millis(CAST(${t} AS TIMESTAMP))`;
  const length = LENGTHS_MS[part];
  if (length !== undefined) {
    return calls((_, a, b) =>
      `(floor(${millis(b!)} / ${length}D) - floor(${millis(a!)} / ${length}D))`
    );
  }
  switch (part) {
    case "millisecond":
      return calls((_, a, b) => `(${millis(b!)} - ${millis(a!)})`);
    case "day":
      return calls((_, a, b) => `CAST(${days(a!, b!)} AS BIGINT)`);
    case "week":
      return calls((_, a, b) => `(${days(a!, b!)} DIV 7)`);
    case "month":
      return calls((_, a, b) =>
        `CAST(${months(b!)} - ${months(a!)} AS BIGINT)`
      );
    case "year":
      return calls((_, a, b) => `CAST(year(${b}) - year(${a}) AS BIGINT)`);
    default:
      return null;
  }
});

const ofMoment = (found: Counterpart) => whenever(ofMoments, found);
const short = (part: string) => ofMoment(numberOf(part)!);

const bucketed = whenever(
  ([, type]) => type === "TIMESTAMP",
  ({ types, constants: [width, , origin] }) => {
    const from = types.length < 3 ? 0 : origin;
    if (
      width === undefined || !isInterval(width) || width.months !== 0 ||
      typeof from !== "number"
    ) {
      return no(
        "P009",
        "the width must stand in the text, without months, and so must the origin",
        "Use date_trunc('month', ...)",
      );
    }
    const us = width.days * 86_400_000_000 + width.us;
    const offset = ((from % us) + us) % us;
    return calls((_, t) => {
      const micros = `unix_micros(${t})`;
      const since = offset === 0 ? micros : `${micros} - ${offset}L`;
      return `timestamp_micros(${micros} - pmod(${since}, ${us}L))`;
    });
  },
);

/** What Java's patterns have for those of strftime. */
const FORMATS: Readonly<Record<string, string>> = {
  Y: "yyyy",
  m: "MM",
  d: "dd",
  H: "HH",
  M: "mm",
  S: "ss",
  f: "SSSSSS",
  g: "SSS",
  a: "EEE",
  A: "EEEE",
  b: "MMM",
  B: "MMMM",
  y: "yy",
  j: "DDD",
  I: "hh",
  p: "a",
};

/** A format of strftime in Java's letters; `null` where it says what has no letter there. */
function javaFormat(format: unknown): string | null {
  if (typeof format !== "string") return null;
  let java = "";
  let literal = "";
  const flush = () => {
    if (literal !== "") java += `'${literal.replaceAll("'", "''")}'`;
    literal = "";
  };
  for (const [, letter, character] of format.matchAll(/%(.?)|([^%])/gsu)) {
    if (letter === "%") literal += "%";
    else if (letter === undefined) {
      if (/[A-Za-z'#{}[\]]/u.test(character!)) literal += character;
      else {
        flush();
        java += character;
      }
    } else {
      const pattern = FORMATS[letter];
      if (pattern === undefined) return null;
      flush();
      java += pattern;
    }
  }
  flush();
  return java;
}

function formatted(formatAt: 0 | 1): Rule {
  return whenever(
    (types) =>
      types[formatAt] === "VARCHAR" && MOMENTS.includes(types[1 - formatAt]!),
    ({ constants }) => {
      const java = javaFormat(constants[formatAt]);
      return java === null
        ? no(
          "P009",
          `the format must stand in the text and have ${
            Object.keys(FORMATS).map((letter) => `%${letter}`).join(" ")
          } only`,
          "Use those letters",
        )
        : calls((...args) =>
          `date_format(${args[1 - formatAt]}, ${sqlText(java)})`
        );
    },
  );
}

/** What Spark has no text for, whatever the arguments. */
const NO_CLOCK = no(
  "P021",
  "the clock of a cluster's run is another one",
  "Write the moment as TIMESTAMP '...'",
);
const NO_PARSING = no(
  "P009",
  "engines differ in what they take for a moment of a format",
  "Let weir read the field as a TIMESTAMP: pass --types FIELD=TIMESTAMP",
);

/** Functions on moments and dates. */
export const TIME_RULES: Rules = {
  date_trunc: truncated,
  date_part: numbered,
  year: short("year"),
  quarter: short("quarter"),
  month: short("month"),
  week: short("week"),
  day: short("day"),
  dayofyear: short("dayofyear"),
  dayofweek: short("dayofweek"),
  isodow: short("isodow"),
  hour: short("hour"),
  minute: short("minute"),
  second: short("second"),
  millisecond: short("millisecond"),
  microsecond: short("microsecond"),
  dayname: ofMoment(calls((t) => `date_format(${t}, 'EEEE')`)),
  monthname: ofMoment(calls((t) => `date_format(${t}, 'MMMM')`)),
  last_day: ofMoment(calls((t) => `last_day(CAST(${t} AS DATE))`)),
  date_diff: between,
  time_bucket: bucketed,
  strftime: firstOf(formatted(0), formatted(1)),
  strptime: () => NO_PARSING,
  try_strptime: () => NO_PARSING,
  epoch: ofMoment(EPOCH),
  epoch_ms: firstOf(
    ofMoment(calls((t) => `unix_millis(CAST(${t} AS TIMESTAMP))`)),
    when(
      ["BIGINT"],
      // Beyond Spark would stop the job.
      closed((n) =>
        `CASE WHEN ${n} BETWEEN ${-LAST_MS}L AND ${LAST_MS}L THEN timestamp_millis(${n}) END`
      ),
    ),
  ),
  epoch_us: ofMoment(calls((t) => `unix_micros(CAST(${t} AS TIMESTAMP))`)),
  now: () => NO_CLOCK,
};
