import type { ByteWriter } from "./byte_writer.ts";
import { Random } from "./random.ts";

const encoder = new TextEncoder();
const BEFORE_GROUP = encoder.encode('{"customer":"customer-');
const BEFORE_VALUE = encoder.encode('","amount":');

/** Writes so many short rows, spread evenly over so many groups. */
export function writeGroupRows(
  writer: ByteWriter,
  options: {
    readonly seed: number;
    readonly rows: number;
    readonly groups: number;
  },
): void {
  const random = new Random(options.seed);
  for (let row = 0; row < options.rows; row++) {
    // The first rows name every group once, so that none is left out by chance.
    const group = row < options.groups ? row : random.below(options.groups);
    writer.text(BEFORE_GROUP);
    writer.padded(group, 7);
    writer.text(BEFORE_VALUE);
    writer.whole(random.below(1000));
    writer.byte(125);
    writer.endRow();
  }
}
