import { assertThrows } from "@std/assert";
import {
  checkWindowOptions,
  type WindowKind,
  windowMachine,
  type WindowOptions,
} from "../../lib/window/mod.ts";
import { ToldStore } from "./told_store.ts";

const kinds: readonly WindowKind[] = [
  { kind: "aligned", size: { unit: "us", count: 10 } },
  { kind: "session", gapUs: 10 },
  { kind: "count", rows: 10 },
  { kind: "predicate" },
  { kind: "global" },
];
const [aligned, session, count, predicate, all] = kinds as [
  WindowKind,
  WindowKind,
  WindowKind,
  WindowKind,
  WindowKind,
];

Deno.test("every kind is taken as it is, with keys and with updates", () => {
  for (const windows of kinds) {
    checkWindowOptions({ windows, delayUs: 0 });
    checkWindowOptions({ windows, delayUs: Infinity, keyed: true });
    checkWindowOptions({ windows, delayUs: 0, updateUs: 0 });
  }
});

const refused: readonly [string, WindowOptions, string][] = [
  ["a delay of less than nothing", { windows: aligned, delayUs: -1 }, "delay"],
  ["a delay that is no number", { windows: aligned, delayUs: NaN }, "delay"],
  [
    "a gap of nothing",
    { windows: { kind: "session", gapUs: 0 }, delayUs: 0 },
    "gap",
  ],
  ["a session of no length", {
    windows: { kind: "session", gapUs: 1, maxUs: 0 },
    delayUs: 0,
  }, "longest"],
  [
    "windows of no rows",
    { windows: { kind: "count", rows: 0 }, delayUs: 0 },
    "rows",
  ],
  ["windows of half a row", {
    windows: { kind: "count", rows: 1.5 },
    delayUs: 0,
  }, "rows"],
  ["sizes that make no windows", {
    windows: { kind: "aligned", size: { unit: "us", count: 0 } },
    delayUs: 0,
  }, "size"],
  [
    "lateness of counted rows",
    { windows: count, delayUs: 0, latenessUs: 1 },
    "no row is late",
  ],
  ["lateness between predicates", {
    windows: predicate,
    delayUs: 0,
    latenessUs: 1,
  }, "no row is late"],
  [
    "lateness of all rows",
    { windows: all, delayUs: 0, latenessUs: 1 },
    "no row is late",
  ],
  [
    "filling in sessions",
    { windows: session, delayUs: 0, fill: true },
    "fill in sessions",
  ],
  [
    "filling in counted rows",
    { windows: count, delayUs: 0, fill: true },
    "fill in windows of counted rows",
  ],
  ["a clock for each key without keys", {
    windows: aligned,
    delayUs: 0,
    perKeyClock: true,
  }, "no key"],
  ["a clock for each key of counted rows", {
    windows: count,
    delayUs: 0,
    keyed: true,
    perKeyClock: true,
  }, "clock for each key"],
  ["updates of counted rows that overlap", {
    windows: { kind: "count", rows: 3, every: 1 },
    delayUs: 0,
    updateUs: 1,
  }, "overlap"],
];

for (const [what, options, message] of refused) {
  Deno.test(`windowMachine() refuses ${what}`, () => {
    assertThrows(() => checkWindowOptions(options), RangeError, message);
    assertThrows(
      () => windowMachine(options, new ToldStore()),
      RangeError,
      message,
    );
  });
}
