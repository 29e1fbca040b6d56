import { createHash } from "node:crypto";
import type { Sink } from "../../lib/core/mod.ts";

/** A sink that counts what it is given and passes it on. */
export interface AnswerSink extends Sink {
  /** Bytes so far. */
  readonly bytes: number;
  /** Lines so far. */
  readonly lines: number;
  /** SHA-256 of all bytes; asked once, at the end. */
  digest(): string;
}

const LINE_END = 10;

/** Counts what leaves; `to` gets the bytes as well, where it is given. */
export function answerSink(to: Deno.FsFile | null): AnswerSink {
  const hash = createHash("sha256");
  let bytes = 0;
  let lines = 0;
  return {
    name: "answer",
    get bytes() {
      return bytes;
    },
    get lines() {
      return lines;
    },
    digest: () => hash.digest("hex"),
    write(given) {
      hash.update(given);
      bytes += given.length;
      for (let at = given.indexOf(LINE_END); at >= 0;) {
        lines++;
        at = given.indexOf(LINE_END, at + 1);
      }
      for (let at = 0; to !== null && at < given.length;) {
        at += to.writeSync(given.subarray(at));
      }
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
