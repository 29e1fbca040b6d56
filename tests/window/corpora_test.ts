import { assert, assertEquals } from "@std/assert";
import { findZone } from "../../lib/time/mod.ts";
import {
  openWindows,
  type WindowAssigner,
  windowAssigner,
  type WindowSize,
} from "../../lib/window/mod.ts";

/** A window as the corpus describes it; only the kinds that weir has so far. */
interface Described {
  readonly type: string;
  readonly size_ms?: number;
  readonly offset_ms?: number;
  readonly unit?: "day" | "week" | "month" | "year";
  readonly n?: number;
  readonly tz?: string;
  readonly week_starts?: string;
  readonly start?: readonly [number, number, number];
}

interface Case {
  readonly id: string;
  readonly window: Described;
  readonly cases?: readonly {
    readonly ts: number;
    readonly windows: readonly (readonly [number, number])[];
  }[];
  readonly input_ts?: readonly number[];
  readonly expected?: readonly {
    readonly window: readonly [number, number];
    readonly ts: readonly number[];
  }[];
}

const FOLDER = new URL("../../../shared/corpora/windowing/", import.meta.url);

function load(name: string): readonly Case[] | null {
  try {
    return JSON.parse(Deno.readTextFileSync(new URL(name, FOLDER)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function assignerOf(window: Described): WindowAssigner {
  if (window.type === "tumbling") {
    return windowAssigner({
      size: { unit: "us", count: window.size_ms! * 1_000 },
      offsetUs: (window.offset_ms ?? 0) * 1_000,
    });
  }
  const years = window.unit === "year";
  const [year, month, day] = window.start ?? [];
  // Weeks that begin on Wednesday are counted from one.
  const originMs = window.week_starts === "wednesday"
    ? Date.UTC(1970, 0, 7)
    : year === undefined
    ? undefined
    : Date.UTC(year, month! - 1, day);
  return windowAssigner({
    size: {
      unit: (years ? "month" : window.unit!) as WindowSize["unit"],
      count: window.n! * (years ? 12 : 1),
    },
    zone: findZone(window.tz!)!,
    ...(originMs === undefined ? {} : { originUs: originMs * 1_000 }),
  });
}

const kinds = new Set(["tumbling", "calendar"]);
const assign = load("assign.json");
const group = load("group.json");
const missing = assign === null || group === null
  ? " (skipped: ../shared/corpora/windowing is not there)"
  : "";

Deno.test({
  name: `the corpus holds tumbling and calendar cases${missing}`,
  ignore: missing !== "",
  fn() {
    const count = (list: readonly Case[] | null) =>
      list!.filter((one) => kinds.has(one.window.type)).length;
    assert(count(assign) >= 8);
    assert(count(group) >= 9);
  },
});

for (const { id, window, cases } of assign ?? []) {
  if (!kinds.has(window.type)) continue;
  Deno.test(`assignment agrees with ${id}`, () => {
    const assigner = assignerOf(window);
    for (const { ts, windows } of cases!) {
      const startUs = assigner.startOf(ts * 1_000);
      assertEquals(
        [[startUs / 1_000, assigner.endOf(startUs) / 1_000]],
        windows.map((pair) => [...pair]),
        `at ${ts} ms`,
      );
    }
  });
}

for (const { id, window, input_ts, expected } of group ?? []) {
  if (!kinds.has(window.type)) continue;
  Deno.test(`grouping agrees with ${id}`, () => {
    const assigner = assignerOf(window);
    const open = openWindows<number[]>({
      assigner,
      delayUs: Infinity,
      create: () => [],
    });
    const timesUs = Float64Array.from(input_ts!, (ms) => ms * 1_000);
    const startsUs = new Float64Array(timesUs.length);
    assigner.assign(timesUs, timesUs.length, null, timesUs.length, startsUs);
    input_ts!.forEach((ms, row) => open.at(startsUs[row]!).push(ms));
    assertEquals(
      open.drain().map(({ startUs, endUs, state }) => ({
        window: [startUs / 1_000, endUs / 1_000],
        ts: state,
      })),
      expected!.map(({ window, ts }) => ({ window: [...window], ts: [...ts] })),
    );
  });
}
