import { calendarBounds, type CalendarOptions } from "./calendar.ts";
import type { WindowSize } from "./size.ts";
import type { SliceBounds, Slicing } from "./slices.ts";

/**
 * Windows of a fixed size that begin together and grow by a step, aligned to
 * the epoch: `[0, 1)`, `[0, 2)`, `[0, 3)`, then `[3, 4)`, `[3, 5)`...
 *
 * @param sizeUs Length of the longest, in microseconds; a multiple of the step.
 * @param stepUs By how much each is longer than the one before.
 * @param offsetUs How far all boundaries are moved.
 */
export function fixedCumulating(
  sizeUs: number,
  stepUs: number,
  offsetUs: number,
): Slicing {
  const steps = sizeUs / stepUs;
  const startOf = (window: number) =>
    Math.floor(window / steps) * sizeUs + offsetUs;
  const endOf = (window: number) => (window + 1) * stepUs + offsetUs;
  return {
    sliceAt(timeUs): SliceBounds {
      const first = Math.floor((timeUs - offsetUs) / stepUs);
      return {
        startUs: first * stepUs + offsetUs,
        endUs: endOf(first),
        first,
        last: (Math.floor(first / steps) + 1) * steps - 1,
      };
    },
    startOf,
    endOf,
    after: (window) => window + 1,
  };
}

/** Windows that begin together have numbers of their own up to this. */
const MOST_STEPS = 2 ** 22;

/**
 * Windows that begin together at a calendar boundary and grow by a step, of
 * fixed length or of calendar units: `1d --step 1h`, `1mo --step 1d`. The last
 * step is shorter where the size is no multiple, as on days of 23 hours.
 *
 * @throws {RangeError} If the step is longer than the size, or the size has millions of steps.
 */
export function calendarCumulating(
  size: CalendarOptions,
  step: WindowSize,
): Slicing {
  const bounds = calendarBounds(size);
  const { unit, count } = step;

  /** Where a window of a group would end, were there no size to end at. */
  const stepEnd = unit === "us"
    ? (group: number, steps: number) => bounds.at(group) + steps * count
    : (group: number, steps: number) =>
      bounds.after(group, unit, steps * count);

  /** How many whole steps a moment is behind the start of its group. */
  function stepsBefore(group: number, timeUs: number): number {
    const lengthUs = stepEnd(group, 1) - bounds.at(group);
    let steps = Math.floor((timeUs - bounds.at(group)) / lengthUs);
    while (stepEnd(group, steps) > timeUs) steps--;
    while (stepEnd(group, steps + 1) <= timeUs) steps++;
    return steps;
  }

  /** How many windows a group has. */
  function stepsOf(group: number): number {
    return stepsBefore(group, bounds.at(group + 1) - 1) + 1;
  }

  const tooLong = stepEnd(0, 1) > bounds.at(1);
  // Twice, since some spans of a calendar are longer than the first.
  if (tooLong || stepsOf(0) * 2 > MOST_STEPS) {
    throw new RangeError(
      `Cannot cut windows as their step is too ${
        tooLong ? "long" : "short"
      } for their size: current value is ${count} ${unit}`,
    );
  }

  const groupOf = (window: number) => Math.floor(window / MOST_STEPS);
  return {
    sliceAt(timeUs): SliceBounds {
      const group = bounds.indexOf(timeUs);
      const endUs = bounds.at(group + 1);
      const steps = stepsBefore(group, timeUs);
      return {
        startUs: stepEnd(group, steps),
        endUs: Math.min(stepEnd(group, steps + 1), endUs),
        first: group * MOST_STEPS + steps,
        last: group * MOST_STEPS + stepsOf(group) - 1,
      };
    },
    startOf: (window) => bounds.at(groupOf(window)),
    endOf(window) {
      const group = groupOf(window);
      const steps = window - group * MOST_STEPS + 1;
      return Math.min(stepEnd(group, steps), bounds.at(group + 1));
    },
    after(window) {
      const group = groupOf(window);
      const next = window + 1;
      return next - group * MOST_STEPS < stepsOf(group)
        ? next
        : (group + 1) * MOST_STEPS;
    },
  };
}
