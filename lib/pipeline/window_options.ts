import type { Windowing } from "../stream/mod.ts";
import { findZone, UTC } from "../time/mod.ts";
import {
  type AssignerOptions,
  parseWindowSize,
  windowAssigner,
  type WindowKind,
  type WindowOptions,
} from "../window/mod.ts";
import type { PlannedWindow } from "./plan.ts";

/** The assigner and the delay of planned windows that are plain. */
export function windowing(window: PlannedWindow): Windowing {
  const { span } = window;
  if (span.kind !== "tumbling") {
    throw new TypeError(`Cannot assign windows of this kind: ${span.kind}`);
  }
  return {
    assigner: windowAssigner(aligned(window, span.size)),
    delayUs: window.delayUs ?? Infinity,
  };
}

/** Tells when the plain window of a moment ends. */
export function endsOf(window: PlannedWindow): (timeUs: number) => number {
  const { assigner } = windowing(window);
  return (timeUs) => assigner.endOf(assigner.startOf(timeUs));
}

/** What the window machine is told of planned windows. */
export function windowOptions(
  window: PlannedWindow,
): Omit<WindowOptions, "keyed" | "compareKeys"> {
  return {
    windows: windowKind(window),
    delayUs: window.delayUs ?? Infinity,
    latenessUs: window.latenessUs,
    refireUs: window.refireUs,
    ...(window.updateUs === null ? {} : { updateUs: window.updateUs }),
    perKeyClock: window.perKeyClock,
    fill: window.fill,
  };
}

function windowKind(window: PlannedWindow): WindowKind {
  const { span } = window;
  switch (span.kind) {
    case "tumbling":
      return { kind: "aligned", ...aligned(window, span.size) };
    case "hopping":
      return {
        kind: "aligned",
        ...aligned(window, span.size),
        every: parseWindowSize(span.every)!,
      };
    case "cumulate":
      return {
        kind: "aligned",
        ...aligned(window, span.size),
        step: parseWindowSize(span.step)!,
      };
    case "session":
      return {
        kind: "session",
        gapUs: span.gapUs,
        ...(span.maxUs === null ? {} : { maxUs: span.maxUs }),
      };
    case "count":
      return { kind: "count", rows: span.rows, every: span.every };
    case "predicate":
    case "global":
      return { kind: span.kind };
  }
}

function aligned(window: PlannedWindow, size: string): AssignerOptions {
  return {
    size: parseWindowSize(size)!,
    zone: findZone(window.zone) ?? UTC,
    ...(window.originUs === null ? {} : { originUs: window.originUs }),
    offsetUs: window.offsetUs,
  };
}
