import { formatTimestamp } from "../../../lib/time/mod.ts";
import type { PlainRow } from "./plain.ts";
import { plainWindows } from "./plain.ts";
import type { PlainResult, Reference } from "./reference.ts";

/** What the plain evaluation of a pipeline answers. */
export interface Answer {
  /** The lines of each output, by the path that the job names; `null` for stdout. */
  readonly outputs: ReadonlyMap<string | null, readonly string[]>;
  /** How many rows were late. */
  readonly late: number;
  /** How many lines were no rows. */
  readonly bad: number;
}

/** Answers a pipeline in the plainest way there is; `forAll` waits for the end of the input, so that no row is late. */
export function answer(
  reference: Reference,
  lines: readonly string[],
  forAll = false,
): Answer {
  const read = lines.map(reference.read);
  const rows = read.filter((row): row is PlainRow => row !== null);
  const { windowing, result, best, having = () => true } = reference;
  const { windows, late } = plainWindows(rows, {
    ...windowing,
    ...(forAll ? { delayMs: Infinity } : {}),
  });
  const byWindow = Map.groupBy(
    windows.flatMap((window) => {
      const said = result(window);
      return said === null ? [] : [{
        window_start: formatTimestamp(window.startMs * 1_000),
        window_end: formatTimestamp(window.endMs * 1_000),
        ...said,
      } as PlainResult];
    }),
    ({ window_start, window_end }) => `${window_start} ${window_end}`,
  );
  const results = [...byWindow.values()].flatMap((all) => best?.(all) ?? all);
  const outputs = new Map<string | null, readonly string[]>([[
    null,
    results.filter(having).map(lineOf),
  ]]);
  for (const [path, keep] of Object.entries(reference.outputs ?? {})) {
    outputs.set(path, results.filter(keep).map(lineOf));
  }
  return { outputs, late, bad: read.length - rows.length };
}

function lineOf(result: PlainResult): string {
  return JSON.stringify(
    result,
    (_key, value: unknown) =>
      typeof value === "bigint"
        ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(
          String(value),
        )
        : value,
  );
}
