import { assertEquals } from "@std/assert";
import { agg, decode, objects, window } from "../../mod.ts";
import { FixedClock } from "../../lib/time/mod.ts";

/** A stream whose end the test holds, with all transforms of a pipeline behind it. */
function live(clock: FixedClock) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const rows = readable
    .pipeThrough(decode())
    .pipeThrough(window({ size: "10s", processingTime: true, clock }))
    .pipeThrough(agg("count(*) AS n", { clock }))
    .pipeThrough(objects());
  return { input: writable.getWriter(), rows: rows.getReader() };
}

Deno.test("windows of a stream complete by the clock while nothing comes (T9)", async () => {
  const clock = new FixedClock(3_000_000);
  const { input, rows } = live(clock);
  await input.write(new TextEncoder().encode('{"k":1}\n{"k":2}\n'));
  // However long the rows take down the pipe, their window is over at some time.
  const moving = setInterval(() => clock.advance(10_000_000), 20);
  const { value } = await rows.read();
  clearInterval(moving);
  assertEquals(value?.n, 2);
  await input.close();
  assertEquals((await rows.read()).done, true);
});

Deno.test("a stream by the clock that is cancelled looks at it no more", async () => {
  const { input, rows } = live(new FixedClock(0));
  await input.write(new TextEncoder().encode('{"k":1}\n'));
  // The sanitizer of the test fails it where a timer is left.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await rows.cancel();
  await input.close().catch(() => {});
});
