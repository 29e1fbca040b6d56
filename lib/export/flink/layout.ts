import type {
  PortableJob,
  PortableStep,
  PortableWindow,
} from "../portable_job.ts";
import type { Connections } from "../target.ts";

/** What is decided for a whole job before any of it is printed. */
export interface JobLayout {
  /** Finite input whose windows wait for its end is computed as a batch; all else as a stream. */
  readonly mode: "batch" | "streaming";
  /** Whether the input ends. */
  readonly finite: boolean;
  /** The windows; `null` where there are none. */
  readonly window: PortableWindow | null;
  /** Whether rows have a time that is told to Flink: only a stream with windows needs one. */
  readonly watermarked: boolean;
  /** How far event time is moved back, so that windows begin at multiples of their size: streams of Flink 2.2 lose rows of windows with an offset. */
  readonly shiftMs: number;
}

/** Decides how a job runs. */
export function layoutOf(
  job: PortableJob,
  connections: Connections,
): JobLayout {
  const finite = connections.input.kind === "files";
  const step = job.steps.find((one) =>
    one.kind === "aggregate" && one.window !== null
  ) as (PortableStep & { readonly kind: "aggregate" }) | undefined;
  const window = step?.window ?? null;
  const session = window?.span.kind === "session";
  const batch = finite && (window === null || window.delayMs === null) &&
    !session;
  return {
    mode: batch ? "batch" : "streaming",
    finite,
    window,
    watermarked: window !== null && !batch,
    shiftMs: window === null || window.span.kind === "session"
      ? 0
      : window.span.offsetMs,
  };
}
