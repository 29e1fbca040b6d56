import { dataFile } from "../data.ts";
import type { Bench, Race } from "../job.ts";

/** A filter that ripgrep can do as well, because the text of a line tells. */
interface Filter {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly file: string;
  readonly expression: string;
  readonly pattern: string;
}

const CLASS = '"status":5[0-9][0-9]';

const filters: readonly Filter[] = [
  {
    id: "literal",
    title: "Filter only, beside ripgrep with a literal",
    about:
      "One row in six has the status 503. ripgrep looks for the text; weir checks every line and compares a number.",
    file: "a.ndjson",
    expression: "status = 503",
    pattern: '"status":503',
  },
  {
    id: "class",
    title: "Filter only, beside ripgrep with a class",
    about: "One row in five has a status from 500 up.",
    file: "a.ndjson",
    expression: "status >= 500",
    pattern: CLASS,
  },
  {
    id: "calm-literal",
    title: "Filter only on a calm day, beside ripgrep with a literal",
    about:
      "One row in fifty has the status 503. No target of the issue: the fewer lines match, the more " +
      "of its time ripgrep skips, while weir checks all of them.",
    file: "calm.ndjson",
    expression: "status = 503",
    pattern: '"status":503',
  },
  {
    id: "calm-class",
    title: "Filter only on a calm day, beside ripgrep with a class",
    about:
      "One row in twenty has a status from 500 up. No target of the issue.",
    file: "calm.ndjson",
    expression: "status >= 500",
    pattern: CLASS,
  },
];

/** NDJSON to NDJSON, the lines as they came. */
export function filterRaces({ data, make }: Bench): readonly Race[] {
  return filters.map(({ file, expression, pattern, ...named }) => {
    const input = dataFile(data, file);
    const select = `SELECT json FROM read_ndjson_objects('${input.path}') ` +
      `WHERE (json->>'status')::INTEGER ${expression.slice("status ".length)}`;
    const weir = make.weir([input.path, "filter", expression], { lines: true });
    const duckdb = make.duckdb(select, { threads: 1, lines: true });
    return {
      ...named,
      input,
      reference: duckdb,
      answer: "lines",
      duels: [
        { weir, peer: make.ripgrep(pattern, input.path, {}) },
        { weir, peer: duckdb, slow: true },
      ],
    };
  });
}
