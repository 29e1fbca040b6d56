import { type NexmarkOptions, nexmarkRows } from "../../lib/nexmark/mod.ts";
import { FILES } from "./queries/mod.ts";

/** What was written. */
export interface WrittenStream {
  /** Events that come late. */
  readonly late: number;
  /** How long the stream is by the time of its events, in microseconds. */
  readonly spanUs: number;
  /** Bytes of the whole stream. */
  readonly bytes: number;
}

const encoder = new TextEncoder();
const FLUSH_AT = 1 << 20;
/** Keys of the side input: every auction modulo this is one. */
const SIDE_ROWS = 10_000;

/**
 * Writes a stream of Nexmark into a folder: all events as they come, those in
 * time, the late ones, and the side input. Files of these names are replaced.
 */
export function writeStream(
  folder: string,
  options: NexmarkOptions,
): WrittenStream {
  const side = Array.from({ length: SIDE_ROWS }, (_, at) => `${at},${at}\n`);
  Deno.writeTextFileSync(
    `${folder}/${FILES.side}`,
    `key,value\n${side.join("")}`,
  );
  const stream = lineFile(`${folder}/${FILES.stream}`);
  const inTime = lineFile(`${folder}/${FILES.events}`);
  const tooLate = lineFile(`${folder}/${FILES.late}`);
  let late = 0;
  let firstUs = Infinity;
  let lastUs = -Infinity;
  try {
    for (const row of nexmarkRows(options)) {
      stream.write(row.text);
      (row.late ? tooLate : inTime).write(row.text);
      if (row.late) late++;
      if (row.timeUs < firstUs) firstUs = row.timeUs;
      if (row.timeUs > lastUs) lastUs = row.timeUs;
    }
  } finally {
    for (const file of [stream, inTime, tooLate]) file.close();
  }
  return { late, spanUs: Math.max(0, lastUs - firstUs), bytes: stream.bytes };
}

function lineFile(path: string) {
  const file = Deno.openSync(path, {
    write: true,
    create: true,
    truncate: true,
  });
  let held = "";
  let bytes = 0;
  function flush(): void {
    const text = encoder.encode(held);
    for (let at = 0; at < text.length;) at += file.writeSync(text.subarray(at));
    bytes += text.length;
    held = "";
  }
  return {
    get bytes() {
      return bytes;
    },
    write(line: string): void {
      held += line + "\n";
      if (held.length > FLUSH_AT) flush();
    },
    close(): void {
      try {
        flush();
      } finally {
        file.close();
      }
    },
  };
}
