import { assertEquals } from "@std/assert";
import { ByteWriter } from "./generate/byte_writer.ts";
import { Stamp } from "./generate/stamp.ts";

/** What is written, and what the writer tells of it. */
function written(write: (writer: ByteWriter) => void) {
  let text = "";
  const writer = new ByteWriter({
    writeSync(bytes) {
      // Takes what it likes, as a pipe may.
      const some = bytes.subarray(0, 5);
      text += new TextDecoder().decode(some);
      return some.length;
    },
  });
  write(writer);
  return { text: () => text, ...writer.finish() };
}

Deno.test("ByteWriter writes numbers in decimal, padded and in thousandths", () => {
  const { text } = written((writer) => {
    for (const value of [0, 9, 10, 1234567]) {
      writer.whole(value);
      writer.byte(32);
    }
    writer.padded(42, 5);
    writer.byte(32);
    writer.thousandths(12_007);
    writer.byte(32);
    writer.hex(0xdeadbeef);
  });
  assertEquals(text(), "0 9 10 1234567 00042 12.007 deadbeef");
});

Deno.test("ByteWriter tells bytes, rows and the sum of what it wrote", () => {
  const { bytes, rows, sha256 } = written((writer) => {
    writer.text(new TextEncoder().encode("head"));
    writer.endHeader();
    writer.text(new TextEncoder().encode("row"));
    writer.endRow();
  });
  assertEquals(bytes, 9);
  assertEquals(rows, 1);
  assertEquals(
    sha256,
    "68f14f6ee70ca6ab73bb59fae4502b473cf49ccb281afee107d586107d9b2d05",
  );
});

Deno.test("Stamp writes moments as ISO 8601 and as access logs do, over midnight", () => {
  const stamp = new Stamp();
  const { text } = written((writer) => {
    stamp.iso(writer, Date.UTC(2026, 0, 5, 23, 59, 59, 7));
    stamp.iso(writer, Date.UTC(2026, 0, 6));
    stamp.log(writer, Date.UTC(2026, 1, 1, 4, 5, 6));
  });
  assertEquals(
    text(),
    "2026-01-05T23:59:59.007Z2026-01-06T00:00:00.000Z01/Feb/2026:04:05:06 +0000",
  );
});
