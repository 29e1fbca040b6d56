import { createHash } from "node:crypto";

/** SHA-256 of a file in hexadecimal, read a piece at a time. */
export function sha256Of(path: string): string {
  const hash = createHash("sha256");
  const piece = new Uint8Array(1 << 20);
  using file = Deno.openSync(path);
  for (;;) {
    const read = file.readSync(piece);
    if (read === null) return hash.digest("hex");
    hash.update(piece.subarray(0, read));
  }
}
