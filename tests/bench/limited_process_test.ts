import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { runLimited } from "./limited_process.ts";

const usual = { limitMs: 60_000, env: {}, stdout: "piped" } as const;

Deno.test("runLimited() gives what a command wrote, and its status", async () => {
  const ended = await runLimited(
    ["sh", "-c", "echo out; echo err >&2; exit 3"],
    usual,
  );
  assertEquals(ended, {
    code: 3,
    expired: false,
    stdout: "out",
    stderr: "err",
  });
});

Deno.test("runLimited() ends a command that is deaf to SIGTERM, and its children, at the limit", async () => {
  const startMs = performance.now();
  const { expired } = await runLimited(
    ["sh", "-c", "trap '' TERM; sleep 60 | sleep 60"],
    { ...usual, limitMs: 50 },
  );
  assertEquals(expired, true);
  // The pipes would stay open as long as a child lives.
  assertLess(performance.now() - startMs, 30_000);
});

Deno.test("runLimited() says when there is no such program", async () => {
  await assertRejects(
    () => runLimited(["no-such-program-here"], usual),
    Deno.errors.NotFound,
  );
});
