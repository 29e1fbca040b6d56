import { Fault } from "../../core/mod.ts";
import { durationUs, parseDuration } from "../../time/mod.ts";
import {
  parseWindowSize,
  WINDOW_SIZE_FORM,
  type WindowSize,
} from "../../window/mod.ts";
import type { PlannedSpan } from "../plan.ts";
import type { Ref } from "../shape.ts";
import type { WindowSpec } from "../spec.ts";

/** How a fixed length of time is written. */
const LENGTH_FORM = "Write a length such as 500ms, 10s, 5m or 1h30m";

/**
 * What the windows of a stage follow from.
 *
 * @param originUs `--origin`.
 * @param condition Plans one of the expressions that begin and end windows.
 * @throws {Fault} Where the flags do not go together, or a length is none.
 */
export function windowSpan(
  spec: WindowSpec,
  originUs: number | null,
  condition: (text: NonNullable<WindowSpec["start"]>) => Ref,
): PlannedSpan {
  const { size, every, step, session, max, rows, start, end } = spec;
  const { origin, offset, zone } = spec;
  const kinds = [
    size === null ? null : "SIZE",
    session == null ? null : "--session",
    rows == null ? null : "--rows",
    start == null && end == null ? null : "--start and --end",
    spec.global === true ? "--global" : null,
  ].filter((kind) => kind !== null);
  if (kinds.length !== 1) throw notOneKind(kinds);
  if (size === null) refuse({ origin, offset, zone }, kinds[0]!);
  if (session != null) {
    refuse({ every, step }, "--session");
    const maxUs = max == null ? null : lengthOf(max, "--max");
    return { kind: "session", gapUs: lengthOf(session, "--session"), maxUs };
  }
  refuse({ max }, kinds[0]!);
  if (rows != null) {
    refuse({ step }, "--rows");
    const count = rowsOf(rows, "--rows");
    return {
      kind: "count",
      rows: count,
      every: every == null ? count : rowsOf(every, "--every"),
    };
  }
  if (size !== null) return alignedSpan(spec, size, originUs);
  refuse({ every, step }, kinds[0]!);
  if (spec.global === true) return { kind: "global" };
  if (start == null || end == null) {
    throw new Fault(
      "plan/window-kind",
      `window needs ${start == null ? "--start" : "--end"} as well`,
      { mend: "For example: window --start 'state = 1' --end 'state = 0'" },
    );
  }
  return { kind: "predicate", start: condition(start), end: condition(end) };
}

function alignedSpan(
  { every, step }: WindowSpec,
  size: string,
  originUs: number | null,
): PlannedSpan {
  const { unit } = sizeOf(size, "the size of a window");
  if (every != null) sizeOf(every, "--every");
  if (step != null) sizeOf(step, "--step");
  if (every != null && step != null) {
    throw new Fault(
      "plan/window-kind",
      "window takes --every or --step, not both",
      { mend: "--every for windows that hop, --step for windows that grow" },
    );
  }
  if (originUs !== null && unit === "us") {
    throw new Fault(
      "plan/origin",
      "cannot count windows of a fixed size from an origin, since they are aligned to the epoch",
      { mend: "Use --offset to move their boundaries" },
    );
  }
  if (every != null) return { kind: "hopping", size, every };
  if (step != null) return { kind: "cumulate", size, step };
  return { kind: "tumbling", size };
}

function notOneKind(kinds: readonly string[]): Fault {
  return kinds.length === 0
    ? new Fault("usage/missing", "window needs SIZE", {
      mend:
        "For example: window 1m; or --session GAP, --rows N, --start with --end, --global",
    })
    : new Fault(
      "plan/window-kind",
      `window takes one of ${kinds.join(", ")}`,
      { mend: "Each of them says by itself where windows begin and end" },
    );
}

/** Refuses flags that mean nothing for a kind of window. */
function refuse(
  flags: Readonly<Record<string, unknown>>,
  kind: string,
): void {
  for (const [name, value] of Object.entries(flags)) {
    if (value == null) continue;
    throw new Fault(
      "plan/window-kind",
      `--${name} does not go with ${kind}`,
      { mend: "See weir window -h" },
    );
  }
}

function sizeOf(text: string, what: string): WindowSize {
  const size = parseWindowSize(text);
  if (size !== null) return size;
  throw new Fault(
    "plan/window-size",
    `cannot read ${JSON.stringify(text)} as ${what}`,
    { mend: WINDOW_SIZE_FORM },
  );
}

/** A length of time in microseconds, more than none. */
export function lengthOf(text: string, what: string): number {
  const duration = parseDuration(text);
  const us = duration === null ? null : durationUs(duration);
  if (us !== null && us > 0) return us;
  throw new Fault(
    "plan/length",
    `cannot read ${JSON.stringify(text)} as ${what}`,
    { mend: LENGTH_FORM },
  );
}

function rowsOf(text: string, what: string): number {
  const count = /^\d[\d_,]*$/u.test(text)
    ? Number(text.replace(/[_,]/gu, ""))
    : NaN;
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Fault(
    "plan/rows",
    `cannot read ${JSON.stringify(text)} as a number of rows for ${what}`,
    { mend: "Write a whole number such as 100" },
  );
}
