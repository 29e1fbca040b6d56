// T3: stamps without a zone are read in --zone, and those with one by the decoder all the same.
import { assertEquals } from "@std/assert";
import { parseArguments } from "../../cli/parse/mod.ts";
import { Account, type InputFormat, Tag } from "../../lib/core/mod.ts";
import { csv, ndjson } from "../../lib/format/mod.ts";
import { type RunIo, runPipeline } from "../../lib/pipeline/mod.ts";
import { memorySink } from "../../lib/sink/mod.ts";
import { memorySource } from "../../lib/source/mod.ts";
import { FixedClock, parseTimestamp } from "../../lib/time/mod.ts";

/** A format that tells the tags of the times that its decoders hand over. */
function watched(format: InputFormat, tags: number[]): InputFormat {
  return {
    ...format,
    decoder(options) {
      const decoder = format.decoder(options);
      const at = options.projection.findIndex(({ as }) => as === "time");
      if (at === -1) return decoder;
      return new Proxy(decoder, {
        get(target, name) {
          const value = Reflect.get(target, name, target);
          if (name === "decode") {
            return function* (length: number, last: boolean) {
              for (const batch of target.decode(length, last)) {
                tags.push(...batch.columns[at]!.tags.subarray(0, batch.rows));
                yield batch;
              }
            };
          }
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
}

const STAMPS = [
  "2025-07-01T12:00:00Z",
  "2025-07-01 12:00:00",
  "2025-10-26 02:30:00",
  "2026-03-29 02:30:00",
  "2026-03-29T02:30:00+02:00",
];
const MOMENTS = [
  "2025-07-01T12:00:00Z",
  "2025-07-01T10:00:00Z",
  "2025-10-26T00:30:00Z",
  "2026-03-29T01:30:00Z",
  "2026-03-29T00:30:00Z",
];

for (
  const [format, text] of [
    [ndjson, STAMPS.map((ts) => `{"ts":"${ts}"}\n`).join("")],
    [csv, "ts,n\n" + STAMPS.map((ts) => `${ts},1\n`).join("")],
  ] as const
) {
  Deno.test(`times of ${format.name} are read in --zone, and by the decoder where they name their own`, async () => {
    const tags: number[] = [];
    const args = ["--zone", "Europe/Paris", "select", "_time AS t"];
    const command = parseArguments(args);
    if (command.kind !== "run") throw new Error("no run");
    const output = memorySink();
    const account = new Account();
    const io: RunIo = {
      inputs: ["-"],
      open: () => memorySource(text, { name: "stdin" }),
      output,
      create: () => memorySink(),
      formats: [watched(format, tags)],
      encoders: () => null,
      engine: () => {
        throw new TypeError("no engine");
      },
      table: () => Promise.reject(new TypeError("no table")),
      checkQuery: () => {},
      clock: new FixedClock(parseTimestamp("2026-05-05T00:00:00Z")!),
      terminalWidth: null,
      colour: false,
      signal: new AbortController().signal,
      onPlan: () => {},
      onNote: () => {},
      account,
    };
    await runPipeline(command.spec, io);
    assertEquals(
      output.text(),
      MOMENTS.map((t) => `{"t":"${t}"}\n`).join(""),
    );
    assertEquals(
      tags.map((tag) => tag === Tag.TIME),
      [true, false, false, false, true],
    );
    assertEquals(account.bad, 0);
  });
}
