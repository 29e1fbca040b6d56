import { DAY_US, daysFromCivil, daysInMonth } from "../../time/mod.ts";
import { momentWithin } from "../interval.ts";
import { type Interval, type Scalar, wholeFromBig } from "../values.ts";
import {
  entriesOf,
  type FunctionEntry,
  type Implementation,
  ofMoment,
  plain,
} from "./signature.ts";

const entry = entriesOf("time");

const dateOf: Implementation = (year, month, day) => {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (d < 1 || d > daysInMonth(y, m)) return undefined;
  return daysFromCivil(y, m, d) * DAY_US;
};

const momentOf: Implementation = (year, month, day, hour, minute, seconds) => {
  const date = dateOf(year!, month!, day!) as number | undefined;
  const [h, m, s] = [Number(hour), Number(minute), seconds as number];
  const isClock = h >= 0 && h <= 24 && m >= 0 && m < 60 && s >= 0 && s <= 60;
  if (date === undefined || !isClock) return undefined;
  const inDay = (h * 60 + m) * 60_000_000 + Math.round(s * 1_000_000);
  return inDay > DAY_US ? undefined : date + inDay;
};

/** DuckDB counts a year of months as 365.25 days here, and the months left as 30. */
function intervalSeconds({ months, days, us }: Interval): number {
  const years = Math.trunc(months / 12);
  const allDays = years * 365.25 + months % 12 * 30 + days;
  return allDays * 86_400 + us / 1_000_000;
}

/** Functions between moments and counts since 1970. */
export const TIME_COUNT_FUNCTIONS: readonly FunctionEntry[] = [
  entry(
    "now()",
    "The time of the run's clock, one for all rows",
    [],
    [],
    ["current_timestamp", "get_current_timestamp", "transaction_timestamp"],
  ),
  entry("current_date()", "The date of the run's clock", [], [], ["today"]),
  entry(
    "epoch(moment)",
    "Seconds since 1970, a DOUBLE; of an interval its seconds",
    [
      ...ofMoment("DOUBLE", (us) => us / 1_000_000),
      plain(
        ["INTERVAL"],
        "DOUBLE",
        (interval) => intervalSeconds(interval as Interval),
      ),
    ],
    [["epoch(TIMESTAMP '1970-01-01 00:01:00.5')", "60.5"]],
  ),
  entry(
    "epoch_ms(moment)",
    "Milliseconds since 1970; of a whole number the moment that it counts",
    [
      ...ofMoment("BIGINT", (us) => Math.trunc(us / 1_000) + 0),
      plain(
        ["BIGINT"],
        "TIMESTAMP",
        (ms) => momentWithin(Number(ms) * 1_000),
        { fails: true },
      ),
    ],
    [["epoch_ms(TIMESTAMP '1970-01-01 00:00:01')", "1000"]],
  ),
  entry(
    "epoch_us(moment)",
    "Microseconds since 1970",
    ofMoment("BIGINT", (us): Scalar => wholeFromBig(BigInt(us))),
    [["epoch_us(TIMESTAMP '1970-01-01 00:00:01')", "1000000"]],
  ),
  entry(
    "to_timestamp(seconds)",
    "The moment so many seconds after 1970",
    [plain(
      ["DOUBLE"],
      "TIMESTAMP",
      (seconds) => momentWithin(Math.round((seconds as number) * 1_000_000)),
      { fails: true },
    )],
    [["to_timestamp(60)", "1970-01-01 00:01:00"]],
  ),
  entry(
    "make_timestamp(year, month, day, hour, minute, seconds)",
    "The moment of its parts; of one whole number the moment so many microseconds after 1970",
    [
      plain(
        ["BIGINT"],
        "TIMESTAMP",
        (us) => momentWithin(Number(us)),
        { fails: true },
      ),
      plain(
        ["BIGINT", "BIGINT", "BIGINT", "BIGINT", "BIGINT", "DOUBLE"],
        "TIMESTAMP",
        momentOf,
        { fails: true },
      ),
    ],
    [["make_timestamp(2024, 1, 31, 10, 5, 3.5)", "2024-01-31 10:05:03.5"]],
  ),
  entry(
    "make_date(year, month, day)",
    "The date of its parts",
    [plain(["BIGINT", "BIGINT", "BIGINT"], "DATE", dateOf, { fails: true })],
    [["make_date(2024, 1, 31)", "2024-01-31"]],
  ),
];
