import { civilFromDays, DAY_US, daysFromCivil } from "../../time/mod.ts";
import { nearestName } from "../nearest.ts";
import type { Scalar } from "../values.ts";
import {
  type DatePart,
  datePart,
  datePartNames,
  dayOf,
  isDatePart,
  partOf,
  partsBetween,
  truncated,
} from "./date_parts.ts";
import {
  entriesOf,
  type FunctionEntry,
  type Implementation,
  ofMoment,
  type ParameterType,
  type Refusal,
  type Signature,
} from "./signature.ts";
import { DAY_NAMES, MONTH_NAMES } from "./time_format.ts";

const entry = entriesOf("time");

function refusePart(
  constants: readonly (Scalar | undefined)[],
): Refusal | null {
  const name = constants[0];
  if (typeof name !== "string" || datePart(name) !== null) return null;
  const near = nearestName(name, datePartNames());
  return {
    argument: 0,
    what: `there is no part ${name} of a moment`,
    mend: near === null
      ? "Write one of year, month, week, day, hour, minute, second"
      : `Write '${near}'`,
  };
}

/** Functions whose first argument names a part of a moment; they fail where a row's own text names none. */
function ofPart(
  moments: 1 | 2,
  result: Signature["result"],
  call: (part: DatePart, us: number, other: number) => Scalar,
  fits: (part: DatePart) => boolean = () => true,
): readonly Signature[] {
  return (["TIMESTAMP", "DATE"] as const).map((type) => ({
    fits: ([name]) => {
      const part = typeof name === "string" ? datePart(name) : null;
      return part === null || fits(part);
    },
    parameters: [
      "VARCHAR",
      ...Array.from({ length: moments }, (): ParameterType => type),
    ],
    result,
    fails: (_, constants) => typeof constants[0] !== "string",
    refuse: refusePart,
    make: (_, [name]): Implementation => {
      const fixed = typeof name === "string" ? datePart(name) : null;
      return (text, us, other) => {
        const part = fixed ?? datePart(text as string);
        return part === null
          ? undefined
          : call(part, us as number, other as number);
      };
    },
  }));
}

/** `year(x)` and the like. */
function short(
  part: DatePart,
  about: string,
  aliases: readonly string[] = [],
): FunctionEntry {
  const example = String(partOf(part, EXAMPLE_US));
  return entry(
    `${part}(moment)`,
    about,
    ofMoment("BIGINT", (us) => partOf(part, us)),
    [[`${part}(TIMESTAMP '2024-01-31 10:05:03')`, example]],
    aliases,
  );
}

const EXAMPLE_US = daysFromCivil(2024, 1, 31) * DAY_US + 36_303_000_000;

/** Functions that take moments apart. */
export const TIME_PART_FUNCTIONS: readonly FunctionEntry[] = [
  entry(
    "date_trunc(part, moment)",
    "The beginning of the part: a DATE for days and longer parts",
    [
      ...ofPart(1, "TIMESTAMP", truncated, (part) => !isDatePart(part)),
      ...ofPart(1, "DATE", truncated, isDatePart),
    ],
    [
      [
        "date_trunc('minute', TIMESTAMP '2024-01-31 10:05:03')",
        "2024-01-31 10:05:00",
      ],
      ["date_trunc('month', TIMESTAMP '2024-01-31 10:05:03')", "2024-01-01"],
    ],
    ["datetrunc"],
  ),
  entry(
    "date_part(part, moment)",
    "The number of the part; also extract(part FROM moment). 'epoch' gives seconds as a DOUBLE",
    [
      ...ofPart(
        1,
        "BIGINT",
        (part, us) => Math.floor(partOf(part, us)),
        (part) => part !== "epoch",
      ),
      ...ofPart(1, "DOUBLE", partOf, (part) => part === "epoch"),
    ],
    [
      ["date_part('hour', TIMESTAMP '2024-01-31 10:05:03')", "10"],
      ["extract(year FROM DATE '2024-01-31')", "2024"],
    ],
    ["datepart", "extract"],
  ),
  short("year", "Its year"),
  short("quarter", "Its quarter, 1 to 4"),
  short("month", "Its month, 1 to 12"),
  short("week", "Its week by ISO 8601", ["weekofyear"]),
  short("day", "Its day of the month", ["dayofmonth"]),
  short("dayofyear", "Its day of the year, counted from 1"),
  short("dayofweek", "Its day of the week, 0 for Sunday", ["weekday"]),
  short("isodow", "Its day of the week, 1 for Monday to 7"),
  short("hour", "Its hour"),
  short("minute", "Its minute"),
  short("second", "Its second"),
  short("millisecond", "Its milliseconds, seconds included"),
  short("microsecond", "Its microseconds, seconds included"),
  entry(
    "dayname(moment)",
    "The name of its day",
    ofMoment("VARCHAR", (us) => DAY_NAMES[partOf("dayofweek", us)]!),
    [["dayname(DATE '2024-01-31')", "Wednesday"]],
  ),
  entry(
    "monthname(moment)",
    "The name of its month",
    ofMoment("VARCHAR", (us) => MONTH_NAMES[partOf("month", us) - 1]!),
    [["monthname(DATE '2024-01-31')", "January"]],
  ),
  entry(
    "last_day(moment)",
    "The last day of its month",
    ofMoment("DATE", (us) => {
      const { year, month } = civilFromDays(dayOf(us));
      return daysFromCivil(year, month + 1, 1) * DAY_US - DAY_US;
    }),
    [["last_day(DATE '2024-02-05')", "2024-02-29"]],
  ),
  entry(
    "date_diff(part, start, end)",
    "How many boundaries of the part lie between; of weeks how many whole ones",
    ofPart(2, "BIGINT", partsBetween),
    [["date_diff('day', DATE '2024-01-31', DATE '2024-02-02')", "2"]],
    ["datediff"],
  ),
];
