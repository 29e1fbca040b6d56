import { shellText } from "./shell_text.ts";
import { tableText } from "./table_text.ts";

/** Rows of a second, and how many seconds they come. */
const ROWS_A_SECOND = 100_000;
const SECONDS = 60;
/** How often rows are handed over. */
const TICK_MS = 5;
const HOSTS = 100;
const encoder = new TextEncoder();

/** A pipeline whose answers are timed, and how soon they must come. */
export interface LatencyJob {
  /** What the results call it. */
  readonly name: string;
  /** The command line behind `weir`. */
  readonly args: readonly string[];
  /** The 99th percentile that is wanted, in milliseconds. */
  readonly wantedMs: number;
}

/** From the row that completes a window to the first byte of its answer. */
export interface LatencyResult {
  /** What was timed. */
  readonly job: LatencyJob;
  /** The waits, in milliseconds, ascending. */
  readonly waitsMs: readonly number[];
}

const WINDOW = ["window", "1s", "--time", "ts", "--watermark", "0s", "then"];

/** What is timed: a fold, and a query that holds the rows of each window for DuckDB. */
export const latencyJobs: readonly LatencyJob[] = [
  {
    name: "agg",
    args: [...WINDOW, "agg", "count(*) AS n, avg(ms) AS ms", "--by", "host"],
    wantedMs: 20,
  },
  {
    name: "sql",
    args: [
      ...WINDOW,
      "sql",
      "SELECT host, n, ms FROM (SELECT host, count(*) AS n, avg(ms) AS ms FROM events GROUP BY host)",
    ],
    wantedMs: 60,
  },
];

/** Feeds rows at an even pace, and times the answers. The first windows, while the engine starts, are left out. */
export async function runLatency(
  weir: readonly string[],
  job: LatencyJob,
): Promise<LatencyResult> {
  const child = new Deno.Command(weir[0]!, {
    args: [...weir.slice(1), ...job.args],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const completedMs = new Map<number, number>();
  const waits = readAnswers(child.stdout, completedMs);
  await feed(child.stdin, completedMs);
  const waitsMs = (await waits).slice(3).sort((a, b) => a - b);
  await child.status;
  return { job, waitsMs };
}

/** Writes rows as they are due, and notes when the row that completes a window was handed over. */
async function feed(
  stdin: WritableStream<Uint8Array>,
  completedMs: Map<number, number>,
): Promise<void> {
  const writer = stdin.getWriter();
  const startMs = Date.now();
  let second = Math.floor(startMs / 1000);
  for (let row = 0; row < ROWS_A_SECOND * SECONDS;) {
    const due = (Date.now() - startMs) * ROWS_A_SECOND / 1000;
    let text = "";
    let completes: number | null = null;
    for (; row < due; row++) {
      const ms = startMs + row * 1000 / ROWS_A_SECOND;
      if (Math.floor(ms / 1000) > second) completes = ++second;
      text += `{"ts":${Math.floor(ms)},"host":"web-${row % HOSTS}","ms":${
        row % 997
      }}\n`;
    }
    const bytes = encoder.encode(text);
    if (completes !== null) completedMs.set(completes, performance.now());
    if (bytes.length > 0) await writer.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await writer.close();
}

/** The waits, a window each, by the first line of its answer. */
async function readAnswers(
  stdout: ReadableStream<Uint8Array>,
  completedMs: ReadonlyMap<number, number>,
): Promise<number[]> {
  const waits: number[] = [];
  const seen = new Set<number>();
  let rest = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream())) {
    const nowMs = performance.now();
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const end = Date.parse(JSON.parse(line).window_end) / 1000;
      const fromMs = completedMs.get(end);
      // The last window is completed by the end of the input.
      if (fromMs === undefined || seen.has(end)) continue;
      seen.add(end);
      waits.push(nowMs - fromMs);
    }
  }
  return waits;
}

/** The value that this part of the waits does not exceed. */
export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN;
}

/** The results as Markdown. */
export function latencyText(results: readonly LatencyResult[]): string {
  const row = ({ job, waitsMs }: LatencyResult) => [
    job.name,
    String(waitsMs.length),
    ...[0.5, 0.99, 1].map((part) => percentile(waitsMs, part).toFixed(1)),
    String(job.wantedMs),
  ];
  return [
    "## From the row that completes a window to its answer\n",
    `Windows of a second, ${ROWS_A_SECOND} rows a second through a pipe, ${HOSTS} groups, for ${SECONDS} seconds. Times in milliseconds, from before the row is written to after its answer is read.\n`,
    tableText(
      [
        ["pipeline", "windows", "median", "99th percentile", "most", "wanted"],
        ...results.map(row),
      ],
      new Set([1, 2, 3, 4, 5]),
    ),
    "```text",
    ...results.map(({ job }) => `weir ${shellText(job.args)}`),
    "```\n",
  ].join("\n");
}
