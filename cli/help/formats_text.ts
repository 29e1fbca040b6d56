import { formats } from "../options.ts";
import { twoColumns } from "./wrap.ts";

/** What `weir formats` prints: every format, whether it is read or written, and what it is. */
export function formatsText(): string {
  const rows = formats.map(({ name, reads, writes, summary }) => {
    const ways = [reads ? "in" : "  ", writes ? "out" : ""].join(" ");
    return [`${name.padEnd(10)}${ways}`, summary] as const;
  });
  return [
    ...twoColumns(rows, 0),
    "",
    "Input may be gzip of any of these. --format and -o take these names.",
    "--table also takes Arrow and Parquet files.",
  ].join("\n") + "\n";
}
