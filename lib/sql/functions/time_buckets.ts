import {
  civilFromDays,
  DAY_US,
  daysFromCivil,
  modulo,
} from "../../time/mod.ts";
import { intervalUs } from "../interval.ts";
import type { Interval } from "../values.ts";
import { dayOf } from "./date_parts.ts";
import { entriesOf, type FunctionEntry, type Signature } from "./signature.ts";

/** The beginning of the bucket that a moment lies in, counted from an origin; `undefined` where buckets of such a width cannot be. */
function bucket(
  width: Interval,
  timeUs: number,
  originUs: number,
): number | undefined {
  if (width.months === 0) {
    const widthUs = intervalUs(width);
    if (widthUs <= 0) return undefined;
    return timeUs - modulo(timeUs - originUs, widthUs);
  }
  if (width.months < 0 || width.days !== 0 || width.us !== 0) return undefined;
  const origin = monthNumber(originUs);
  const month = monthNumber(timeUs);
  const start = month - modulo(month - origin, width.months);
  const year = Math.floor(start / 12);
  return daysFromCivil(year, start - year * 12 + 1, 1) * DAY_US;
}

function monthNumber(timeUs: number): number {
  const { year, month } = civilFromDays(dayOf(timeUs));
  return year * 12 + month - 1;
}

function bucketing(type: "TIMESTAMP" | "DATE"): Signature {
  return {
    parameters: ["INTERVAL", type, type],
    optional: 1,
    result: type,
    fails: (_, [width]) => width === undefined || width === null,
    refuse: ([width]) =>
      width === undefined || width === null ||
        bucket(width as Interval, 0, 0) !== undefined
        ? null
        : {
          argument: 0,
          what:
            "a bucket is a number of months or a fixed time, and longer than nothing",
        },
    make: () => (width, time, origin = 0) => {
      const start = bucket(width as Interval, time as number, origin as number);
      if (start === undefined || type === "TIMESTAMP") return start;
      return Math.floor(start / DAY_US) * DAY_US;
    },
  };
}

/** Functions that put moments into buckets of equal width. */
export const TIME_BUCKET_FUNCTIONS: readonly FunctionEntry[] = [
  entriesOf("time")(
    "time_bucket(width, moment [, origin])",
    "The beginning of its bucket; buckets are counted from 1970-01-01 or the origin",
    [bucketing("TIMESTAMP"), bucketing("DATE")],
    [[
      "time_bucket(INTERVAL 5 MINUTE, TIMESTAMP '2024-01-31 10:07:03')",
      "2024-01-31 10:05:00",
    ]],
  ),
];
