import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { WindowOptions } from "../../lib/window/mod.ts";
import { oracle } from "./oracle.ts";
import {
  compareKeys,
  cuts,
  delays,
  describe,
  rowsOf,
  type Scene,
} from "./streams.ts";
import { run } from "./told_store.ts";

/** Options beside kind, delay and key; times in steps of a stream. */
export type Extra = (unitUs: number) => Partial<WindowOptions>;

/** No others. */
export const once: fc.Arbitrary<Extra> = fc.constant(() => ({}));

/** Holds a machine to what the oracle says, whatever the stream, the options and the batches. */
export function agrees(
  scene: fc.Arbitrary<Scene>,
  extra: fc.Arbitrary<Extra>,
  cases: number,
): void {
  fc.assert(
    fc.property(
      rowsOf(scene),
      delays(),
      fc.boolean(),
      extra,
      cuts,
      ({ scene, rows }, delay, keyed, more, lengths) => {
        const options: WindowOptions = {
          windows: scene.windows,
          delayUs: delay(scene.unitUs),
          keyed,
          compareKeys,
          ...more(scene.unitUs),
        };
        // A clock for each key asks for keys.
        if (!keyed) delete (options as { perKeyClock?: boolean }).perKeyClock;
        const { machine: _, store: __, ...answer } = run(
          rows,
          options,
          lengths,
        );
        const expected = oracle(
          keyed ? rows : rows.map((row) => ({ ...row, key: -1 })),
          options,
        );
        assertEquals(answer, expected, describe(options));
      },
    ),
    { seed: 20260105, numRuns: cases },
  );
}
