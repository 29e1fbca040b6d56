import { watchPeakMemory } from "./peak_memory.ts";

const TIME = "/usr/bin/time";

/** What one run took. */
export interface Sample {
  /** From start to end, in milliseconds. */
  readonly wallMs: number;
  /** Processor time of the program, in milliseconds; `null` where it cannot be told. */
  readonly userMs: number | null;
  /** Processor time of the system for it, in milliseconds; `null` where it cannot be told. */
  readonly systemMs: number | null;
  /** Greatest resident memory in bytes; `null` where it cannot be told. */
  readonly peakBytes: number | null;
}

/** A way to find out processor time and memory of a command. */
export interface Meter {
  /** What it is, for the results. */
  readonly name: string;
  /** Words to put before the command; the report goes to the path. */
  before(reportPath: string): readonly string[];
  /** Watches a process that runs; gives its greatest memory when called. */
  watch(pid: number): () => number | null;
  /** Reads the report, if the meter leaves one. */
  read(report: string): Omit<Sample, "wallMs">;
}

const UNKNOWN = { userMs: null, systemMs: null, peakBytes: null };

/** GNU time, as Linux has it (Debian package `time`). */
export const gnuTime: Meter = {
  name: "GNU time",
  before: (reportPath) => [TIME, "-o", reportPath, "-f", "%U %S %M"],
  watch: () => () => null,
  read(report) {
    const last = report.trim().split("\n").at(-1) ?? "";
    const [user, system, kib] = last.split(" ").map(Number);
    return {
      userMs: user! * 1000,
      systemMs: system! * 1000,
      peakBytes: kib! * 1024,
    };
  },
};

/** The time of BSD and macOS. */
export const bsdTime: Meter = {
  name: "BSD time",
  before: (reportPath) => [TIME, "-l", "-o", reportPath],
  watch: () => () => null,
  read(report) {
    const [, user, system] =
      /real\s+([\d.]+) user\s+([\d.]+) sys/.exec(report) ?? [];
    const peak = /(\d+)\s+maximum resident set size/.exec(report)?.[1];
    return {
      userMs: Number(user) * 1000,
      systemMs: Number(system) * 1000,
      peakBytes: Number(peak),
    };
  },
};

/** Memory only, read from `/proc` while the command runs. */
export const proc: Meter = {
  name: "/proc (no processor times; they need the package time)",
  before: () => [],
  watch: watchPeakMemory,
  read: () => UNKNOWN,
};

/** Wall time only. */
export const wallOnly: Meter = {
  name: "the clock alone (no memory; it needs /usr/bin/time)",
  before: () => [],
  watch: () => () => null,
  read: () => UNKNOWN,
};

/** The best meter that works here. */
export async function findMeter(): Promise<Meter> {
  if (await works([TIME, "-f", "%M", "true"])) return gnuTime;
  if (await works([TIME, "-l", "true"])) return bsdTime;
  return Deno.build.os === "linux" ? proc : wallOnly;
}

async function works(words: readonly string[]): Promise<boolean> {
  try {
    const [program, ...args] = words;
    const { success } = await new Deno.Command(program!, {
      args,
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
