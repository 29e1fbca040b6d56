/**
 * Floor 0: durations, stamps, time zones and clocks. Moments are whole
 * microseconds since the epoch, UTC, in numbers called `…Us`.
 *
 * @module
 */
export {
  type CivilDate,
  civilFromDays,
  DAY_US,
  daysFromCivil,
  daysInMonth,
  isLeapYear,
  modulo,
  weekdayFromDays,
} from "./civil.ts";
export {
  type Duration,
  durationText,
  type DurationUnit,
  durationUnits,
  durationUs,
  parseDuration,
} from "./duration.ts";
export { epochToUs } from "./epoch.ts";
export { parseTimestamp, parseTimestampBytes } from "./timestamp.ts";
export { formatTimestamp, formatTimestampIn } from "./format_timestamp.ts";
export { findZone, nearestZoneName, UTC, type Zone } from "./zone.ts";
export { FixedClock, SystemClock } from "./clock.ts";
