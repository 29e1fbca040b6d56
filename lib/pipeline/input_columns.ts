import type { InputFormat } from "../core/mod.ts";
import { decodeAll, metFields } from "./inspect.ts";
import type { Plan } from "./make_plan.ts";
import type { OpenedInput } from "./open_input.ts";
import type { Ref } from "./shape.ts";
import type { ReadOptions } from "./spec.ts";

/** The column of the event time; `null` where no stage asks for it. */
export function timeRef({ timeField }: Plan): Ref | null {
  return timeField === null
    ? null
    : { kind: "input", path: [timeField], as: "time" };
}

/** The names of fields that rows bring, where each may bring its own. */
export function namesIn(
  format: InputFormat,
  source: string,
  rows: Uint8Array,
): readonly string[] {
  const decoder = format.decoder({ source, projection: [] });
  for (const _ of decodeAll(decoder, rows, true)) continue;
  return metFields(decoder) ?? [];
}

/** The header line of an input that was not read yet; `null` where it has none. */
export function headerOf(
  opened: OpenedInput,
  { header, fields }: ReadOptions,
): Uint8Array | null {
  const decoder = opened.format.decoder({
    source: opened.source.name,
    projection: [],
    header,
    ...(fields === null ? {} : { fields }),
  });
  for (const _ of decodeAll(decoder, opened.head, opened.ended)) break;
  return decoder.headerLine ?? null;
}

/** A header line as text or bytes. */
export function headerText(header: Uint8Array | null): string | null {
  return header === null ? null : new TextDecoder().decode(header);
}

/** A header line as text or bytes. */
export function headerBytes(header: string | null): Uint8Array | null {
  return header === null ? null : new TextEncoder().encode(header);
}
