import { textAt } from "../core/mod.ts";
import {
  decodeAll,
  headerOf,
  type OpenedInput,
  type ReadOptions,
} from "../pipeline/mod.ts";

const TAB = 9;
const COMMA = 44;

/**
 * What stands in the cells of a header, which names fields otherwise where a
 * cell is empty or says the same as one before it, or where `--fields` does.
 *
 * @returns `null` where the input has no header.
 */
export function headerCells(
  opened: OpenedInput,
  read: ReadOptions,
): readonly string[] | null {
  const { format, source } = opened;
  const line = headerOf(opened, read);
  if (line === null) return null;
  const most = line.filter((byte) => byte === COMMA || byte === TAB).length + 1;
  const decoder = format.decoder({
    source: source.name,
    projection: Array.from({ length: most }, (_, at) => ({
      path: [`column${at + 1}`],
      as: "text" as const,
    })),
    header: false,
  });
  for (const batch of decodeAll(decoder, line, true)) {
    const count = decoder.fields?.length ?? 0;
    return batch.columns.slice(0, count).map((column) =>
      textAt(column, 0) ?? ""
    );
  }
  return [];
}
