import type { PlannedWindow } from "../pipeline/mod.ts";
import { parseWindowSize } from "../window/mod.ts";
import type { PortableWindow } from "./portable_job.ts";

/** What keeps a window from being portable. */
interface LocalWindow {
  readonly code: string;
  readonly why: string;
  readonly mend: string | null;
}

/** A planned window as every engine has it, or what of it none but weir has. */
export function lowerWindow(planned: PlannedWindow): {
  readonly window: PortableWindow | null;
  readonly local: readonly LocalWindow[];
} {
  const local: LocalWindow[] = [];
  const refuse = (code: string, why: string, mend: string | null = null) =>
    void local.push({ code, why, mend });
  if (planned.latenessUs > 0) {
    refuse(
      "P019",
      "windows that leave again for late rows have no common form",
      "Leave out --lateness, and wait longer with --watermark",
    );
  }
  if (planned.updateUs !== null) {
    refuse(
      "P019",
      "windows that leave before they are complete have no common form",
      "Leave out --emit",
    );
  }
  if (planned.fill) {
    refuse(
      "P020",
      "no engine but weir tells windows without rows",
      "Leave out --fill",
    );
  }
  if (planned.perKeyClock) {
    refuse(
      "P021",
      "the watermark of a cluster is that of all keys",
      "Leave out --per-key-clock",
    );
  }
  if (planned.processingTime) {
    refuse(
      "P021",
      "the time at which rows are read gives other windows in every run",
      "Leave out --processing-time, and name the field of the time with --time",
    );
  }
  if (planned.touched) {
    refuse("P019", "restate reads late rows again, here only");
  }
  const span = spanOf(planned, refuse);
  const delayMs = planned.delayUs === null
    ? null
    : wholeMs(planned.delayUs, "--watermark", refuse);
  return {
    window: span === null || local.length > 0 ? null : { span, delayMs },
    local,
  };
}

type Refuse = (code: string, why: string, mend?: string | null) => void;

function spanOf(
  planned: PlannedWindow,
  refuse: Refuse,
): PortableWindow["span"] | null {
  const { span } = planned;
  const length = (text: string) => lengthOf(text, planned, refuse);
  switch (span.kind) {
    case "tumbling": {
      const size = length(span.size);
      return size && { kind: "tumbling", ...size };
    }
    case "hopping": {
      const [size, every] = [length(span.size), length(span.every)];
      return size && every && {
        kind: "hopping",
        sizeMs: size.sizeMs,
        everyMs: every.sizeMs,
        offsetMs: every.offsetMs,
      };
    }
    case "cumulate": {
      const [size, step] = [length(span.size), length(span.step)];
      return size && step && {
        kind: "cumulate",
        ...size,
        stepMs: step.sizeMs,
      };
    }
    case "session":
      if (span.maxUs !== null) {
        refuse(
          "P022",
          "no engine but weir bounds the length of a session",
          "Leave out --max",
        );
      }
      return {
        kind: "session",
        gapMs: wholeMs(span.gapUs, "--session", refuse),
      };
    case "count":
    case "predicate":
      refuse(
        "P023",
        `which rows a window ${
          span.kind === "count" ? "of --rows" : "from --start to --end"
        } holds follows from the order in which they arrive, and a cluster has none`,
        "Use windows of time",
      );
      return null;
    case "global":
      refuse(
        "P024",
        "a window of all rows never completes on a cluster",
        "Use windows of time",
      );
      return null;
  }
}

const DAY_MS = 86_400_000;
/** Thursday 1970-01-01 to Monday 1969-12-29. */
const MONDAY_MS = -3 * DAY_MS;

/** A size in milliseconds, with the offset of its first boundary from the epoch; `null` where it has no fixed one. */
function lengthOf(
  text: string,
  { zone, originUs, offsetUs }: PlannedWindow,
  refuse: Refuse,
): { readonly sizeMs: number; readonly offsetMs: number } | null {
  const size = parseWindowSize(text)!;
  if (size.unit === "month") {
    refuse(
      "P025",
      `${text} has no fixed length, and a cluster's windows have one`,
      "Use days or hours",
    );
    return null;
  }
  if (size.unit !== "us" && zone !== "UTC") {
    refuse(
      "P025",
      `days in ${zone} have 23 or 25 hours twice a year, and a cluster's windows have a fixed length`,
      "Leave out --zone, or give the size in hours",
    );
    return null;
  }
  const sizeMs = size.unit === "us"
    ? wholeMs(size.count * 1, text, refuse)
    : size.count * (size.unit === "week" ? 7 : 1) * DAY_MS;
  const origin = originUs === null
    ? (size.unit === "week" ? MONDAY_MS : 0)
    : wholeMs(originUs, "--origin", refuse);
  const moved = origin + wholeMs(offsetUs, "--offset", refuse);
  return { sizeMs, offsetMs: ((moved % sizeMs) + sizeMs) % sizeMs };
}

function wholeMs(us: number, what: string, refuse: Refuse): number {
  if (us % 1_000 !== 0) {
    refuse(
      "P026",
      `${what} has parts of a millisecond, which is the finest that clusters tell apart`,
      "Use whole milliseconds",
    );
  }
  return Math.floor(us / 1_000);
}
