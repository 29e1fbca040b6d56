import { runLimited } from "./limited_process.ts";
import type { Meter, Sample } from "./meter.ts";
import { shellText, shellWord } from "./shell_text.ts";

/** A command line to run, relative to the repository root. */
export interface Command {
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** A file that is its stdin. */
  readonly stdin?: string;
  /** Files that reach its stdin through a pipe, one after the other. */
  readonly feed?: readonly string[];
  /** Its output goes through a pipe and only its lines and bytes are counted. */
  readonly counted?: boolean;
}

/** Where runs leave what they write. */
export interface Place {
  /** How processor time and memory are found out. */
  readonly meter: Meter;
  /** A folder for output and reports, in memory where the system has such a place. */
  readonly folder: string;
  /** What it takes to start a command that does nothing, in milliseconds; taken off every time. */
  readonly overheadMs: number;
}

/** A command that has run. */
export interface Ran {
  /** What it took. */
  readonly sample: Sample;
  /** The path of what it wrote to stdout. */
  readonly outPath: string;
  /** What it wrote to stderr. */
  readonly complaint: string;
  /** The status it failed with and why; `null` when it did not. The last command of a pipe decides. */
  readonly failure: string | null;
}

/** Nothing here takes longer unless it hangs. */
const LIMIT_MS = 300_000;
const OVERHEAD_RUNS = 20;
const encoder = new TextEncoder();

/** Takes back the memory that outputs of earlier runs hold before a command is timed. */
function empty(path: string): void {
  Deno.writeFileSync(path, encoder.encode(""));
}

/**
 * Finds out what {@linkcode measure} itself adds to a wall time: the least
 * that `true` takes.
 *
 * It is a few milliseconds, which would make the start of a program look
 * nearer to that of another than it is.
 */
export async function findOverheadMs(
  place: Omit<Place, "overheadMs">,
): Promise<number> {
  const walls: number[] = [];
  for (let run = 0; run < OVERHEAD_RUNS; run++) {
    const { sample } = await measure({ words: ["true"] }, {
      ...place,
      overheadMs: 0,
    });
    walls.push(sample.wallMs);
  }
  return Math.min(...walls);
}

/**
 * Runs a command to its end and measures the whole process.
 *
 * A shell does the redirections and then becomes the command, so that no
 * output passes through this process.
 */
export async function measure(command: Command, place: Place): Promise<Ran> {
  const outPath = `${place.folder}/out`;
  const reportPath = `${place.folder}/report`;
  empty(outPath);
  empty(reportPath);
  const words = [...place.meter.before(reportPath), ...command.words];
  const startMs = performance.now();
  let stopWatching: () => number | null = () => null;
  const ended = await runLimited(
    ["sh", "-c", shellLine(command, words, outPath)],
    {
      limitMs: LIMIT_MS,
      env: { NO_COLOR: "1", LC_ALL: "C" },
      stdout: "null",
      started: (pid) => stopWatching = place.meter.watch(pid),
    },
  );
  const wallMs = performance.now() - startMs - place.overheadMs;
  const watchedBytes = stopWatching();
  const complaint = ended.stderr;
  if (ended.code !== 0) {
    return {
      sample: { wallMs, userMs: null, systemMs: null, peakBytes: null },
      outPath,
      complaint,
      failure: ended.expired
        ? `not done after ${LIMIT_MS / 1000} s`
        : `status ${ended.code}: ${complaint.slice(0, 400)}`,
    };
  }
  const report = place.meter.read(Deno.readTextFileSync(reportPath));
  const peakBytes = report.peakBytes ?? watchedBytes;
  return {
    sample: { ...report, peakBytes, wallMs },
    outPath,
    complaint,
    failure: null,
  };
}

function shellLine(
  command: Command,
  words: readonly string[],
  outPath: string,
): string {
  const { stdin, feed, counted } = command;
  const text = shellText(words);
  const out = shellWord(outPath);
  const fed = feed === undefined ? "" : `cat ${shellText(feed)} | `;
  const from = feed !== undefined
    ? ""
    : ` < ${shellWord(stdin ?? "/dev/null")}`;
  if (counted) return `${fed}${text}${from} | wc -lc > ${out}`;
  return feed === undefined
    ? `exec ${text}${from} > ${out}`
    : `${fed}${text} > ${out}`;
}
