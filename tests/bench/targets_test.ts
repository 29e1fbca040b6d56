import { assertEquals } from "@std/assert";
import type { Contender } from "./contender.ts";
import type { CurveResult } from "./run_memory.ts";
import type { RaceResult } from "./run_race.ts";
import { type Measured, targetsOf } from "./targets.ts";
import type { ToolName } from "./tools.ts";

function contender(tool: ToolName): Contender {
  const command = { words: [tool] };
  return { name: tool, tool, command, shown: tool, printed: "lines" };
}

function raced(
  id: string,
  peer: ToolName,
  times: { readonly weirMs: number[]; readonly peerMs: number[] },
): RaceResult {
  const duel = { weir: contender("weir"), peer: contender(peer) };
  return {
    race: {
      id,
      title: id,
      about: "",
      input: { bytes: 1, rows: 1 },
      reference: contender("DuckDB"),
      answer: "lines",
      duels: [duel],
    },
    rows: 1,
    entries: [],
    duels: [{ duel, ...times }],
  };
}

function remembered(peaks: readonly number[], id = "memory"): CurveResult {
  const points = peaks.map((peakBytes, at) => ({
    point: {
      name: `${at}`,
      weir: contender("weir"),
      reference: contender("DuckDB"),
      bytes: 1,
    },
    peakBytes,
    wallMs: 1,
    fault: null,
  }));
  const curve = {
    id,
    title: "",
    about: "",
    answer: "lines" as const,
    points: points.map(({ point }) => point),
  };
  return { curve, points };
}

function verdict(measured: Partial<Measured>, what: string) {
  const targets = targetsOf({
    races: [],
    curves: [],
    latencies: [],
    ...measured,
  });
  const target = targets.find((target) => target.what.startsWith(what));
  return [target?.measured, target?.met];
}

Deno.test("targetsOf() takes the median of the pairs, and meets a target exactly on it", () => {
  const race = raced("count", "DuckDB", {
    weirMs: [10, 10, 20],
    peerMs: [25, 20, 80],
  });
  assertEquals(
    verdict({ races: [race] }, "filter + count against DuckDB"),
    ["2.50x", true],
  );
});

Deno.test("targetsOf() says what is missed", () => {
  const race = raced("literal", "ripgrep", { weirMs: [23], peerMs: [10] });
  assertEquals(
    verdict({ races: [race] }, "filter only against `rg` with a literal"),
    ["2.30x its time", false],
  );
});

Deno.test("targetsOf() does not call as long faster", () => {
  const race = raced("class", "ripgrep", { weirMs: [10], peerMs: [10] });
  assertEquals(
    verdict({ races: [race] }, "filter only against `rg` with a class"),
    ["1.00x its time", false],
  );
});

Deno.test("targetsOf() leaves open what was not measured", () => {
  for (
    const { measured, met } of targetsOf({
      races: [],
      curves: [],
      latencies: [],
    })
  ) {
    assertEquals([measured, met], ["-", null]);
  }
});

Deno.test("targetsOf() judges sessions by all rows in the whole time of the command", () => {
  const race = raced("sessions", "DuckDB", { weirMs: [], peerMs: [] });
  const samples = [5_000, 8_000, 9_000].map((wallMs) => ({
    wallMs,
    userMs: null,
    systemMs: null,
    peakBytes: null,
  }));
  const result = {
    ...race,
    race: { ...race.race, input: { bytes: 1, rows: 4_000_000 } },
    entries: [
      {
        contender: { ...contender("weir"), name: "weir, one core" },
        samples: [],
        fault: null,
      },
      { contender: contender("weir"), samples, fault: null },
    ],
  };
  assertEquals(
    verdict({ races: [result] }, "sessions over"),
    ["500000 rows/s", true],
  );
});

Deno.test("targetsOf() judges hopping windows by weir's own tumbling ones", () => {
  const race = raced("hopping", "weir", { weirMs: [16], peerMs: [10] });
  assertEquals(
    verdict({ races: [race] }, "windows of 1 h every 1 min"),
    ["1.60x its time", false],
  );
});

Deno.test("targetsOf() judges open state by its own curve", () => {
  const curves = [remembered([100e6]), remembered([300e6], "state")];
  assertEquals(
    verdict({ curves }, "memory of an open"),
    ["300 MB", true],
  );
});

Deno.test("targetsOf() judges memory by the last place, growth by the last two", () => {
  const flat = { curves: [remembered([90e6, 120e6, 121e6])] };
  assertEquals(verdict(flat, "memory of a filter on"), ["121 MB", true]);
  assertEquals(
    verdict(flat, "memory of a filter as"),
    ["+0.8 % from 1 to 2", true],
  );
  const growing = { curves: [remembered([90e6, 120e6, 151e6])] };
  assertEquals(verdict(growing, "memory of a filter on"), ["151 MB", false]);
  assertEquals(
    verdict(growing, "memory of a filter as"),
    ["+25.8 % from 1 to 2", false],
  );
});
