import { durationText, formatTimestamp } from "../time/mod.ts";
import { delayText } from "../window/mod.ts";
import type { PlannedWindow } from "./plan.ts";

/** Planned windows in words, for `explain`. */
export function windowText(window: PlannedWindow): string {
  const parts = [spanText(window)];
  if (window.zone !== "UTC") parts.push(`in ${window.zone}`);
  if (window.originUs !== null) {
    parts.push(`from ${formatTimestamp(window.originUs)}`);
  }
  if (window.offsetUs !== 0) {
    const sign = window.offsetUs < 0 ? "-" : "";
    parts.push(`moved by ${sign}${lengthText(Math.abs(window.offsetUs))}`);
  }
  return `${parts.join(" ")}; ${leavingText(window)}`;
}

/** The kind and length of planned windows in a few words: `1h every 5m`. */
export function spanText({ span }: PlannedWindow): string {
  switch (span.kind) {
    case "tumbling":
      return span.size;
    case "hopping":
      return `${span.size} every ${span.every}`;
    case "cumulate":
      return `${span.size}, growing by ${span.step}`;
    case "session": {
      const most = span.maxUs === null
        ? ""
        : `, shorter than ${lengthText(span.maxUs)}`;
      return `sessions of rows at most ${lengthText(span.gapUs)} apart${most}`;
    }
    case "count":
      return `${span.rows} rows${
        span.every === span.rows ? "" : ` every ${span.every}`
      }`;
    case "predicate":
      return "from a row of --start to a row of --end";
    case "global":
      return "one window for all rows";
  }
}

function leavingText(window: PlannedWindow): string {
  const { span, delayUs, latenessUs, updateUs } = window;
  if (span.kind === "count" || span.kind === "predicate") {
    return "windows are complete with their last row, or when the input ends";
  }
  const complete = delayUs === null || span.kind === "global"
    ? "complete when the input ends"
    : window.processingTime
    ? "complete at their end, by the clock"
    : `complete ${delayText(delayUs)} after their end, by the newest ${
      window.perKeyClock ? "row of their key" : "row"
    }`;
  const more = [
    latenessUs === 0
      ? ""
      : `, kept ${lengthText(latenessUs)} longer for late rows`,
    updateUs === null
      ? ""
      : `, and leave each ${lengthText(updateUs)} before that`,
    window.changes ? ", as changes of what was told" : "",
    window.fill ? ", those without rows too" : "",
    window.touched ? ", and leave if a late row is in them" : "",
  ];
  return `windows are ${complete}${more.join("")}`;
}

function lengthText(us: number): string {
  return durationText({ months: 0, days: 0, us });
}
