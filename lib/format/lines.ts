import type { InputFormat } from "../core/mod.ts";
import { LINE_FIELD, LinesScanner } from "./lines_scanner.ts";
import { CellDecoder } from "./cell_decoder.ts";

/** Plain lines, each with one field `line`: what detection falls back to. */
export const lines: InputFormat = {
  name: "lines",
  samples: ["May 17 10:05:03 host sshd[42]: session opened", "plain text"],
  fixedFields: [{ name: LINE_FIELD, type: "VARCHAR" }],
  timeField: null,
  sniff: () => "nothing else fits",
  decoder: (options) => new CellDecoder(new LinesScanner(), options),
};
