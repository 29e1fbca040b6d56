/**
 * Lays cells out as a Markdown table, as `deno fmt` would, so that it also
 * reads well on a terminal.
 *
 * @param rows The first one is the heading.
 * @param numbers Columns that hold numbers stand to the right; counted from 0.
 */
export function tableText(
  rows: readonly (readonly string[])[],
  numbers: ReadonlySet<number>,
): string {
  const [heading] = rows;
  if (heading === undefined) return "";
  const widths = heading.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]!.length))
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const rule = widths.map((width, column) =>
    numbers.has(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)
  );
  const [first, ...others] = rows.map((row) =>
    line(
      row.map((cell, column) =>
        numbers.has(column)
          ? cell.padStart(widths[column]!)
          : cell.padEnd(widths[column]!)
      ),
    )
  );
  return [first, line(rule), ...others].join("");
}
