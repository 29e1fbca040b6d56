import { Fault } from "../../core/mod.ts";
import { parseNames, type SourceText } from "../../sql/mod.ts";
import {
  durationUs,
  findZone,
  nearestZoneName,
  parseDuration,
  parseTimestamp,
} from "../../time/mod.ts";
import { DELAY_FORM, parseDelay, windowMachine } from "../../window/mod.ts";
import { planCondition, planExpression } from "../expressions.ts";
import { isPlain, isRevised, type PlannedWindow } from "../plan.ts";
import { giveWay } from "../give_way.ts";
import { pathText, refOf } from "../scope_of.ts";
import { lookUp, type Ref, type Shape, type ShapeField } from "../shape.ts";
import type { WindowSpec } from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { withShape, withStep } from "./rows.ts";
import { windowOptions } from "../window_options.ts";
import { lengthOf, windowSpan } from "./window_span.ts";

/** How often windows leave again unless the user says otherwise (W8). */
const SECOND_US = 1_000_000;

/** Plans `window`: rows get their window; a later step completes it. */
export function planWindow(
  state: PlanState,
  spec: WindowSpec,
  context: PlanContext,
): PlanState {
  const gathered = state.pending === null ? state : gather(state);
  const first = gathered.window === null;
  if (first) {
    if (gathered.whole) {
      throw new Fault(
        "plan/no-time",
        "cannot window these rows as they are an answer over the whole input and have no time",
        { mend: "Put `window` before the stage that answers, not behind it" },
      );
    }
    if (spec.processingTime !== true) context.needTime();
  } else if (spec.processingTime === true) {
    throw new Fault(
      "plan/processing-time",
      "cannot window these rows by the clock, as they are answers of windows and have the time of those",
      { mend: "Leave out --processing-time here" },
    );
  }
  let base = gathered;
  const window = plannedWindow(spec, first, context, (text) => {
    const id = context.nextId();
    const expression = planCondition(text, base.shape, context);
    base = withStep(base, { kind: "compute", id, expression });
    return { kind: "computed", id };
  });
  const keys = spec.key === null ? [] : parseNames(spec.key).map((name) => {
    const field = fieldOf(base.shape, String(name.path[0]));
    context.onName(field.name);
    const input = refOf(base.shape, name.path, name.span, spec.key!);
    const key = { ...field, name: String(name.path.at(-1)) };
    // Of a field that was declared a text, a number is its text (V2).
    const declared = input.kind === "input" &&
      context.declared.get(pathText(input.path)) === "VARCHAR";
    if (!declared) return { ...key, input: coded(input) };
    const id = context.nextId();
    const expression = planExpression(spec.key!, name, base.shape, context);
    base = withStep(base, { kind: "compute", id, expression });
    return { ...key, input: { kind: "computed" as const, id } };
  });
  const startId = context.nextId();
  const endId = context.nextId();
  const start = moment("window_start", startId);
  const end = moment("window_end", endId);
  const revision: ShapeField | null = isRevised(window)
    ? {
      name: "revision",
      type: "BIGINT",
      origin: { kind: "computed", id: context.nextId() },
    }
    : null;
  const planned = withStep(base, {
    kind: "window",
    window,
    startId,
    endId,
    counted: gathered.counted,
    ofResults: !first,
  });
  const leading = [start, end, ...(revision === null ? [] : [revision])];
  const names = leading.map(({ name }) => name);
  const { shape, renamed } = giveWay(
    withoutBounds(planned.shape, names),
    names,
    "is the window's",
    context,
  );
  const named = keys.map((key) => ({
    ...key,
    name: renamed.get(key.name) ?? key.name,
  }));
  return {
    ...withShape(planned, { ...shape, fields: [...leading, ...shape.fields] }),
    pending: { window, keys: named, start, end, revision },
    window,
    leading: [],
    completed: false,
    whole: false,
  };
}

/** The shape without the bounds of an earlier window, which give way to those of this one. */
function withoutBounds(shape: Shape, names: readonly string[]): Shape {
  const fields = shape.fields.filter((field) =>
    !(names.includes(field.name) && field.origin.kind !== "input")
  );
  return fields.length === shape.fields.length ? shape : { ...shape, fields };
}

function moment(name: string, id: number): ShapeField {
  return { name, type: "TIMESTAMP", origin: { kind: "computed", id } };
}

function fieldOf(shape: Shape, name: string): ShapeField {
  const field = lookUp(shape, name, true);
  if (field === null) {
    throw new Fault("plan/unknown-field", `cannot find the field ${name}`, {
      mend: `The fields here are: ${
        shape.fields.map((other) => other.name).join(", ")
      }`,
    });
  }
  return field;
}

/** The ref with strings as codes of a dictionary, which grouping is fastest on. */
export function coded(ref: Ref): Ref {
  return ref.kind === "input" && ref.as === "value"
    ? { ...ref, as: "code" }
    : ref;
}

function plannedWindow(
  spec: WindowSpec,
  first: boolean,
  context: PlanContext,
  condition: (text: SourceText) => Ref,
): PlannedWindow {
  const zone = spec.zone ?? "UTC";
  if (findZone(zone) === null) {
    throw new Fault("plan/zone", `cannot find the time zone ${zone}`, {
      mend: `Did you mean ${nearestZoneName(zone)}?`,
    });
  }
  const place = {
    zone,
    originUs: spec.origin === null ? null : originOf(spec.origin, zone),
    offsetUs: spec.offset === null ? 0 : offsetOf(spec.offset),
  };
  const { lateness, refire, emit } = spec;
  const refireUs = refire == null ? SECOND_US : lengthOf(refire, "--refire");
  if (spec.processingTime === true) refuseEventTime(spec);
  const window: PlannedWindow = {
    span: windowSpan(spec, place.originUs, condition),
    delayUs: delayOf(spec, first, context),
    ...place,
    latenessUs: lateness == null ? 0 : latenessOf(lateness),
    refireUs,
    updateUs: emit == null ? null : updateOf(emit, refireUs),
    touched: context.restating === true,
    changes: false,
    fill: spec.fill ?? false,
    perKeyClock: spec.perKeyClock ?? false,
    processingTime: spec.processingTime ?? false,
  };
  checkTogether(window, spec.key !== null);
  // A session that has joined another is taken back, which takes a changelog (W9).
  const changes = emit?.startsWith("change") === true ||
    (window.span.kind === "session" && isRevised(window));
  return { ...window, changes };
}

/** Rows that are timed as they are read come in order, and are never late. */
function refuseEventTime(spec: WindowSpec): void {
  const { time, watermark, lateness, refire, perKeyClock } = spec;
  const given = {
    time,
    watermark,
    lateness,
    refire,
    "per-key-clock": perKeyClock === true ? true : null,
  };
  for (const [name, value] of Object.entries(given)) {
    if (value == null) continue;
    throw new Fault(
      "plan/processing-time",
      `--${name} does not go with --processing-time`,
      {
        mend:
          "Rows that have the time at which they are read come in order, and none is late",
      },
    );
  }
}

/** Refuses options that make no windows together. */
function checkTogether(window: PlannedWindow, keyed: boolean): void {
  const nothing = { add() {}, merge() {}, emit() {}, leave() {}, drop() {} };
  try {
    windowMachine({ ...windowOptions(window), keyed }, nothing);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Fault(
      "plan/window-kind",
      error.message.replace(/^Cannot/u, "cannot"),
      { mend: "See weir window -h" },
    );
  }
}

/** How long complete windows are kept; none is what holds where nothing is said. */
function latenessOf(text: string): number {
  const duration = parseDuration(text);
  return duration !== null && durationUs(duration) === 0
    ? 0
    : lengthOf(text, "--lateness");
}

/** `update`, `change`, `update=1s`: how often windows leave before they are complete; as often as they leave again where it does not say (W8). */
function updateOf(text: string, refireUs: number): number {
  const at = text.indexOf("=");
  const kind = at === -1 ? text : text.slice(0, at);
  const length = at === -1 ? undefined : text.slice(at + 1);
  if (kind !== "update" && kind !== "change") {
    throw new Fault(
      "plan/emit",
      `cannot read ${JSON.stringify(text)} as when windows leave`,
      { mend: "Write --emit update, --emit change, or --emit change=10s" },
    );
  }
  return length === undefined ? refireUs : lengthOf(length, `--emit ${kind}`);
}

function delayOf(
  spec: WindowSpec,
  first: boolean,
  context: PlanContext,
): number | null {
  // Results arrive in order: a second window waits for nothing more (W6).
  if (spec.processingTime === true) return 0;
  if (spec.watermark === null) return first ? context.defaultDelayUs : 0;
  const delayUs = parseDelay(spec.watermark);
  if (delayUs === null) {
    throw new Fault(
      "plan/watermark",
      `cannot read ${JSON.stringify(spec.watermark)} as a delay`,
      { mend: DELAY_FORM },
    );
  }
  return delayUs === Infinity ? null : delayUs;
}

/** The local time of an origin, as if it were UTC: as written, or where it names a zone of its own, that of its moment. */
function originOf(text: string, zoneName: string): number {
  const originUs = parseTimestamp(text);
  if (originUs !== null) {
    const zone = findZone(zoneName)!;
    const isMoment = originUs === parseTimestamp(text, findZone("Asia/Tokyo")!);
    return isMoment ? originUs + zone.offsetUs(originUs) : originUs;
  }
  throw new Fault(
    "plan/origin",
    `cannot read ${JSON.stringify(text)} as a date`,
    { mend: "Write a date such as 2024-01-01, or 2024-01-01T06:00" },
  );
}

function offsetOf(text: string): number {
  const negative = text.startsWith("-");
  const duration = parseDuration(negative ? text.slice(1) : text);
  const offsetUs = duration === null ? null : durationUs(duration);
  if (offsetUs === null) {
    throw new Fault(
      "plan/offset",
      `cannot read ${JSON.stringify(text)} as an offset`,
      { mend: "Write a duration of fixed length such as 15m or -5h" },
    );
  }
  return negative ? -offsetUs : offsetUs;
}

/** Windows that are not plain are completed before rows are dropped or changed: what a row is part of is known only then. */
export function ownWindows(state: PlanState): PlanState {
  return state.pending === null || isPlain(state.pending.window)
    ? state
    : gather(state);
}

/** Completes windows by holding their rows; without a window, holds the whole input. */
export function gather(state: PlanState): PlanState {
  if (state.completed || state.whole) return state;
  const { pending } = state;
  return {
    ...withStep(state, {
      kind: "gather",
      window: pending?.window ?? null,
      keys: pending?.keys.map(({ input }) => input) ?? [],
      lines: state.lines,
      boundIds: [
        idOf(pending?.start),
        idOf(pending?.end),
        idOf(pending?.revision),
      ],
      counted: state.counted,
    }),
    // Windows that leave again bring their rows again.
    counted: state.counted && pending?.revision == null &&
      !overlaps(pending?.window),
    pending: null,
    leading: pending === null ? [] : [
      ...pending.keys,
      ...(pending.revision === null
        ? []
        : [{ ...pending.revision, input: pending.revision.origin as Ref }]),
    ],
    completed: pending !== null,
    together: false,
    whole: pending === null,
    ...(pending?.window.changes === true
      ? {
        changes: {
          identity: null,
          revision: pending.revision!.origin as Ref,
          told: false,
        },
      }
      : {}),
  };
}

/** Whether a row may be in several windows, and so is handed on more than once. */
function overlaps(window: PlannedWindow | undefined): boolean {
  const span = window?.span;
  return span?.kind === "hopping" || span?.kind === "cumulate" ||
    (span?.kind === "count" && span.every < span.rows);
}

function idOf(field: ShapeField | null | undefined): number {
  return field?.origin.kind === "computed" ? field.origin.id : -1;
}
