import * as zlib from "node:zlib";

/** Decompresses all of some bytes. */
export type Decompress = (bytes: Uint8Array) => Uint8Array<ArrayBuffer>;

// The types of Node that other packages bring are older than this function.
const { zstdDecompressSync } = zlib as unknown as {
  readonly zstdDecompressSync: (bytes: Uint8Array) => Uint8Array;
};

/** Decompresses Zstandard. The bytes begin where typed arrays can. */
export const decompressZstd: Decompress = (bytes) =>
  new Uint8Array(zstdDecompressSync(bytes));

/** Decompresses gzip. */
export const decompressGzip: Decompress = (bytes) =>
  new Uint8Array(zlib.gunzipSync(bytes));

/** Decompresses Brotli. */
export const decompressBrotli: Decompress = (bytes) =>
  new Uint8Array(zlib.brotliDecompressSync(bytes));
