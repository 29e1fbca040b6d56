import { assertEquals, assertThrows } from "@std/assert";
import { readOptions } from "./options.ts";

Deno.test("readOptions() asks for all jobs at full size, five times, by itself", () => {
  const options = readOptions([]);
  assertEquals(options?.megabytes, 512);
  assertEquals(options?.rounds, 5);
  assertEquals(options?.slowRounds, 1);
  assertEquals(options?.only, []);
  assertEquals(options?.weir, null);
});

Deno.test("readOptions() takes every option", () => {
  const options = readOptions([
    "--size=32",
    "--seed",
    "9",
    "--runs",
    "3",
    "--slow-runs=2",
    "--only",
    "count,p99",
    "--weir",
    "weir --x",
    "--results",
    "r.md",
  ]);
  assertEquals(options, {
    megabytes: 32,
    seed: 9,
    rounds: 3,
    slowRounds: 2,
    only: ["count", "p99"],
    weir: ["weir", "--x"],
    results: "r.md",
  });
});

Deno.test("readOptions() refuses what it does not know, and sizes that are none", () => {
  assertThrows(() => readOptions(["--sise", "3"]), TypeError, "--sise");
  assertThrows(() => readOptions(["more"]), TypeError, "more");
  assertThrows(() => readOptions(["--size", "0"]), TypeError, "--size");
  assertThrows(() => readOptions(["--runs", "many"]), TypeError, "--runs");
});

Deno.test("readOptions() gives nothing where help is asked for", () => {
  assertEquals(readOptions(["-h"]), null);
});
