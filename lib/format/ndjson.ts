import type { InputFormat } from "../core/mod.ts";
import { NdjsonDecoder } from "./ndjson_decoder.ts";

/** NDJSON (JSON Lines): one JSON value a line. Its decoder is a {@linkcode NdjsonDecoder}. */
export const ndjson: InputFormat = {
  name: "ndjson",
  samples: ['{"time":"2026-01-05T10:00:00Z","status":200}', "[1, 2]"],
  fixedFields: null,
  timeField: null,
  sniff({ line }) {
    const first = line.replace(/^\uFEFF/, "").trimStart()[0];
    if (first === "{") return "the first line begins with {";
    if (first !== "[") return null;
    try {
      JSON.parse(line);
      return "the first line is a JSON list";
    } catch {
      return null;
    }
  },
  decoder: (options) => new NdjsonDecoder(options),
};
