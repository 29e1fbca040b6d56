import { assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../cli/main.ts";
import { SystemClock } from "../../lib/time/mod.ts";

Deno.test("windows complete by the wall clock while a live input is silent (T7)", async () => {
  const encoder = new TextEncoder();
  let stdout = "";
  let stderr = "";
  const answered = Promise.withResolvers<void>();
  const status = await main(
    [
      "window",
      "10ms",
      "--watermark",
      "0s",
      "then",
      "agg",
      "count(*) AS n",
      "--idle",
      "20ms",
    ],
    {
      stdin: new ReadableStream({
        async start(controller) {
          controller.enqueue(
            encoder.encode('{"ts":"2024-01-01T00:00:00.001Z"}\n'),
          );
          // The answer must come while nothing more is written.
          await answered.promise;
          controller.enqueue(
            encoder.encode('{"ts":"2024-01-01T00:00:00.002Z"}\n'),
          );
          controller.close();
        },
      }),
      stdout: (bytes) => {
        stdout += new TextDecoder().decode(bytes);
        answered.resolve();
        return Promise.resolve();
      },
      stderr: (text) => {
        stderr += text;
      },
      isTerminal: false,
      columns: 80,
      clock: new SystemClock(),
    },
  );
  assertEquals(status, 0);
  assertStringIncludes(stdout, '"n":1');
  assertEquals(stdout.trimEnd().split("\n").length, 1);
  assertStringIncludes(stderr, "the input was silent");
  assertStringIncludes(stderr, "late 1");
});
