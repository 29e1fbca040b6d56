import { Fault, spanText } from "../core/mod.ts";
import type { CsvCell } from "./csv_cells.ts";
import type { RawFault } from "./raw_rows.ts";
import { invalidUtf8, placeOf, type Spot } from "./row_fault.ts";
import { firstInvalidUtf8 } from "./utf8.ts";

const CR = 13;

/**
 * The names that a header gives.
 *
 * @param spot The header, for messages.
 * @param cells Its cells.
 * @param bad What the scanner found wrong with it, if anything.
 * @param title What the format is called in messages.
 * @throws {Fault} If it is not well-formed: without names nothing can be read.
 */
export function headerNames(
  spot: Spot,
  cells: readonly CsvCell[],
  bad: RawFault | null,
  title: string,
): string[] {
  const { bytes, start, end } = spot;
  const invalidAt = firstInvalidUtf8(bytes, start, end);
  const fault = bad ?? (invalidAt < end ? invalidUtf8(invalidAt) : null) ??
    carriageReturn(bytes, cells);
  if (fault !== null) {
    const isOldLineEnd = fault.code === "csv/carriage_return";
    throw new Fault(
      fault.code,
      `cannot read header as ${title}: ${fault.what}`,
      {
        place: placeOf(spot, fault.at),
        mend: isOldLineEnd
          ? "Put `tr '\\r' '\\n'` before weir"
          : "Mend the header, or pass another --format",
      },
    );
  }
  return uniqueNames(cells.map((cell) => cellText(bytes, cell)));
}

/**
 * Makes names unique and none empty: an empty one becomes `column` and its
 * position, a second `a` becomes `a_1`.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const given = names.map((name, cell) =>
    name === "" ? `column${cell + 1}` : name
  );
  const written = new Set(given);
  const taken = new Set<string>();
  return given.map((name) => {
    let unique = name;
    for (let copy = 1; taken.has(unique); copy++) {
      const next = `${name}_${copy}`;
      // A name that stands in the header itself is kept for its own column.
      unique = written.has(next) ? name : next;
    }
    taken.add(unique);
    return unique;
  });
}

function cellText(bytes: Uint8Array, cell: CsvCell): string {
  const text = spanText(bytes, cell.from, cell.length);
  return cell.quoted ? text.replaceAll('""', '"') : text;
}

/** A header in which a line of an old Mac ends: the whole input would be taken for names. */
function carriageReturn(
  bytes: Uint8Array,
  cells: readonly CsvCell[],
): RawFault | null {
  for (const { from, length, quoted } of cells) {
    const at = quoted ? -1 : bytes.subarray(from, from + length).indexOf(CR);
    if (at === -1) continue;
    return {
      code: "csv/carriage_return",
      what: "its line ends with a carriage return alone",
      at: from + at,
    };
  }
  return null;
}
