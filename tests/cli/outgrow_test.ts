import { assertEquals } from "@std/assert";
import { outgrowth, withoutWrites } from "../../cli/commands/outgrow.ts";
import { parseArguments } from "../../cli/parse/arguments.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import { SILENT_IO } from "./silent_io.ts";

const SECOND_US = 1_000_000;

/** Runs something over a file with two rows, 9 s apart by `ts` and 20 s by `at`. */
async function withRows<T>(
  words: readonly string[],
  work: (spec: RunSpec) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".ndjson" });
  try {
    await Deno.writeTextFile(
      path,
      '{"ts":"2024-01-01T00:00:01Z","at":"2024-01-02T00:00:00Z"}\n' +
        '{"ts":"2024-01-01T00:00:10Z","at":"2024-01-02T00:00:20Z"}\n',
    );
    const asked = parseArguments([path, ...words]);
    if (asked.kind !== "run") throw new TypeError("Cannot size what is no run");
    return await work(asked.spec);
  } finally {
    await Deno.remove(path);
  }
}

/** How far apart the first and the last row are. */
async function spanUs(words: readonly string[]): Promise<number | null> {
  const { times } = await withRows(words, (spec) => outgrowth(spec, SILENT_IO));
  return times === null ? null : times.lastUs - times.firstUs;
}

Deno.test("outgrowth() tells the first and the last time by the field that the window names", async () => {
  assertEquals(await spanUs(["window", "1m", "then", "agg"]), 9 * SECOND_US);
  assertEquals(
    await spanUs(["window", "1m", "--time", "at", "then", "agg"]),
    20 * SECOND_US,
  );
});

Deno.test("outgrowth() asks about rows that are written on the way, and keeps none of them", async () => {
  const words = ["write", "rows.ndjson", "then", "window", "1m", "then", "agg"];
  assertEquals(await spanUs(words), 9 * SECOND_US);
  await withRows(words, (spec) => {
    assertEquals(
      withoutWrites(spec.stages).map(({ verb }) => verb),
      ["window", "agg"],
    );
    return Promise.resolve();
  });
});

Deno.test("outgrowth() of a run that is stopped tells nothing", async () => {
  const signal = AbortSignal.abort(130);
  const thrown = await withRows(
    ["window", "1m", "then", "agg"],
    (spec) =>
      outgrowth(spec, { ...SILENT_IO, signal }).catch((reason) => reason),
  );
  assertEquals(thrown, 130);
});
