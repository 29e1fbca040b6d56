import { CompressionType, setCompressionCodec } from "@uwdata/flechette";
import type { Table } from "../core/mod.ts";
import { readArrowTable } from "./arrow_read.ts";
import { decompressZstd } from "./codecs.ts";
import { decompressLz4Frame } from "./lz4.ts";

const refuse = (): never => {
  throw new TypeError("Cannot compress Arrow here: only reading is provided");
};
setCompressionCodec(CompressionType.ZSTD, {
  decode: decompressZstd,
  encode: refuse,
});
setCompressionCodec(CompressionType.LZ4_FRAME, {
  decode: decompressLz4Frame,
  encode: refuse,
});

/**
 * Reads an Arrow file that somebody else wrote, whose buffers may be
 * compressed, into a table that owns its memory.
 *
 * Apart from {@linkcode readArrowTable}, because decompression takes as long
 * to load as the rest of a run.
 *
 * @param bytes All of the file.
 * @param source What it is called in messages.
 * @throws {Fault} If the bytes are no Arrow data.
 */
export function readArrowFile(bytes: Uint8Array, source?: string): Table {
  return readArrowTable(bytes, source);
}
