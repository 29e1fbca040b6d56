import type { FieldType } from "../../core/mod.ts";
import { no } from "../construct.ts";
import {
  type Asked,
  calls,
  firstOf,
  type Lowered,
  noTypes,
  type Rule,
  when,
} from "./rules.ts";
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

function numberOf(part: string): Lowered | null {
  const sql = NUMBERS[part];
  return sql === undefined ? null : calls((t) => `CAST(${sql(t)} AS BIGINT)`);
}

const EPOCH = calls((t) =>
  `CAST(unix_micros(CAST(${t} AS TIMESTAMP)) AS DOUBLE) / 1000000D`
);

/** The functions whose first argument names a part. */
function ofPart(find: (part: string, asked: Asked) => Lowered | null): Rule {
  return (asked) => {
    const part = partOf(asked.constants[0]);
    const lowered = part === null ||
        !asked.types.slice(1).every((type) => MOMENTS.includes(type))
      ? null
      : find(part, asked);
    return lowered ??
      noTypes(
        asked,
        "Write one of year, quarter, month, week, day, hour, minute, second",
      );
  };
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

function short(part: string): Rule {
  return (asked) =>
    MOMENTS.includes(asked.types[0]!) ? numberOf(part)! : noTypes(asked);
}

function ofMoment(sql: (t: string) => string): Rule {
  return (asked) =>
    MOMENTS.includes(asked.types[0]!) ? calls(sql) : noTypes(asked);
}

const bucketed: Rule = (asked) => {
  const [width, , origin = 0] = asked.constants;
  const length = width as
    | { readonly months: number; readonly days: number; readonly us: number }
    | undefined
    | null;
  if (
    asked.types[1] !== "TIMESTAMP" || !length || length.months !== 0 ||
    typeof origin !== "number"
  ) {
    return noTypes(asked, "Write a width of days or less into the text");
  }
  const us = length.days * 86_400_000_000 + length.us;
  const from = ((origin % us) + us) % us;
  return calls((_, t) => {
    const micros = `unix_micros(${t})`;
    const since = from === 0 ? micros : `${micros} - ${from}L`;
    return `timestamp_micros(${micros} - pmod(${since}, ${us}L))`;
  });
};

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

const formatted: Rule = (asked) => {
  const at = asked.types[0] === "VARCHAR" ? 0 : 1;
  const format = asked.constants[at];
  const mend = "Write the format into the text, of %Y %m %d %H %M %S %f %a %b";
  if (typeof format !== "string" || !MOMENTS.includes(asked.types[1 - at]!)) {
    return noTypes(asked, mend);
  }
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
      if (pattern === undefined) return noTypes(asked, mend);
      flush();
      java += pattern;
    }
  }
  flush();
  return calls((...args) => `date_format(${args[1 - at]}, ${sqlText(java)})`);
};

const parsed: Rule = () =>
  no(
    "P009",
    "engines differ in what they take for a moment of a format",
    "Let weir read the field as a TIMESTAMP: pass --types FIELD=TIMESTAMP",
  );

/** Functions on moments and dates. */
export const TIME_RULES: Readonly<Record<string, Rule>> = {
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
  dayname: ofMoment((t) => `date_format(${t}, 'EEEE')`),
  monthname: ofMoment((t) => `date_format(${t}, 'MMMM')`),
  last_day: ofMoment((t) => `last_day(CAST(${t} AS DATE))`),
  date_diff: between,
  time_bucket: bucketed,
  strftime: formatted,
  strptime: parsed,
  try_strptime: parsed,
  epoch: firstOf(
    (asked) => MOMENTS.includes(asked.types[0]!) ? EPOCH : noTypes(asked),
  ),
  epoch_ms: firstOf(
    ofMoment((t) => `unix_millis(CAST(${t} AS TIMESTAMP))`),
    when(
      ["BIGINT"],
      // Beyond Spark would stop the job.
      calls((n) =>
        `CASE WHEN ${n} BETWEEN ${-LAST_MS}L AND ${LAST_MS}L THEN timestamp_millis(${n}) END`
      ),
    ),
  ),
  epoch_us: ofMoment((t) => `unix_micros(CAST(${t} AS TIMESTAMP))`),
  now: () =>
    no(
      "P006",
      "the clock of a cluster's run is another one",
      "Write the moment into the text: $NOW, with --param NOW=...",
    ),
  current_date: () =>
    no(
      "P006",
      "the clock of a cluster's run is another one",
      "Write the date into the text: DATE '2024-01-31'",
    ),
};
