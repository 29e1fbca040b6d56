import { assert, assertEquals } from "@std/assert";
import { numberedRows, shell, shellWords, withChild } from "./child.ts";

const COMMANDS: readonly (readonly [what: string, args: readonly string[]])[] =
  [
    ["lines", ["filter", "true"]],
    ["NDJSON", ["set", "m = n + 1"]],
    ["CSV", ["filter", "true", "-o", "csv"]],
    ["a table", ["select", "n, path", "-o", "table"]],
    ["windows", [
      "window",
      "1s",
      "--time=t",
      "--watermark=0s",
      "then",
      "agg",
      "--by",
      "n",
    ]],
  ];

for (const [what, args] of COMMANDS) {
  Deno.test({
    name:
      `${what} end quietly with status 0 when the reader leaves, and reading stops`,
    ignore: Deno.build.os === "windows",
    fn: () =>
      withChild(args, async (child) => {
        const rows = numberedRows(0, 10_000);
        let left = false;
        let after = 0;
        // A producer that never ends by itself.
        const producer = (async () => {
          try {
            for (;;) {
              await child.write(rows);
              if (left) after += rows.length;
            }
          } catch {
            // The command has left.
          }
        })();
        assert(await child.chunk() !== null);
        left = true;
        const since = performance.now();
        await child.closeStdout();
        assertEquals(await child.status(), 0);
        const elapsed = performance.now() - since;
        await child.leave();
        await producer;
        assertEquals(await child.stderr(), "");
        // Within a second; twice that where other tests run beside this one.
        assert(elapsed < 2_000, `it went on for ${Math.round(elapsed)} ms`);
        assert(after < 100 * rows.length, `it read ${after} bytes more`);
      }),
  });
}

Deno.test({
  name: "a pipe to head ends with status 0 and no message",
  ignore: Deno.build.os === "windows",
  async fn() {
    const weir = shellWords(["filter", "true"]);
    const { stdout, stderr, code } = await shell(
      `{ yes '{"a":1}' | { ${weir}; echo "status $?" >&2; } | head -1; }`,
    );
    assertEquals([stdout, stderr, code], ['{"a":1}\n', "status 0\n", 0]);
  },
});

for (const args of [["--help"], ["explain", "filter", "a > 1"], ["formats"]]) {
  Deno.test({
    name: `weir ${args[0]} ends quietly with status 0 when nobody reads`,
    ignore: Deno.build.os === "windows",
    async fn() {
      // The reader has left before the first byte.
      const { stderr } = await shell(
        `{ sleep 0.3; ${
          shellWords(args)
        } < /dev/null; echo "status $?" >&2; } | true`,
      );
      assertEquals(stderr, "status 0\n");
    },
  });
}
