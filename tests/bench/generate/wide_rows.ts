import type { ByteWriter } from "./byte_writer.ts";
import { Random } from "./random.ts";

const FIELD_COUNT = 100;
const encoder = new TextEncoder();
const REGIONS = Array.from(
  { length: 40 },
  (_, index) => encoder.encode(`"region-${index + 1}"`),
);
const FLAGS = ["true", "false", "null"].map((text) => encoder.encode(text));

/**
 * Writes rows of a hundred fields, `f00` to `f99`, until a file is full.
 *
 * By the last digit of its name a field is a number below 1,000, a number
 * with decimals, one of 40 texts, a number below a million, or a flag that may
 * be null.
 */
export function writeWideRows(
  writer: ByteWriter,
  options: { readonly seed: number; readonly bytes: number },
): void {
  const random = new Random(options.seed);
  const keys = Array.from({ length: FIELD_COUNT }, (_, index) => {
    const name = `f${String(index).padStart(2, "0")}`;
    return encoder.encode(`${index === 0 ? "{" : ","}"${name}":`);
  });
  while (writer.bytes < options.bytes) {
    for (let field = 0; field < FIELD_COUNT; field++) {
      writer.text(keys[field]!);
      switch (field % 5) {
        case 0:
          writer.whole(random.below(1000));
          break;
        case 1:
          writer.thousandths(random.below(10_000_000));
          break;
        case 2:
          writer.text(REGIONS[random.lowBelow(REGIONS.length)]!);
          break;
        case 3:
          writer.whole(random.below(1_000_000));
          break;
        default:
          writer.text(FLAGS[random.below(FLAGS.length)]!);
      }
    }
    writer.byte(125);
    writer.endRow();
  }
}
