import { P09 } from "./reference_p09.ts";
import {
  bytewise,
  hopping,
  mean,
  numbersOf,
  type PlainRow,
  type PlainWindow,
  quantile,
  sum,
  textsOf,
  tumbling,
  valuesOf,
  type Windowing,
} from "./plain.ts";

/** A row of results, by the names of its columns; the bounds of its window are added. */
export type PlainResult = Readonly<Record<string, unknown>>;

/** What a pipeline answers, said again in the plainest way there is. */
export interface Reference {
  /** A line as a row; `null` where it is none, or has no time. */
  readonly read: (line: string) => PlainRow | null;
  /** Its windows. */
  readonly windowing: Windowing;
  /** The results of one group of a window; none where the pipeline leaves it out. */
  readonly result: (window: PlainWindow) => PlainResult | null;
  /** What of the results of one window leaves; all where not given. */
  readonly best?: (results: readonly PlainResult[]) => readonly PlainResult[];
  /** What else leaves, by the file that the job names. */
  readonly outputs?: Readonly<Record<string, (result: PlainResult) => boolean>>;
  /** Which results leave at the end of the job. */
  readonly having?: (result: PlainResult) => boolean;
}

const MINUTE = 60_000;
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** A line of an access log. */
function access(line: string): PlainRow {
  const [, ip, stamp, request, status, bytes] =
    /^(\S+) - - \[(.*?)\] "((?:[^"\\]|\\.)*)" (\d+) (\S+) /u.exec(line)!;
  const [, day, month, year, clock, hours, minutes] =
    /^(\d\d)\/(...)\/(\d{4}):(\S+) ([+-]\d\d)(\d\d)$/u.exec(stamp!)!;
  const number = MONTHS.indexOf(month!) / 3 + 1;
  const iso = `${year}-${String(number).padStart(2, "0")}-${day}T${clock}`;
  const said = unescaped(request!);
  const split = /^(\S+) (.*) (HTTP\/\S+)$/u.exec(said);
  return {
    timeMs: Date.parse(`${iso}${hours}:${minutes}`),
    ip,
    path: split?.[2] ?? (said === "-" ? null : said),
    status: Number(status),
    bytes: bytes === "-" ? null : Number(bytes),
  };
}

/** `\"`, `\\` and `\x16` as servers write them; what `\x` says are bytes of UTF-8. */
function unescaped(text: string): string {
  const bytes: number[] = [];
  for (const part of text.match(/\\x[0-9a-f]{2}|\\.|[^\\]/gu) ?? []) {
    if (part.length === 4) bytes.push(Number.parseInt(part.slice(2), 16));
    else bytes.push(...new TextEncoder().encode(part.at(-1)));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** A line of JSON whose time is in a field, as ISO 8601 or by a unit in milliseconds. */
function json(timeField: string, unitMs = 1): Reference["read"] {
  return (line) => {
    const row = JSON.parse(line) as Record<string, unknown>;
    const time = row[timeField];
    const timeMs = typeof time === "number"
      ? time * unitMs
      : Date.parse(String(time).replace(/(\.\d{3})\d+/u, "$1"));
    return { ...row, timeMs: Math.round(timeMs) };
  };
}

const absent = (value: unknown) => value ?? null;
const byNothing = () => [];

/** What each pipeline answers. */
export const REFERENCES: ReadonlyMap<string, Reference> = new Map<
  string,
  Reference
>([
  ["p01", {
    read: access,
    windowing: {
      windowsOf: tumbling(MINUTE),
      delayMs: 5_000,
      keys: ({ status }) => [status],
    },
    result: ({ keys: [status], rows }) => {
      const bytes = numbersOf(rows, "bytes");
      return {
        status,
        n: rows.length,
        bytes: sum(bytes),
        mean: mean(bytes),
        least: absent(bytes[0]),
        most: absent(bytes.at(-1)),
      };
    },
  }],
  ["p02", {
    read: json("ts"),
    windowing: {
      windowsOf: tumbling(5 * MINUTE),
      delayMs: 10_000,
      keep: ({ level }) => level === "error",
      keys: ({ service }) => [absent(service)],
    },
    result: ({ keys: [service], rows }) => ({ service, n: rows.length }),
  }],
  ["p03", {
    read: access,
    windowing: {
      windowsOf: tumbling(MINUTE),
      delayMs: 5_000,
      keys: ({ path }) => [path],
    },
    result: ({ keys: [path], rows }) => ({ path, n: rows.length }),
    best: (results) =>
      results.toSorted((a, b) =>
        Number(b.n) - Number(a.n) ||
        (a.path === null ? 1 : b.path === null ? -1 : 0) ||
        bytewise(String(a.path), String(b.path))
      ).slice(0, 10),
  }],
  ["p04", {
    read: json("ts"),
    windowing: {
      windowsOf: hopping(5 * MINUTE, MINUTE),
      delayMs: 10_000,
      keys: ({ endpoint }) => [endpoint],
    },
    result: ({ keys: [endpoint], rows }) => {
      const ms = numbersOf(rows, "ms");
      return {
        endpoint,
        n: ms.length,
        p50: quantile(ms, 0.5),
        p95: quantile(ms, 0.95),
        p99: quantile(ms, 0.99),
      };
    },
  }],
  ["p05", {
    read: access,
    windowing: {
      windowsOf: tumbling(60 * MINUTE),
      delayMs: MINUTE,
      keys: byNothing,
    },
    result: ({ rows }) => ({
      visitors: new Set(valuesOf(rows, "ip")).size,
      requests: rows.length,
    }),
  }],
  ["p06", {
    read: json("at", 1_000),
    windowing: {
      windowsOf: null,
      gapMs: 30 * MINUTE,
      delayMs: MINUTE,
      keys: ({ user }) => [user],
    },
    result: ({ keys: [user], rows }) => {
      const pages = textsOf(rows, "page");
      return {
        user,
        clicks: rows.length,
        pages: new Set(pages).size,
        first_name: absent(pages[0]),
        last_name: absent(pages.at(-1)),
      };
    },
  }],
  ["p07", {
    read: json("at"),
    windowing: {
      windowsOf: tumbling(7 * MINUTE),
      delayMs: 10_000,
      keys: byNothing,
    },
    result: ({ rows }) => {
      const times = numbersOf(rows, "timeMs");
      return {
        n: rows.length,
        which: sum(numbersOf(rows, "n")),
        earliest: new Date(times[0]!).toISOString(),
        latest: new Date(times.at(-1)!).toISOString(),
      };
    },
  }],
  ["p08", {
    read: json("time"),
    windowing: {
      windowsOf: tumbling(MINUTE),
      delayMs: 30_000,
      keys: ({ host }) => [host],
    },
    result: ({ keys: [host], rows }) => ({
      host,
      n: rows.length,
      most: numbersOf(rows, "load").at(-1),
    }),
  }],
  ["p09", P09],
  ["p10", {
    read: access,
    windowing: {
      windowsOf: tumbling(5 * MINUTE),
      delayMs: 10_000,
      keys: ({ path }) => [path],
    },
    result: ({ keys: [path], rows }) => {
      const failed = rows.filter(({ status }) => Number(status) >= 500).length;
      const done = rows.filter(({ status }) => Number(status) < 300);
      const bytes = sum(numbersOf(done, "bytes"));
      return {
        path,
        n: rows.length,
        rate: failed / rows.length,
        bytes_an_error: failed === 0 || bytes === null ? null : bytes / failed,
      };
    },
    having: ({ n }) => Number(n) >= 20,
  }],
  ["p11", {
    read: (line) => {
      const row = json("time")(line)!;
      const log = String(row.log);
      const part = (pattern: RegExp) => pattern.exec(log)?.[1] || null;
      const took = part(/ ms=(\d+)/u);
      return {
        ...row,
        service: part(/svc=([\w.-]+)/u),
        path: part(/ path="([^"]*)"/u),
        took: took === null ? null : Number(took),
      };
    },
    windowing: {
      windowsOf: tumbling(MINUTE),
      delayMs: 5_000,
      keep: ({ log }) =>
        String(log).toLowerCase().includes("request") &&
        !String(log).includes("\\slash") && !String(log).includes("100%"),
      keys: ({ service, took }) => [
        `${service}:${
          took === null ? "?" : Number(took) >= 500 ? "it's slow" : "ok"
        }`,
      ],
    },
    result: ({ keys: [lane], rows }) => {
      const paths = textsOf(rows, "path");
      return {
        lane,
        n: rows.length,
        slowest: absent(numbersOf(rows, "took").at(-1)),
        paths: new Set(paths).size,
        first_path: absent(paths[0]),
        last_path: absent(paths.at(-1)),
      };
    },
  }],
  ["p12", {
    read: (line) => {
      const [, at, quoted, plain, metric, value] =
        /^([^,]*),(?:"((?:[^"]|"")*)"|([^",]*)),(\w+),(.*)$/u.exec(line)!;
      const number = value!.replace(/^"(.*)"$/u, "$1");
      const zoned = /(?:Z|[+-]\d\d:?\d\d)$/u.test(at!) ? at! : `${at}Z`;
      return {
        timeMs: Date.parse(
          zoned.replace(" ", "T").replace(/([+-]\d\d)(\d\d)$/u, "$1:$2"),
        ),
        host: quoted?.replaceAll('""', '"') ?? (plain === "" ? null : plain),
        metric,
        value: number === "" ? null : Number(number),
      };
    },
    windowing: {
      windowsOf: tumbling(24 * 60 * MINUTE),
      delayMs: 60 * MINUTE,
      keys: ({ host, metric }) => [host, metric],
    },
    result: ({ keys: [host, metric], rows }) => {
      const values = numbersOf(rows, "value");
      return {
        host,
        metric,
        n: values.length,
        mean: mean(values),
        most: absent(values.at(-1)),
      };
    },
    outputs: { "days.ndjson": () => true },
    having: ({ most }) => most !== null && Number(most) > 80,
  }],
]);
