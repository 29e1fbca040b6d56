/** When events happen, and in which order they come. */
export interface Timeline {
  /** The event that comes at a place, both counted from 1. */
  eventAt(place: number): number;
  /** When an event happens: whole milliseconds, in microseconds since the epoch. */
  timeUs(event: number): number;
}

/** Options of {@linkcode timeline}. */
export interface TimelineOptions {
  /** Events a second of event time. */
  readonly rate: number;
  /** When event 0 happened. */
  readonly baseUs: number;
  /** How far out of order events may come, in microseconds. */
  readonly disorderUs: number;
}

/** The step within a group of events that come out of order. */
const STRIDE = 953;

/**
 * Lays events out in time, one every so often, and mixes their order within
 * groups that last as long as events may be out of order.
 */
export function timeline(
  { rate, baseUs, disorderUs }: TimelineOptions,
): Timeline {
  const eventUs = 1_000_000 / rate;
  const group = groupSize(Math.floor(disorderUs / eventUs));
  return {
    eventAt: (place) =>
      Math.floor(place / group) * group + (place * STRIDE) % group,
    timeUs: (event) =>
      baseUs + Math.floor(Math.floor(event * eventUs) / 1_000) * 1_000,
  };
}

/** With some sizes the stride would meet events twice, with others it would leave them in order. */
function groupSize(size: number): number {
  while (size > 2 && STRIDE % size <= 1 || size > 1 && size % STRIDE === 0) {
    size--;
  }
  return Math.max(1, size);
}
