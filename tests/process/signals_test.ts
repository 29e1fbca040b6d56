import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { numberedRows, withChild } from "./child.ts";

/** Windows of ten seconds that wait for nobody. */
const WINDOWS = [
  "window",
  "10s",
  "--time=t",
  "--watermark=0s",
  "then",
  "agg",
  "count(*) AS n",
];
/** Three rows of a window, the row that completes it, and one more. */
const ROWS = '{"t":1}\n{"t":2}\n{"t":3}\n{"t":11}\n{"t":12}\n';
const FIRST =
  '{"window_start":"1970-01-01T00:00:00Z","window_end":"1970-01-01T00:00:10Z","n":3}';

const unix = { ignore: Deno.build.os === "windows" };

for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test({
    name:
      `${signal} writes what is complete, counts what is open and ends with ${status}`,
    ...unix,
    fn: () =>
      withChild([...WINDOWS, "--stats"], async (child) => {
        await child.write(ROWS);
        assertEquals(await child.line(), FIRST);
        child.kill(signal);
        assertEquals(await child.status(), status);
        assertEquals(await child.rest(), "");
        assertStringIncludes(
          await child.stderr(),
          "read 5 = kept 3 + filtered 0 + late 0 + bad 0 + open 2\n",
        );
      }),
  });
}

Deno.test({
  name: "SIGINT prints the account without being asked for it",
  ...unix,
  fn: () =>
    withChild(WINDOWS, async (child) => {
      await child.write(ROWS);
      assertEquals(await child.line(), FIRST);
      child.kill("SIGINT");
      assertEquals(await child.status(), 130);
      assertStringIncludes(await child.stderr(), "read 5 = kept 3");
    }),
});

Deno.test({
  name: "SIGINT ends a run that still waits for its first row",
  ...unix,
  fn: () =>
    withChild(["filter", "a > 1"], async (child) => {
      // Half a row has come: enough to know that the command listens.
      await child.write('{"a":');
      await new Promise((resolve) => setTimeout(resolve, 400));
      child.kill("SIGINT");
      assertEquals(await child.status(), 130);
      assertEquals(await child.rest(), "");
    }),
});

Deno.test({
  name: "SIGINT leaves half a row unread and out of the account",
  ...unix,
  fn: () =>
    withChild(["filter", "a > 0", "--stats"], async (child) => {
      await child.write('{"a":1}\n{"a":0}\n{"a":');
      assertEquals(await child.line(), '{"a":1}');
      child.kill("SIGINT");
      assertEquals(await child.status(), 130);
      assertStringIncludes(
        await child.stderr(),
        "read 2 = kept 1 + filtered 1 + late 0 + bad 0\n",
      );
    }),
});

Deno.test({
  name: "SIGINT writes the answers of windows that DuckDB was asked about",
  ...unix,
  fn: () =>
    withChild([
      ...WINDOWS.slice(0, 5),
      "sql",
      "SELECT s FROM (SELECT sum(t) AS s FROM events)",
      "--stats",
    ], async (child) => {
      await child.write(ROWS);
      // The engine takes a second to start: the question is under way.
      await child.message("stdin is ndjson");
      await new Promise((resolve) => setTimeout(resolve, 500));
      child.kill("SIGINT");
      assertStringIncludes(await child.rest(), '"s":6');
      assertEquals(await child.status(), 130);
    }),
});

Deno.test({
  name: "a second SIGINT ends at once, though the reader takes nothing",
  ...unix,
  fn: () =>
    withChild(["filter", "true"], async (child) => {
      const feeding = (async () => {
        try {
          for (let n = 0;; n += 10_000) {
            await child.write(numberedRows(n, 10_000));
          }
        } catch {
          // The command has left.
        }
      })();
      assert(await child.chunk() !== null);
      await new Promise((resolve) => setTimeout(resolve, 300));
      child.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 200));
      const since = performance.now();
      child.kill("SIGINT");
      assertEquals(await child.status(), 130);
      assert(performance.now() - since < 2_000);
      await child.leave();
      await feeding;
    }),
});

Deno.test({
  name: "SIGUSR2 prints the account, and the run goes on",
  ...unix,
  fn: () =>
    withChild(["filter", "a > 0"], async (child) => {
      await child.write('{"a":1}\n{"a":0}\n');
      assertEquals(await child.line(), '{"a":1}');
      child.kill(Deno.build.os === "darwin" ? "SIGINFO" : "SIGUSR2");
      await child.message("read 2 = kept 1 + filtered 1 + late 0 + bad 0\n");
      await child.write('{"a":2}\n');
      assertEquals(await child.line(), '{"a":2}');
      await child.end();
      assertEquals(await child.status(), 0);
      assertEquals(await child.rest(), "");
    }),
});

Deno.test({
  name: "SIGUSR2 tells what windows are open, and the run goes on",
  ...unix,
  fn: () =>
    withChild(
      ["window", "10s", "--watermark", "0s", "then", "agg", "count(*) AS n"],
      async (child) => {
        await child.write('{"ts":"2026-01-01T00:00:01Z"}\n');
        await child.write('{"ts":"2026-01-01T00:00:12Z"}\n');
        await child.line();
        child.kill(Deno.build.os === "darwin" ? "SIGINFO" : "SIGUSR2");
        await child.message("event time  2026-01-01T00:00:12Z, the newest row");
        await child.message("stdin  open: the watermark waits for it");
        await child.message("  open       1 (1 row");
        await child.end();
        assertEquals(await child.status(), 0);
      },
    ),
});
