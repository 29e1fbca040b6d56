import { assertEquals } from "@std/assert";
import { bsdTime, gnuTime } from "./meter.ts";

Deno.test("gnuTime reads the last line, after one on how the command ended", () => {
  const report = "Command exited with non-zero status 1\n0.25 0.10 2048\n";
  assertEquals(gnuTime.read(report), {
    userMs: 250,
    systemMs: 100,
    peakBytes: 2_097_152,
  });
});

Deno.test("bsdTime reads times in seconds and memory in bytes", () => {
  const report = "        0.52 real         0.25 user         0.50 sys\n" +
    "             2097152  maximum resident set size\n" +
    "                   0  average shared memory size\n";
  assertEquals(bsdTime.read(report), {
    userMs: 250,
    systemMs: 500,
    peakBytes: 2_097_152,
  });
});
