import { Tag, type Value, valueAt } from "../../core/mod.ts";
import type { Accumulator, FoldRows } from "./accumulator.ts";

/** Texts of each group with their arrival. */
class TextLists {
  readonly #texts: string[][] = [];
  readonly #arrivals: number[][] = [];
  byteLength = 0;

  grow(size: number): void {
    while (this.#texts.length < size) {
      this.#texts.push([]);
      this.#arrivals.push([]);
    }
  }

  add(group: number, text: string, arrival: number): void {
    this.#texts[group]!.push(text);
    this.#arrivals[group]!.push(arrival);
    this.byteLength += text.length * 2 + 40;
  }

  merge(into: number, from: number): void {
    const arrivals = this.#arrivals[from]!;
    this.#texts[from]!.forEach((text, at) =>
      this.add(into, text, arrivals[at]!)
    );
  }

  clear(group: number): void {
    for (const text of this.#texts[group]!) {
      this.byteLength -= text.length * 2 + 40;
    }
    this.#texts[group] = [];
    this.#arrivals[group] = [];
  }

  /** The texts by arrival. */
  of(group: number): readonly string[] {
    const texts = this.#texts[group]!;
    const arrivals = this.#arrivals[group]!;
    // Only what was merged may be out of order.
    if (arrivals.every((one, at) => at === 0 || arrivals[at - 1]! < one)) {
      return texts;
    }
    return texts.map((_, at) => at)
      .sort((a, b) => arrivals[a]! - arrivals[b]!)
      .map((at) => texts[at]!);
  }
}

/** `string_agg(x, separator)` in arrival order. NULLs are passed over. */
export function joinAccumulator(
  separator: string,
  argument: number,
): Accumulator {
  return textAccumulator(
    (rows, lists) => {
      const column = rows.columns[argument]!;
      eachRow(rows, (row, group, arrival) => {
        const value = valueAt(column, row);
        if (value !== null) lists.add(group, String(value), arrival);
      });
    },
    (texts) => texts.length === 0 ? null : texts.join(separator),
    Tag.STRING,
  );
}

/** `list(x)` as JSON text, in arrival order, NULLs included. */
export function listAccumulator(
  argument: number,
  toJson: (value: Value, tag: Tag) => string,
): Accumulator {
  return textAccumulator(
    (rows, lists) => {
      const column = rows.columns[argument]!;
      eachRow(rows, (row, group, arrival) => {
        const tag = column.tags[row]! as Tag;
        lists.add(group, toJson(valueAt(column, row), tag), arrival);
      });
    },
    (texts) => texts.length === 0 ? null : `[${texts.join(",")}]`,
    Tag.NESTED,
  );
}

function textAccumulator(
  take: (rows: FoldRows, lists: TextLists) => void,
  result: (texts: readonly string[]) => string | null,
  tag: Tag,
): Accumulator {
  const lists = new TextLists();
  return {
    get byteLength(): number {
      return lists.byteLength;
    },
    grow: (size) => lists.grow(size),
    update: (rows) => take(rows, lists),
    merge: (into, from) => lists.merge(into, from),
    clear: (group) => lists.clear(group),
    results(groups, count, out) {
      for (let at = 0; at < count; at++) {
        const group = groups[at]!;
        const text = result(lists.of(group));
        if (text === null) out.appendNull();
        else out.appendText(text, tag);
      }
    },
  };
}

function eachRow(
  { groups, selection, selected, arrival }: FoldRows,
  take: (row: number, group: number, arrival: number) => void,
): void {
  for (let at = 0; at < selected; at++) {
    const row = selection[at]!;
    take(row, groups[row]!, arrival + row);
  }
}
