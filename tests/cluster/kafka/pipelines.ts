import { PIPELINES } from "../pipelines/pipelines.ts";
import type { Value } from "./record_batch.ts";

/** A pipeline from topic to topic. */
export interface KafkaPipeline {
  /** What it is called. */
  readonly name: string;
  /** The text of its job file. */
  readonly job: string;
  /** The lines of its input, in the order in which weir reads them. */
  readonly lines: readonly string[];
  /** Into how many partitions they are dealt out, one after the other. */
  readonly partitions: number;
  /** The lines among them that are no rows. */
  readonly bad: readonly string[];
  /** The delay of its windows, and when a row happened; `null` without windows. */
  readonly windows: {
    readonly delayMs: number;
    readonly timeMs: (line: string) => number;
  } | null;
}

/** The records of each partition, of the lines from one place to another; blank ones, and one without a value, are no rows anywhere. */
export function recordsOf(
  { lines, partitions }: KafkaPipeline,
  from: number,
  to: number,
): readonly (readonly Value[])[] {
  const records = Array.from({ length: partitions }, (): Value[] => ["", null]);
  lines.slice(from, to).forEach((line, at) =>
    records[(from + at) % partitions]!.push(line)
  );
  return records;
}

const BEGIN_MS = Date.UTC(2026, 4, 4, 10);
const SERVICES = ["api", "web", "café", null] as const;

/** When a line happened: what has no readable `ts` never did. */
function timeMs(line: string): number {
  const [, text = ""] = /^\{"ts":"([^"]*)".*\}$/u.exec(line) ?? [];
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? -Infinity : ms;
}

/** A call every 7 seconds, each third up to 8 seconds out of order. */
function calls(count: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < count; at++) {
    const early = at % 3 === 0 ? (at % 9) * 1_000 : 0;
    const ts = new Date(BEGIN_MS + at * 7_000 - early).toISOString();
    const service = SERVICES[at % SERVICES.length];
    const status = at % 5 === 0 ? 503 : 200;
    const ms = (at * 37) % 1_500;
    lines.push(JSON.stringify({ ts, service, status, ms }));
  }
  return lines;
}

const BROKEN = [
  '{"ts":"2026-05-04T10:01:00Z","service":"api","status":503,',
  "no object at all",
  '{"ts":"2026-05-04T10:01:00Z","service":"api","status":503,"ms":9} {}',
];
const TIMELESS = [
  '{"service":"api","status":503,"ms":70}',
  '{"ts":"at noon","service":"api","status":503,"ms":70}',
];

/** Lines with others dealt out among them. */
function among(lines: readonly string[], others: readonly string[]): string[] {
  const every = Math.floor(lines.length / others.length);
  return lines.flatMap((line, at) => {
    const other = at % every === every - 1
      ? others[(at - every + 1) / every]
      : undefined;
    return other === undefined ? [line] : [line, other];
  });
}

/** One row in each partition that has come as far as the others. */
const LAST = Array.from(
  { length: 3 },
  () => '{"ts":"2026-05-04T10:14:00Z","service":"api","status":200,"ms":1}',
);

/** A window over three partitions, rows out of order within the delay, bad lines of all kinds. */
const windowed: KafkaPipeline = {
  name: "calls",
  job: `read calls.ndjson
filter ms >= 100
window 1m --watermark 10s
agg count(*) AS n, sum(ms) AS total, p50(ms) AS half --by service
`,
  lines: [...among(calls(110), [...BROKEN, ...TIMELESS]), ...LAST],
  partitions: 3,
  bad: [...BROKEN, ...TIMELESS],
  windows: { delayMs: 10_000, timeMs },
};

/** No window: each row as it comes, and lines in the middle as they came. */
const plain: KafkaPipeline = {
  name: "failures",
  job: `read calls.ndjson
filter status >= 500
write failed.log
set slow = ms > 700
select ts, service, ms, slow
`,
  lines: among(calls(50), BROKEN),
  partitions: 2,
  bad: BROKEN,
  windows: null,
};

const P02 = `${PIPELINES}p02/`;

/** A reference pipeline, with late rows: one partition, so that which they are is certain. */
const p02: KafkaPipeline = {
  name: "p02",
  job: Deno.readTextFileSync(`${P02}job.weir`),
  lines: Deno.readTextFileSync(`${P02}events.ndjson`).split("\n")
    .filter((line) => line !== ""),
  partitions: 1,
  bad: [],
  windows: {
    delayMs: 10_000,
    timeMs: (line) => Date.parse((JSON.parse(line) as { ts: string }).ts),
  },
};

/** The pipelines that run from topic to topic. */
export const KAFKA_PIPELINES: readonly [KafkaPipeline, ...KafkaPipeline[]] = [
  windowed,
  plain,
  p02,
];
