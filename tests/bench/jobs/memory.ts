import type { Contender } from "../contender.ts";
import { dataFile } from "../data.ts";
import { GROUPS, USERS } from "../generate.ts";
import type { Bench, MemoryCurve, MemoryPoint } from "../job.ts";

const FEEDS = [1, 5, 10];
const FOLD_FEEDS = [1, 5, 20];

function fed(weir: Contender, feed: readonly string[]): Contender {
  const shown = `cat ${feed[0]}${
    feed.length > 1 ? ` ... (${feed.length} times)` : ""
  } | ${weir.shown}`;
  return { ...weir, shown, command: { ...weir.command, feed } };
}

function times(path: string, count: number): readonly string[] {
  return Array.from({ length: count }, () => path);
}

/** A filter in a pipe, as the input grows. */
export function filterMemory({ data, make }: Bench): MemoryCurve {
  const { path, bytes } = dataFile(data, "a.ndjson");
  const select = `SELECT json FROM read_ndjson_objects('${path}') ` +
    `WHERE (json->>'status')::INTEGER >= 500`;
  const weir = make.weir(["filter", "status >= 500"], { lines: true });
  return {
    id: "memory",
    title: "Memory of a filter in a pipe",
    about:
      "The same file again and again through `cat`, to `wc`. The greatest of two runs.",
    answer: "lines",
    points: FEEDS.map((count) => {
      const piped = fed(weir, times(path, count));
      return {
        name: `${(bytes * count / 1e9).toFixed(2)} GB`,
        weir: { ...piped, command: { ...piped.command, counted: true } },
        reference: make.duckdb(select, { threads: 1, lines: true }),
        times: count,
        bytes: bytes * count,
      };
    }),
  };
}

/** A folding `agg`, as groups grow and as rows grow. */
export function foldMemory({ data, make }: Bench): MemoryCurve {
  const agg = [
    "agg",
    "count(*) AS n, sum(amount) AS amount",
    "--by",
    "customer",
  ];
  const point = (file: string, count: number): MemoryPoint => {
    const { path, bytes, rows } = dataFile(data, file);
    const paths = times(path, count);
    const list = paths.map((each) => `'${each}'`).join(", ");
    const groups = Math.min(GROUPS[file]!, rows);
    return {
      name: `${(rows * count / 1e6).toFixed(2)} million rows, ${groups} groups`,
      weir: fed(make.weir(agg, {}), paths),
      reference: make.duckdb(
        `SELECT customer, count(*) AS n, sum(amount) AS amount FROM read_ndjson([${list}], ` +
          `columns = {customer: 'VARCHAR', amount: 'INTEGER'}) GROUP BY ALL`,
        { threads: 1 },
      ),
      bytes: bytes * count,
      groups,
    };
  };
  const [few, ...more] = Object.keys(GROUPS);
  return {
    id: "fold",
    title: "Memory of a folding `agg`",
    about:
      "First with one number of groups and more and more rows, then with as many rows and more and more groups. The greatest of two runs.",
    answer: ["text", "number", "number"],
    points: [
      ...FOLD_FEEDS.map((count) => point(few!, count)),
      ...more.map((file) => point(file, 1)),
    ],
  };
}

/** What a folding `agg` of a million groups holds before it answers. */
export function openState({ data, make }: Bench): MemoryCurve {
  const { path, bytes, rows } = dataFile(data, "visits.ndjson");
  const groups = Math.min(USERS, rows);
  const agg = ["agg", "count(*) AS n, sum(ms) AS ms", "--by", "user"];
  return {
    id: "state",
    title: "Open state of `agg`",
    about:
      "The greatest resident memory of the whole process up to a second after its last row was written to it, " +
      "while its input is still open: all rows are read, and nothing of the answer is made. Names of groups have 20 bytes. " +
      "Wall times are those to the end of the answer. The greatest of two runs.",
    answer: ["text", "number", "number"],
    points: [{
      name: `${(rows / 1e6).toFixed(2)} million rows, ${groups} groups`,
      weir: fed(make.weir(agg, {}), [path]),
      reference: make.duckdb(
        `SELECT "user", count(*) AS n, sum(ms) AS ms FROM read_ndjson('${path}', ` +
          `columns = {'user': 'VARCHAR', 'ms': 'INTEGER'}) GROUP BY ALL`,
        { threads: 1 },
      ),
      open: true,
      bytes,
      groups,
    }],
  };
}
