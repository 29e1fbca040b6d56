import { type Clock, Fault } from "../core/mod.ts";
import {
  durationUs,
  findZone,
  FixedClock,
  nearestZoneName,
  parseDuration,
  parseTimestamp,
  UTC,
  type Zone,
} from "../time/mod.ts";
import { parseBytes } from "./size_text.ts";
import type { RunSpec } from "./spec.ts";

/** A row further ahead of the clock is bad, unless `--max-ahead` says otherwise (T8). */
const MAX_AHEAD_US = 86_400_000_000;
/** A live input may be silent so long, unless `--idle` says otherwise (T7). */
const IDLE_US = 30_000_000;
/** What open windows may hold, unless `--max-memory` says otherwise (T5). */
const MAX_MEMORY_BYTES = 1024 ** 3;

/** The options of a run that are texts on the command line, read. */
export interface Settings {
  /** Where a stamp without a zone was made. */
  readonly zone: Zone;
  /** Zone of tables on a terminal. */
  readonly displayZone: Zone;
  /** The clock: fixed by `--now`. */
  readonly clock: Clock;
  /** How far ahead of the clock a row may be. */
  readonly maxAheadUs: number;
  /** How long a live input may be silent before windows complete by the wall clock. */
  readonly idleUs: number;
  /** Rows before it are dropped. */
  readonly sinceUs: number;
  /** Rows at or after it are dropped. */
  readonly untilUs: number;
  /** What open windows may hold. */
  readonly maxMemoryBytes: number;
  /** Event times are floored to whole multiples of this. */
  readonly precisionUs: number;
}

/**
 * Reads the options that are texts.
 *
 * @throws {Fault} Where one cannot be read.
 */
export function readSettings(spec: RunSpec, clock: Clock): Settings {
  const { read, options } = spec;
  refuseSharedOutlets(spec);
  const zone = zoneOf(read.zone, "--zone");
  const timeOf = (text: string, flag: string): number => {
    const timeUs = parseTimestamp(text, zone);
    if (timeUs !== null) return timeUs;
    throw new Fault(
      "options/time",
      `cannot read ${JSON.stringify(text)} as a time`,
      {
        mend:
          `Write ${flag} 2024-01-31, 2024-01-31T10:00:00Z or seconds since 1970`,
      },
    );
  };
  return {
    zone,
    displayZone: zoneOf(options.displayZone, "--display-zone"),
    clock: options.now === null
      ? clock
      : new FixedClock(timeOf(options.now, "--now")),
    maxAheadUs: options.maxAhead === null
      ? MAX_AHEAD_US
      : lengthOf(options.maxAhead, "--max-ahead"),
    idleUs: options.idle === null ? IDLE_US : lengthOf(options.idle, "--idle"),
    sinceUs: read.since === null ? -Infinity : timeOf(read.since, "--since"),
    untilUs: read.until === null ? Infinity : timeOf(read.until, "--until"),
    maxMemoryBytes: options.maxMemory === null
      ? MAX_MEMORY_BYTES
      : sizeOf(options.maxMemory),
    precisionUs: options.precision === "ms" ? 1_000 : 1,
  };
}

/** What goes to a file: what it is, how the user names it, and where. */
type Outlet = readonly [what: string, flag: string, path: string];

/** Standard output, or a file, carries the results or one of what stands beside them: never two (W11). */
function refuseSharedOutlets({ stages, options }: RunSpec): void {
  const outlets: readonly Outlet[] = [
    ...(stages.at(-1)?.verb === "write"
      ? []
      : [["the results", "-o", "-"] as const]),
    ...stages.flatMap((stage) =>
      stage.verb === "write"
        ? [["the rows of write", "write", stage.path] as const]
        : []
    ),
    ...(options.late === null
      ? []
      : [["late rows", "--late", options.late] as const]),
    ...(options.badTo === null
      ? []
      : [["bad lines", "--bad-to", options.badTo] as const]),
  ];
  for (const [at, [what, flag, path]] of outlets.entries()) {
    if (path.startsWith("/dev/")) continue;
    const before = outlets.slice(0, at).find((one) => one[2] === path);
    if (before === undefined) continue;
    const place = path === "-" ? "standard output" : path;
    const results = before[1] === "-o";
    throw new Fault(
      "options/outlet",
      `cannot write ${what} to ${place}, as ${before[0]} go there`,
      {
        mend: `Give ${flag} a file of its own${
          results ? "; or put the results into one: then write FILE" : ""
        }`,
      },
    );
  }
}

function zoneOf(name: string | null, flag: string): Zone {
  if (name === null) return UTC;
  const zone = findZone(name);
  if (zone !== null) return zone;
  throw new Fault("options/zone", `cannot find the time zone ${name}`, {
    mend: `Did you mean ${flag} ${nearestZoneName(name)}?`,
  });
}

function lengthOf(text: string, flag: string): number {
  const duration = parseDuration(text);
  const lengthUs = duration === null ? null : durationUs(duration);
  if (lengthUs !== null && lengthUs >= 0) return lengthUs;
  throw new Fault(
    "options/duration",
    `cannot read ${JSON.stringify(text)} as a duration`,
    { mend: `Write ${flag} 1h, 30m or 10s` },
  );
}

function sizeOf(text: string): number {
  const bytes = parseBytes(text);
  if (bytes !== null) return bytes;
  throw new Fault(
    "options/size",
    `cannot read ${JSON.stringify(text)} as a size in bytes`,
    { mend: "Write --max-memory 512MiB or 2GiB" },
  );
}
