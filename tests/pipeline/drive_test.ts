import { assertEquals } from "@std/assert";
import {
  Account,
  type Batch,
  Fault,
  rowAt,
  type Source,
  valueAt,
} from "../../lib/core/mod.ts";
import { ndjson } from "../../lib/format/mod.ts";
import { Drive, type DriveOptions } from "../../lib/pipeline/drive.ts";
import { Findings } from "../../lib/pipeline/findings.ts";
import { limitStep, type Step } from "../../lib/stream/mod.ts";
import { FixedClock } from "../../lib/time/mod.ts";
import { bytesOf } from "./weir.ts";

/** A source of chunks that tells what was asked of it, in one list with all else that happens. */
function chunks(texts: readonly string[], log: string[] = []): Source {
  const rest = [...texts];
  return {
    name: "test",
    regular: true,
    read(into) {
      const text = rest.shift();
      log.push(text === undefined ? "end" : "read");
      if (text === undefined) return null;
      into.set(bytesOf(text));
      return text.length;
    },
    close() {},
  };
}

/** A drive over NDJSON whose `n` are collected. */
function driven(options: Partial<DriveOptions> = {}) {
  const account = new Account();
  const taken: number[] = [];
  const drive = new Drive({
    steps: [],
    emit: (batch: Batch) => {
      for (let at = 0; at < batch.selected; at++) {
        taken.push(Number(valueAt(batch.columns[0]!, rowAt(batch, at))));
      }
    },
    write: () => Promise.resolve(),
    full: () => false,
    account,
    bad: { policy: "aside", take: () => {} },
    findings: new Findings(),
    byRow: false,
    inputSteps: options.steps?.length ?? 0,
    signal: new AbortController().signal,
    idleUs: 60_000_000,
    clock: new FixedClock(0),
    onIdle: () => {},
    ...options,
  });
  const read = (source: Source, head = "") =>
    drive.read({
      source,
      decoder: ndjson.decoder({
        source: "test",
        projection: [{ path: ["n"], as: "value" }],
      }),
      head: bytesOf(head),
      namesIn: () => ["n"],
    });
  return { drive, account, taken, read };
}

const limit = (count: number) =>
  limitStep(count, { perWindow: false, account: null, ofInput: true });

Deno.test("Drive reads what was looked at before, and then the rest", async () => {
  const { drive, account, taken, read } = driven();
  assertEquals(
    await read(chunks([':2}\n{"n":3}\n']), '{"n":1}\n{"n"'),
    ["n"],
  );
  await drive.end();
  assertEquals(taken, [1, 2, 3]);
  assertEquals([account.read, account.bytes], [3, 24]);
});

Deno.test("Drive writes what is enough before it reads on", async () => {
  const log: string[] = [];
  const { read } = driven({
    full: () => log.at(-1) === "read",
    write: async () => {
      await Promise.resolve();
      log.push("written");
    },
  });
  await read(chunks(['{"n":1}\n', '{"n":2}\n'], log));
  assertEquals(log, ["read", "written", "read", "written", "end"]);
});

Deno.test("Drive waits for answers where too much is under way", async () => {
  const log: string[] = [];
  let backlogBytes = 0;
  const slow: Step = {
    push() {
      log.push("pushed");
      backlogBytes = 100 * 1024 * 1024;
    },
    end() {},
    get backlogBytes() {
      return backlogBytes;
    },
    settle() {
      log.push("settled");
      backlogBytes = 0;
      return Promise.resolve();
    },
  };
  const { read } = driven({ steps: [slow] });
  await read(chunks(['{"n":1}\n', '{"n":2}\n']));
  assertEquals(log.join(" "), "pushed settled pushed settled");
});

Deno.test("Drive starts what was saved up after each chunk", async () => {
  const log: string[] = [];
  const saving: Step = {
    push: () => void log.push("pushed"),
    flush: () => void log.push("flushed"),
    end() {},
  };
  const { read } = driven({ steps: [saving] });
  await read(chunks(['{"n":1}\n', '{"n":2}\n{"n":3}\n']));
  // The end of the input is a chunk without rows.
  assertEquals(log.slice(0, 4), ["pushed", "flushed", "pushed", "flushed"]);
});

Deno.test("Drive takes back what a chunk held behind the last row of a limit", async () => {
  const log: string[] = [];
  const { drive, account, taken, read } = driven({ steps: [limit(2)] });
  await read(chunks(['{"n":1}\nbad\n{"n":2}\n{"n":3}\nbad\n', "never"], log));
  assertEquals([taken, drive.done], [[1, 2], true]);
  assertEquals([account.read, account.bad, account.bytes], [3, 1, 20]);
  assertEquals(log, ["read"]);
});

Deno.test("Drive tells of no bad row behind the last row", async () => {
  const told: number[] = [];
  const { read } = driven({
    steps: [limit(1)],
    bad: { policy: "aside", take: (_, row) => void told.push(row) },
  });
  await read(chunks(['bad\n{"n":1}\nbad\n']));
  assertEquals(told, [0]);
});

Deno.test("Drive tells of bad rows between the rows around them, in turn", async () => {
  const log: string[] = [];
  const { read } = driven({
    steps: [{
      push: ({ selected }) => void log.push(`${selected} rows`),
      end() {},
    }],
    bad: { policy: "inTurn", take: (_, row) => void log.push(`bad ${row}`) },
  });
  await read(chunks(['{"n":1}\n{"n":2}\nbad\nbad\n{"n":3}\n']));
  assertEquals(log, ["2 rows", "bad 2", "bad 3", "1 rows"]);
});

Deno.test("Drive pushes rows one by one where a window may end the run", async () => {
  const sizes: number[] = [];
  let done = false;
  const step: Step = {
    push({ selected }) {
      sizes.push(selected);
      done = sizes.length === 2;
    },
    end() {},
    get done() {
      return done;
    },
  };
  const { account, read } = driven({ steps: [step], byRow: true });
  await read(chunks(['{"n":1}\nbad\n{"n":2}\nbad\n{"n":3}\n']));
  assertEquals(sizes, [1, 1]);
  assertEquals([account.read, account.bad], [3, 1]);
});

Deno.test("Drive ends a read that waits when the run is stopped, and counts what is held", async () => {
  const stop = new AbortController();
  const holding: Step = { push() {}, end() {}, heldRows: 5 };
  const made: Step = { push() {}, end() {}, heldRows: 70 };
  const { drive, account, read } = driven({
    steps: [holding, made],
    inputSteps: 1,
    signal: stop.signal,
  });
  const reading = read({
    name: "live",
    regular: false,
    read: () => new Promise(() => {}),
    close() {},
  });
  stop.abort();
  await reading;
  await drive.stop();
  assertEquals([account.open, drive.done], [5, true]);
});

Deno.test("Drive ends an input that breaks off, and keeps the fault for the end of the run", async () => {
  const fault = new Fault("input/cut", "the input is cut off");
  let asked = 0;
  const { drive, taken, read } = driven();
  await read({
    name: "broken",
    regular: true,
    read(into) {
      if (asked++ > 0) throw fault;
      into.set(bytesOf('{"n":1}\n{"n":2'));
      return 14;
    },
    close() {},
  });
  await drive.end();
  assertEquals(taken[0], 1);
  assertEquals(drive.broken, fault);
});

Deno.test("Drive ends steps one after another, each when all before it has come", async () => {
  const log: string[] = [];
  const step = (name: string, settles: boolean): Step => ({
    push: () => void log.push(`${name} takes`),
    end(emit) {
      log.push(`${name} ends`);
      emit({
        rows: 0,
        columns: [],
        selection: null,
        selected: 0,
        lines: null,
        timesUs: null,
        newestUs: null,
        windows: null,
      });
    },
    ...(settles
      ? {
        settle: async () => {
          await Promise.resolve();
          log.push(`${name} settles`);
        },
      }
      : {}),
  });
  const { drive } = driven({
    steps: [step("first", true), step("second", false)],
  });
  await drive.end();
  assertEquals(log, [
    "first ends",
    "second takes",
    "first settles",
    "second ends",
  ]);
});
