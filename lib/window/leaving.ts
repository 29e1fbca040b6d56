import { grownDoubles, grownInts } from "./grown.ts";
import type { LeavingWindows } from "./pane_store.ts";
import { FIELDS, FIRST, KEY, type SoloFields } from "./solo_fields.ts";

/** Windows laid out side by side as they leave, in memory that is used again. */
export class Leaving implements LeavingWindows {
  count = 0;
  startsUs = new Float64Array(0);
  endsUs = new Float64Array(0);
  keys = new Int32Array(0);
  panes = new Uint32Array(0);

  /** Lays out windows that have a pane each, in this order. */
  fill(
    ids: readonly number[],
    { fields, ints }: SoloFields,
    endOf: (id: number) => number,
  ): this {
    const count = ids.length;
    if (count > this.panes.length) {
      this.startsUs = grownDoubles(this.startsUs, count * 2);
      this.endsUs = grownDoubles(this.endsUs, count * 2);
      this.keys = grownInts(this.keys, count * 2);
      this.panes = new Uint32Array(count * 2);
    }
    const { startsUs, endsUs, keys, panes } = this;
    for (let at = 0; at < count; at++) {
      const id = ids[at]!;
      startsUs[at] = fields[FIELDS * id + FIRST]!;
      endsUs[at] = endOf(id);
      keys[at] = ints[2 * FIELDS * id + KEY]!;
      panes[at] = id;
    }
    this.count = count;
    return this;
  }
}
