import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../cli/main.ts";
import { FixedClock, parseTimestamp } from "../../lib/time/mod.ts";

/** A run over a pipe whose rows and clock the test moves. */
class Live {
  readonly clock = new FixedClock(parseTimestamp("2026-05-04T10:00:03Z")!);
  stdout = "";
  stderr = "";
  readonly status: Promise<number>;
  #input: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** Settled when the run asks for input: it has taken all that came before. */
  #asked = Promise.withResolvers<void>();
  #waiting: (() => void)[] = [];

  constructor(args: readonly string[]) {
    this.status = main(args, {
      stdin: new ReadableStream<Uint8Array>({
        pull: (controller) => {
          this.#input = controller;
          this.#asked.resolve();
        },
      }, { highWaterMark: 0 }),
      stdout: (bytes) => {
        this.stdout += new TextDecoder().decode(bytes);
        for (const told of this.#waiting.splice(0)) told();
        return Promise.resolve();
      },
      stderr: (text) => {
        this.stderr += text;
      },
      isTerminal: false,
      columns: 80,
      clock: this.clock,
    });
  }

  async write(text: string): Promise<void> {
    await this.#asked.promise;
    this.#asked = Promise.withResolvers();
    this.#input!.enqueue(new TextEncoder().encode(text));
    await this.#asked.promise;
  }

  /** Waits until something more is on stdout. */
  async more(): Promise<string> {
    const before = this.stdout.length;
    const told = Promise.withResolvers<void>();
    this.#waiting.push(told.resolve);
    await told.promise;
    return this.stdout.slice(before);
  }

  end(): Promise<number> {
    this.#input!.close();
    return this.status;
  }
}

const WINDOWS: readonly (readonly [string, string[], number])[] = [
  ["tumbling", ["10s"], 10],
  ["hopping", ["10s", "--every", "5s"], 5],
  ["session", ["--session", "5s", "--key", "k"], 6],
];

for (const [name, words, seconds] of WINDOWS) {
  Deno.test(`${name} windows complete by the clock while the input is silent (T9)`, async () => {
    const live = new Live([
      "window",
      ...words,
      "--processing-time",
      "then",
      "agg",
      "count(*) AS n",
    ]);
    await live.write('{"k":"a"}\n{"k":"a"}\n');
    assertEquals(live.stdout, "");
    const answer = live.more();
    live.clock.advance(seconds * 1_000_000);
    assertStringIncludes(await answer, '"n":2');
    assertEquals(await live.end(), 0);
    assertStringIncludes(live.stderr, "had the time at which they were read");
    assertStringIncludes(live.stderr, "late 0");
  });
}

Deno.test("rows that come later are in later windows, and the idle rule moves nothing (T9)", async () => {
  const live = new Live([
    "--idle",
    "1ms",
    "window",
    "10s",
    "--processing-time",
    "then",
    "sort",
    "k",
  ]);
  await live.write('{"k":"b"}\n{"k":"a"}\n');
  assertEquals(live.stdout, "");
  const answer = live.more();
  live.clock.advance(8_000_000);
  await answer;
  await live.write('{"k":"c"}\n');
  assertEquals(await live.end(), 0);
  assertEquals(
    live.stdout.trimEnd().split("\n").map((line) => {
      const { window_start, k } = JSON.parse(line);
      return [window_start.slice(17, 19), k];
    }),
    [["00", "a"], ["00", "b"], ["10", "c"]],
  );
  assert(!live.stderr.includes("silent"), live.stderr);
});

Deno.test("a weir by the clock tells the next one when its windows are over (T9, C6)", async () => {
  const live = new Live([
    "window",
    "10s",
    "--processing-time",
    "-o",
    "weir",
  ]);
  await live.write('{"k":1}\n');
  const progress = live.more();
  live.clock.advance(10_000_000);
  assertStringIncludes(await progress, '"after":');
  assertEquals(await live.end(), 0);
});
