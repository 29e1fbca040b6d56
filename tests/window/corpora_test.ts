// Cases that Flink, Beam and Spark test themselves with, results included.
import { assert, assertEquals } from "@std/assert";
import { findZone } from "../../lib/time/mod.ts";
import {
  type HeldWindow,
  openWindows,
  slicing,
  type WindowAssigner,
  windowAssigner,
  type WindowKind,
  windowMachine,
  type WindowSize,
} from "../../lib/window/mod.ts";
import type { Row } from "./told.ts";
import { run, ToldStore } from "./told_store.ts";

/** A window as the corpus describes it. */
interface Described {
  readonly type: string;
  readonly size_ms?: number;
  readonly slide_ms?: number;
  readonly max_size_ms?: number;
  readonly step_ms?: number;
  readonly gap_ms?: number;
  readonly offset_ms?: number;
  readonly unit?: "day" | "week" | "month" | "year";
  readonly n?: number;
  readonly tz?: string;
  readonly week_starts?: string;
  readonly start?: readonly [number, number, number];
}

type Bounds = readonly [number, number];

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly window: Described;
  readonly cases?: readonly {
    readonly ts: number;
    readonly windows: readonly Bounds[];
  }[];
  readonly input_ts?: readonly number[];
  readonly expected?: readonly {
    readonly window: Bounds;
    readonly ts: readonly number[];
  }[];
  readonly events_ms?: readonly number[];
  readonly gap_ms?: number;
  readonly results?: Readonly<Record<string, readonly Bounds[]>>;
  readonly steps?: readonly { readonly add: Bounds; readonly result: Bounds }[];
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

const ms = (count: number): WindowSize => ({
  unit: "us",
  count: count * 1_000,
});

function calendarOf(window: Described) {
  const years = window.unit === "year";
  const [year, month, day] = window.start ?? [];
  // Weeks that begin on Wednesday are counted from one.
  const originMs = window.week_starts === "wednesday"
    ? Date.UTC(1970, 0, 7)
    : year === undefined
    ? undefined
    : Date.UTC(year, month! - 1, day);
  return {
    size: {
      unit: (years ? "month" : window.unit!) as WindowSize["unit"],
      count: window.n! * (years ? 12 : 1),
    },
    zone: findZone(window.tz!)!,
    ...(originMs === undefined ? {} : { originUs: originMs * 1_000 }),
  };
}

function kindOf(window: Described): WindowKind {
  const offsetUs = (window.offset_ms ?? 0) * 1_000;
  switch (window.type) {
    case "tumbling":
      return { kind: "aligned", size: ms(window.size_ms!), offsetUs };
    case "sliding":
      return {
        kind: "aligned",
        size: ms(window.size_ms!),
        every: ms(window.slide_ms!),
        offsetUs,
      };
    case "cumulate":
      return {
        kind: "aligned",
        size: ms(window.max_size_ms!),
        step: ms(window.step_ms!),
        offsetUs,
      };
    case "session":
      return { kind: "session", gapUs: window.gap_ms! * 1_000 };
    case "calendar":
      return { kind: "aligned", ...calendarOf(window) };
    default:
      throw new TypeError(`No such window: ${window.type}`);
  }
}

function assignerOf(window: Described): WindowAssigner {
  return windowAssigner(
    window.type === "calendar" ? calendarOf(window) : {
      size: ms(window.size_ms!),
      offsetUs: (window.offset_ms ?? 0) * 1_000,
    },
  );
}

function rowAt(ts: number): Row {
  return {
    timeUs: ts * 1_000,
    key: 0,
    dropped: false,
    starts: false,
    ends: false,
  };
}

/** The windows of moments, each with the moments in it, by their bounds. */
function groups(times: readonly number[], windows: WindowKind) {
  const { told } = run(times.map(rowAt), { windows, delayUs: Infinity }, [3]);
  return told.map(({ startUs, endUs, rows }) => ({
    window: [startUs / 1_000, endUs / 1_000] as Bounds,
    ts: rows.map((row) => times[row]!).sort((a, b) => a - b),
  })).sort(byBounds);
}

function byBounds(a: { window: Bounds }, b: { window: Bounds }): number {
  return a.window[0] - b.window[0] || a.window[1] - b.window[1];
}

const assign = load("assign.json");
const group = load("group.json");
const sessions = load("session-boundary.json");
const missing = assign === null || group === null || sessions === null
  ? " (skipped: ../shared/corpora/windowing is not there)"
  : "";

/** Where weir decides otherwise, by the rule that says so. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  "beam-session-10-touching": "W4: rows exactly a gap apart are one session",
};

Deno.test({
  name: `every case of the corpus is known${missing}`,
  ignore: missing !== "",
  fn() {
    assertEquals(assign!.map(({ kind }) => kind), Array(14).fill("assign"));
    assertEquals(group!.map(({ kind }) => kind), Array(18).fill("group"));
    assertEquals(sessions!.map(({ kind }) => kind), [
      "fact",
      ...Array(4).fill("merge_sequence"),
    ]);
    for (const id of Object.keys(DEVIATIONS)) {
      assert(group!.some((one) => one.id === id), id);
    }
  },
});

for (const { id, window, cases } of assign ?? []) {
  Deno.test(`assignment agrees with ${id}`, () => {
    for (const { ts, windows } of cases!) {
      const expected = windows.map((pair) => [...pair]);
      const told = groups([ts], kindOf(window));
      assertEquals(told.map(({ window }) => [...window]), expected, `at ${ts}`);
      if (window.type === "tumbling") {
        const assigner = assignerOf(window);
        const startUs = assigner.startOf(ts * 1_000);
        const endUs = assigner.endOf(startUs);
        assertEquals([[startUs / 1_000, endUs / 1_000]], expected);
      }
    }
  });

  Deno.test(`slices agree with ${id}`, () => {
    const kind = kindOf(window);
    if (kind.kind !== "aligned") throw new TypeError("Not aligned");
    const { sliceAt, startOf, endOf } = slicing(kind);
    for (const { ts, windows } of cases!) {
      const { first, last } = sliceAt(ts * 1_000);
      const covering: Bounds[] = [];
      for (let number = first; number <= last; number++) {
        covering.push([startOf(number) / 1_000, endOf(number) / 1_000]);
      }
      assertEquals(covering, windows.map(([start, end]) => [start, end]));
    }
  });
}

for (const { id, window, input_ts, expected } of group ?? []) {
  const rule = DEVIATIONS[id];
  if (rule !== undefined) continue;
  Deno.test(`grouping agrees with ${id}`, () => {
    const told = groups(input_ts!, kindOf(window));
    assertEquals(
      told,
      [...expected!].sort(byBounds).map(({ window, ts }) => ({
        window,
        ts: [...ts].sort((a, b) => a - b),
      })),
    );
  });
  if (window.type !== "tumbling" && window.type !== "calendar") continue;
  Deno.test(`grouping by assigner agrees with ${id}`, () => {
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

const touching = group?.find(({ id }) => id === "beam-session-10-touching");
if (touching !== undefined) {
  Deno.test(`grouping deviates from ${touching.id} by ${DEVIATIONS[touching.id]}`, () => {
    assertEquals(groups(touching.input_ts!, kindOf(touching.window)), [
      { window: [0, 20], ts: [0, 10] },
      { window: [101, 111], ts: [101] },
    ]);
  });
}

for (const { id, events_ms, gap_ms, results, steps } of sessions ?? []) {
  if (results !== undefined) {
    Deno.test(`sessions agree with Flink and Spark, not with Beam, in ${id} (W4)`, () => {
      const told = groups(events_ms!, {
        kind: "session",
        gapUs: gap_ms! * 1_000,
      }).map(({ window }) => window);
      assertEquals(told, results.flink);
      assertEquals(told, results.spark);
    });
    continue;
  }
  Deno.test(`sessions merge as in ${id}`, () => {
    // A session from 0 to 4 is one of rows at 0, 1, 2 and 3, a gap of 1 apart.
    const store = new ToldStore();
    const machine = windowMachine({
      windows: { kind: "session", gapUs: 1 },
      delayUs: Infinity,
    }, store);
    let count = 0;
    for (const { add: [from, to], result } of steps!) {
      const timesUs = Float64Array.from(
        { length: to - from },
        (_, at) => from + at,
      );
      store.numbers = Array.from(timesUs, () => count++);
      store.within(() =>
        machine.push({
          timesUs,
          newestUs: new Float64Array(timesUs.length).fill(-Infinity),
          newestAfterUs: 0,
          selection: null,
          selected: timesUs.length,
        })
      );
      const held: HeldWindow[] = [...machine.open()];
      const [joined] = held.filter(({ startUs, endUs }) =>
        startUs <= from && from < endUs
      );
      assertEquals([joined!.startUs, joined!.endUs], [...result]);
    }
  });
}
