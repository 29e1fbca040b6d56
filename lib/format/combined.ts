import type { FieldType, InputFormat } from "../core/mod.ts";
import { COMBINED_FIELDS, CombinedLine } from "./combined_line.ts";
import { CombinedScanner } from "./combined_scanner.ts";
import { Mark } from "./raw_rows.ts";
import { CellDecoder } from "./cell_decoder.ts";

/** The fields that are not text. */
const TYPES: Readonly<Record<string, FieldType>> = {
  time: "TIMESTAMP",
  status: "BIGINT",
  bytes: "BIGINT",
};
/** `17/May/2015:10:05:03 +0000`, or ISO 8601 as nginx may be told to write. */
const STAMP =
  /^(?:\d\d\/[A-Z][a-z][a-z]\/\d{4}:|\d{4}-\d\d-\d\dT)\d\d:\d\d:\d\d/;
const encoder = new TextEncoder();

/**
 * Access logs as Apache and nginx write them by default: the common format,
 * and the combined one, which adds `referer` and `agent`.
 */
export const combined: InputFormat = {
  name: "combined",
  samples: [
    '192.0.2.7 - - [17/May/2015:10:05:03 +0000] "GET /a?b=1 HTTP/1.1" 200 2326 "http://example.org/" "curl/8.5.0"',
    '2001:db8::7 - ann [17/May/2015:10:05:04 +0200] "POST /login HTTP/2.0" 302 -',
  ],
  fixedFields: COMBINED_FIELDS.map((name) => ({
    name,
    type: TYPES[name] ?? "VARCHAR",
  })),
  timeField: "time",
  sniff({ line }) {
    const bytes = encoder.encode(`${line}\n`);
    const parts = new CombinedLine();
    if (parts.read(bytes, 0, bytes.length - 1) !== null) return null;
    const at = line.indexOf("[") + 1;
    if (!STAMP.test(line.slice(at, at + 32))) return null;
    return parts.marks.at(-1) === Mark.MISSING
      ? "an access log line in the common format"
      : "an access log line in the combined format";
  },
  decoder: (options) => new CellDecoder(new CombinedScanner(), options),
};
