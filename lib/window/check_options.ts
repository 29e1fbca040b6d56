import { slicing } from "./slicing.ts";
import type { WindowOptions } from "./window_options.ts";

/**
 * Refuses options that make no windows together, before the first row.
 *
 * @throws {RangeError} With what cannot be, in words that a plan can pass on.
 */
export function checkWindowOptions(options: WindowOptions): void {
  const { windows, updateUs, fillLimit } = options;
  atLeast("delay", options.delayUs, 0);
  atLeast("lateness", options.latenessUs ?? 0, 0);
  atLeast("refire", options.refireUs ?? 0, 0);
  if (updateUs !== undefined) atLeast("update", updateUs, 0);
  if (fillLimit !== undefined) atLeast("fill limit", fillLimit, 1);
  const byTime = windows.kind === "aligned" || windows.kind === "session";
  const named = NAMES[windows.kind];
  if (!byTime && (options.latenessUs ?? 0) > 0) {
    throw new RangeError(
      `Cannot keep ${named} after they were complete, as no row is late for them: lateness is for windows of time and sessions`,
    );
  }
  if (options.fill && windows.kind !== "aligned") {
    throw new RangeError(
      `Cannot fill in ${named} without rows, as there are none: fill is for windows of time`,
    );
  }
  if (options.perKeyClock && !options.keyed) {
    throw new RangeError(
      "Cannot keep a clock for each key as windows have no key",
    );
  }
  if (options.perKeyClock && !byTime) {
    throw new RangeError(
      `Cannot complete ${named} by a clock for each key, as time does not complete them: it is for windows of time and sessions`,
    );
  }
  switch (windows.kind) {
    case "aligned":
      slicing(windows);
      break;
    case "session":
      atLeast("gap", windows.gapUs, 1);
      if (windows.maxUs !== undefined) atLeast("longest", windows.maxUs, 1);
      break;
    case "count":
      atLeast("rows", windows.rows, 1);
      atLeast("every", windows.every ?? 1, 1);
      if (updateUs !== undefined && overlapping(windows)) {
        throw new RangeError(
          "Cannot tell of windows of counted rows before they are complete as they overlap: leave out every, or the updates",
        );
      }
  }
}

const NAMES = {
  aligned: "windows of time",
  session: "sessions",
  count: "windows of counted rows",
  predicate: "windows between predicates",
  global: "the window of all rows",
};

function overlapping({ rows, every }: { rows: number; every?: number }) {
  return every !== undefined && every !== rows;
}

function atLeast(what: string, value: number, least: number): void {
  const whole = Number.isSafeInteger(value) || value === Infinity;
  if (whole && value >= least) return;
  throw new RangeError(
    `Cannot make windows as ${what} must be a whole number, ${least} or more: current value is ${value}`,
  );
}
