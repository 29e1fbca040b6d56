import { Fault } from "../../core/mod.ts";
import { parseNames, parseOrder } from "../../sql/mod.ts";
import {
  durationUs,
  findZone,
  nearestZoneName,
  parseDuration,
  parseTimestamp,
} from "../../time/mod.ts";
import {
  DELAY_FORM,
  parseDelay,
  parseWindowSize,
  WINDOW_SIZE_FORM,
} from "../../window/mod.ts";
import { planExpression } from "../expressions.ts";
import type { PlannedWindow } from "../plan.ts";
import { refOf } from "../scope_of.ts";
import { lookUp, type Ref, type Shape, type ShapeField } from "../shape.ts";
import type { LimitSpec, SortSpec, WindowSpec } from "../spec.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { withShape, withStep } from "./rows.ts";

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
    context.needTime();
  }
  const window = plannedWindow(spec, first, context);
  const keys = spec.key === null ? [] : parseNames(spec.key).map((name) => {
    const field = fieldOf(gathered.shape, String(name.path[0]));
    context.onName(field.name);
    const input = refOf(gathered.shape, name.path, name.span, spec.key!);
    return { ...field, name: String(name.path.at(-1)), input: coded(input) };
  });
  const startId = context.nextId();
  const endId = context.nextId();
  const start = moment("window_start", startId);
  const end = moment("window_end", endId);
  const planned = withStep(gathered, {
    kind: "window",
    window,
    startId,
    endId,
    counted: gathered.counted,
  });
  return {
    ...withShape(planned, withBounds(planned.shape, [start, end], context)),
    pending: { window, keys, start, end },
    window,
    completed: false,
    whole: false,
  };
}

/** Puts the bounds first; an input field of such a name gets another (D3). */
function withBounds(
  shape: Shape,
  bounds: readonly [ShapeField, ShapeField],
  context: PlanContext,
): Shape {
  const names = bounds.map(({ name }) => name);
  const others = shape.fields
    // The bounds of an earlier window give way to those of this one.
    .filter((field) =>
      !(names.includes(field.name) && field.type === "TIMESTAMP" &&
        field.origin.kind !== "input")
    )
    .map((field) => {
      if (!names.includes(field.name)) return field;
      context.onNote(
        `the field ${field.name} of the input is called ${field.name}_1, since ${field.name} is the window's`,
      );
      return { ...field, name: `${field.name}_1` };
    });
  return { ...shape, fields: [...bounds, ...others] };
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
): PlannedWindow {
  const size = parseWindowSize(spec.size);
  if (size === null) {
    throw new Fault(
      "plan/window-size",
      `cannot read ${JSON.stringify(spec.size)} as the size of a window`,
      { mend: WINDOW_SIZE_FORM },
    );
  }
  const zone = spec.zone ?? "UTC";
  if (findZone(zone) === null) {
    throw new Fault("plan/zone", `cannot find the time zone ${zone}`, {
      mend: `Did you mean ${nearestZoneName(zone)}?`,
    });
  }
  if (spec.origin !== null && size.unit === "us") {
    throw new Fault(
      "plan/origin",
      "cannot count windows of a fixed size from an origin, since they are aligned to the epoch",
      { mend: "Use --offset to move their boundaries" },
    );
  }
  return {
    size: spec.size,
    delayUs: delayOf(spec, first, context),
    zone,
    originUs: spec.origin === null ? null : originOf(spec.origin),
    offsetUs: spec.offset === null ? 0 : offsetOf(spec.offset),
  };
}

function delayOf(
  spec: WindowSpec,
  first: boolean,
  context: PlanContext,
): number | null {
  // Results arrive in order: a second window waits for nothing more (W6).
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

function originOf(text: string): number {
  const originUs = parseTimestamp(text);
  if (originUs === null) {
    throw new Fault(
      "plan/origin",
      `cannot read ${JSON.stringify(text)} as a date`,
      { mend: "Write a date such as 2024-01-01, or 2024-01-01T06:00" },
    );
  }
  return originUs;
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
    }),
    pending: null,
    completed: pending !== null,
    whole: pending === null,
  };
}

/** Plans `limit`. */
export function planLimit(
  state: PlanState,
  spec: LimitSpec,
  _context: PlanContext,
): PlanState {
  const perWindow = !spec.total && (state.pending !== null || state.completed);
  const gathered = state.pending === null ? state : gather(state);
  return withStep(gathered, {
    kind: "limit",
    count: spec.count,
    perWindow,
    counted: state.counted,
  });
}

/** Plans `sort`: the rows of each window, or of the whole input, are held first. */
export function planSort(
  state: PlanState,
  spec: SortSpec,
  context: PlanContext,
): PlanState {
  const keys = parseOrder(spec.order).map((item) => ({
    expression: planExpression(
      spec.order,
      item.expression,
      state.shape,
      context,
    ),
    descending: item.descending,
    nullsFirst: item.nullsFirst,
  }));
  return withStep(gather(state), { kind: "sort", keys });
}
