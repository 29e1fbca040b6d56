import { assert } from "@std/assert";
import fc from "fast-check";
import type { WindowOptions } from "../../lib/window/mod.ts";
import { oracle } from "./oracle.ts";
import {
  delays,
  fixedScene,
  revisions,
  rowsOf,
  sessionRevisions,
  sessionScene,
} from "./streams.ts";

Deno.test("made up streams reach what windows can do", () => {
  const seen = new Map<string, number>();
  const see = (what: string, count: number) =>
    seen.set(what, (seen.get(what) ?? 0) + count);
  for (
    const [scene, more] of [
      [fixedScene, revisions],
      [sessionScene, sessionRevisions],
    ] as const
  ) {
    const cases = fc.tuple(rowsOf(scene), delays(), more);
    for (
      const [{ scene, rows }, delay, extra] of fc.sample(cases, {
        numRuns: 1_500,
        seed: 20260105,
      })
    ) {
      const options: WindowOptions = {
        windows: scene.windows,
        delayUs: delay(scene.unitUs),
        keyed: true,
        ...extra(scene.unitUs),
      };
      const { told, late, ...counts } = oracle(rows, options);
      see("late", late.length);
      for (const [what, count] of Object.entries(counts)) see(what, count);
      for (const { kind, revision, rows } of told) {
        see(kind, 1);
        if (revision > 0) see("revised", 1);
        if (kind === "result" && rows.length === 0) see("filled", 1);
      }
    }
  }
  for (
    const what of [
      "late",
      "partlyLate",
      "refiring",
      "outside",
      "update",
      "result",
      "refire",
      "withdrawal",
      "revised",
      "filled",
    ]
  ) {
    assert((seen.get(what) ?? 0) >= 50, `${what}: ${seen.get(what)}`);
  }
});
