import { assert, assertEquals } from "@std/assert";
import { main } from "../../cli/main.ts";
import type { Account } from "../../lib/core/mod.ts";
import { FixedClock, parseTimestamp } from "../../lib/time/mod.ts";

/** What one run of the command gave. */
export interface Outcome {
  /** Every byte of stdout. */
  readonly bytes: Uint8Array;
  /** The same as text, which must be valid UTF-8; empty for Arrow, which is no text. */
  readonly stdout: string;
  /** All messages. */
  readonly stderr: string;
  /** The exit status. */
  readonly exit: number;
  /** The account as plain data; `null` where the run gave none. */
  readonly account: Readonly<Record<string, unknown>> | null;
}

/** What stands around a run. */
export interface Around {
  /** Standard input, in the chunks in which it comes. */
  readonly stdin?: string | readonly Uint8Array[];
  /** What the clock says. */
  readonly now?: string;
  /** Whether results go to a terminal. */
  readonly terminal?: boolean;
  /** Stops the run once all of stdin was read, in place of its end. */
  readonly stopped?: boolean;
}

const encoder = new TextEncoder();

/** Bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Runs the command in this process, on inputs and a clock of the test's own. */
export async function weir(
  args: readonly string[],
  around: Around = {},
): Promise<Outcome> {
  const { stdin = "", now = "2026-05-05T00:00:00Z" } = around;
  const chunks = typeof stdin === "string"
    ? stdin === "" ? [] : [bytesOf(stdin)]
    : stdin;
  const written: Uint8Array[] = [];
  let stderr = "";
  let account: Account | null = null;
  const stop = new AbortController();
  const exit = await main(args, {
    stdin: around.stopped === true
      ? stoppedAfter(chunks, stop)
      : ReadableStream.from(chunks),
    signal: stop.signal,
    stdout: (bytes) => {
      written.push(bytes.slice());
      return Promise.resolve();
    },
    stderr: (text) => {
      stderr += text;
    },
    isTerminal: around.terminal ?? false,
    columns: 80,
    clock: new FixedClock(parseTimestamp(now)!),
    onAccount: (counted) => {
      account = counted;
    },
  });
  const bytes = new Uint8Array(
    written.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const chunk of written) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (account !== null) assertBalances(account);
  return {
    bytes,
    stdout: isArrow(bytes)
      ? ""
      : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
        .decode(bytes),
    stderr,
    exit,
    // Two faults are the same where they say the same.
    account: account === null ? null : JSON.parse(JSON.stringify(account)),
  };
}

/** A stream that never ends by itself: the run is stopped when it asks for more. */
function stoppedAfter(
  chunks: readonly Uint8Array[],
  stop: AbortController,
): ReadableStream<Uint8Array> {
  const rest = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = rest.shift();
      if (chunk !== undefined) controller.enqueue(chunk);
      else stop.abort(130);
    },
  }, { highWaterMark: 0 });
}

/** Whether bytes begin as a stream of Arrow does. */
function isArrow(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes.subarray(0, 4).every((one) => one === 255);
}

/** Runs the command as {@linkcode weir} does, and fails the test where the command failed. */
export async function good(
  args: readonly string[],
  around: Around = {},
): Promise<string> {
  const { stdout, stderr, exit } = await weir(args, around);
  assertEquals(exit, 0, `${args.join(" ")}\n${stderr}`);
  return stdout;
}

/** The rows of NDJSON. */
export function rowsOf(ndjson: string): Record<string, unknown>[] {
  return ndjson.split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line)
  );
}

/** Every row is one of bad, filtered, late, open and kept (D6). */
export function assertBalances(account: Account): void {
  const { read, bad, filtered, late, open, kept } = account;
  for (
    const [name, count] of Object.entries({
      read,
      bad,
      filtered,
      late,
      open,
      kept,
    })
  ) {
    assert(
      Number.isSafeInteger(count) && count >= 0,
      `the account does not balance: ${name} is ${count}`,
    );
  }
  assertEquals(kept + filtered + late + bad + open, read);
}
