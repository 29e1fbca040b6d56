import { closestString } from "@std/text/closest-string";
import { DAY_US } from "./civil.ts";

/**
 * A time zone: the way between UTC and the clock on its walls.
 *
 * Zones are shared: the same name gives the same object, with what it has
 * learned about its clock changes.
 */
export interface Zone {
  /** Its name as the tz database spells it, or `+02:00`. */
  readonly name: string;
  /** What its clocks are ahead of UTC at a moment, in microseconds. */
  offsetUs(timeUs: number): number;
  /**
   * The moment at which its clocks show a local time (T3): the earlier where
   * they show it twice; where they skip it, later by as much as they skip.
   *
   * @param localUs The local time as if it were UTC, in microseconds since 1970-01-01 00:00.
   */
  localToUs(localUs: number): number;
}

/** Coordinated Universal Time. */
export const UTC: Zone = {
  name: "UTC",
  offsetUs: () => 0,
  localToUs: (localUs) => localUs,
};

/** Temporal reaches this far from 1970, and so do stamps. */
const LIMIT_MS = 8.64e15;
/** No clock is or was ever this far from UTC. */
const WIDEST_US = DAY_US;

const known = new Map<string, Zone>([["UTC", UTC], ["Z", UTC]]);

/**
 * Finds a time zone by its name in the tz database (`Europe/Paris`, in any
 * case), or by its fixed offset (`+02:00`); `null` where there is none.
 *
 * @example Summer time in Berlin
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const berlin = findZone("Europe/Berlin");
 * assertEquals(berlin?.offsetUs(Date.UTC(2024, 6, 1) * 1_000), 2 * 3_600_000_000);
 * assertEquals(findZone("Europe/Berlyn"), null);
 * ```
 */
export function findZone(name: string): Zone | null {
  const found = known.get(name);
  if (found !== undefined) return found;
  let id: string;
  try {
    id = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
      .timeZoneId;
  } catch {
    return null;
  }
  // A full stamp with a zone in brackets is taken by Temporal, but is no name.
  if (/[\[\]T]/.test(name) && id.toLowerCase() !== name.toLowerCase()) {
    return null;
  }
  const zone = known.get(id) ?? temporalZone(id);
  known.set(id, zone);
  known.set(name, zone);
  return zone;
}

/** The name of a time zone that is most like a text, for the mending line of a fault. */
export function nearestZoneName(name: string): string {
  const names = Intl.supportedValuesOf("timeZone");
  // "Pariss" is nearer to "Paris" than to any whole name.
  if (!name.includes("/")) {
    const city = closestString(name, names.map(cityOf));
    return names.find((one) => cityOf(one) === city) ?? "UTC";
  }
  return closestString(name, names);
}

function cityOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** A span in which the clocks of a zone are not changed. */
interface Span {
  readonly fromUs: number;
  readonly untilUs: number;
  readonly offsetUs: number;
}

function temporalZone(name: string): Zone {
  const spans: Span[] = [];
  let last: Span = { fromUs: 0, untilUs: 0, offsetUs: 0 };

  function spanAt(timeUs: number): Span {
    if (timeUs >= last.fromUs && timeUs < last.untilUs) return last;
    const found = spans.find((span) =>
      timeUs >= span.fromUs && timeUs < span.untilUs
    );
    if (found !== undefined) return last = found;
    last = askSpan(name, timeUs);
    spans.push(last);
    return last;
  }

  function offsetUs(timeUs: number): number {
    return timeUs >= last.fromUs && timeUs < last.untilUs
      ? last.offsetUs
      : spanAt(timeUs).offsetUs;
  }

  function localToUs(localUs: number): number {
    // Far from both ends of a span no other offset can claim the local time.
    const likelyUs = localUs - last.offsetUs;
    if (
      likelyUs - last.fromUs > 2 * WIDEST_US &&
      last.untilUs - likelyUs > 2 * WIDEST_US
    ) return likelyUs;
    const beforeUs = offsetUs(localUs - WIDEST_US);
    const earlierUs = localUs - beforeUs;
    if (offsetUs(earlierUs) === beforeUs) return earlierUs;
    const afterUs = offsetUs(localUs + WIDEST_US);
    const laterUs = localUs - afterUs;
    if (offsetUs(laterUs) === afterUs) return laterUs;
    // In a gap: the clock that was not put forward shows it at this moment.
    return earlierUs;
  }

  return { name, offsetUs, localToUs };
}

/** Asks the tz database for the span around a moment. Costs microseconds, so once a span. */
function askSpan(name: string, timeUs: number): Span {
  const ms = Math.floor(timeUs / 1_000);
  const moment = Temporal.Instant
    .fromEpochMilliseconds(Math.min(Math.max(ms, -LIMIT_MS), LIMIT_MS))
    .toZonedDateTimeISO(name);
  // "Previous" is the last change strictly before a moment: one that falls on it counts.
  const previous = moment.add({ milliseconds: ms < LIMIT_MS ? 1 : 0 })
    .getTimeZoneTransition("previous");
  const next = moment.getTimeZoneTransition("next");
  return {
    fromUs: previous === null || previous === undefined
      ? -Infinity
      : previous.epochMilliseconds * 1_000,
    untilUs: next === null || next === undefined
      ? Infinity
      : next.epochMilliseconds * 1_000,
    offsetUs: moment.offsetNanoseconds / 1_000,
  };
}
