import { assertEquals, assertThrows } from "@std/assert";
import * as zlib from "node:zlib";
import * as flechette from "@uwdata/flechette";
import { Fault } from "../../lib/core/mod.ts";
import { readArrowFile } from "../../lib/format/arrow_file.ts";
import { rowsOf } from "./arrow_tables.ts";

// The types of Node do not know it yet.
const zstd = zlib as unknown as {
  readonly zstdCompressSync: (bytes: Uint8Array) => Uint8Array;
};

const { LZ4_FRAME, ZSTD } = flechette.CompressionType;
type Codec = NonNullable<ReturnType<typeof flechette.getCompressionCodec>>;

/** A file whose buffers another producer compressed. */
function compressed(type: typeof LZ4_FRAME | typeof ZSTD, codec: Codec) {
  const reading = flechette.getCompressionCodec(type)!;
  flechette.setCompressionCodec(type, codec);
  try {
    const table = flechette.tableFromArrays({ n: Int32Array.of(1, 2, 3) });
    return flechette.tableToIPC(table, { format: "file", codec: type })!;
  } finally {
    flechette.setCompressionCodec(type, reading);
  }
}

const never = (): never => {
  throw new Error("not asked to decode");
};

Deno.test("readArrowFile() reads buffers compressed with Zstandard", () => {
  const bytes = compressed(ZSTD, {
    encode: (plain) => new Uint8Array(zstd.zstdCompressSync(plain)),
    decode: never,
  });
  assertEquals(rowsOf(readArrowFile(bytes)), [[1], [2], [3]]);
});

Deno.test("readArrowFile() reads buffers compressed with LZ4", () => {
  // A frame of one block that is stored as it is: sizes below 64 KiB, no checksums.
  const encode = (plain: Uint8Array) => {
    const { length } = plain;
    const size = [length & 0xff, length >> 8, 0, 0x80];
    return Uint8Array.from([
      ...[0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82],
      ...size,
      ...plain,
      ...[0, 0, 0, 0],
    ]);
  };
  const bytes = compressed(LZ4_FRAME, { encode, decode: never });
  assertEquals(rowsOf(readArrowFile(bytes)), [[1], [2], [3]]);
});

Deno.test("readArrowFile() refuses what is no Arrow data, by its name", () => {
  const fault = assertThrows(
    () =>
      readArrowFile(
        new TextEncoder().encode("ARROW1, or so it seems"),
        "geo.arrow",
      ),
    Fault,
  );
  assertEquals(fault.place?.source, "geo.arrow");
});
