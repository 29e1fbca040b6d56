import {
  combinedRows,
  CSV_HEADER,
  csvRows,
  ndjsonRows,
} from "./generate/access_files.ts";
import { AccessRow } from "./generate/access_row.ts";
import { ByteWriter, type Written } from "./generate/byte_writer.ts";
import { writeGroupRows } from "./generate/group_rows.ts";
import { writeNestedRows } from "./generate/nested_rows.ts";
import { writeDayRows, writeVisitRows } from "./generate/timed_rows.ts";
import { writeWideRows } from "./generate/wide_rows.ts";

/** Raised when the same seed and size come to stand for other bytes. */
export const GENERATOR = 2;
/** What a row of the access log takes as NDJSON, on average. */
const ACCESS_ROW_BYTES = 256;
const SMALL_BYTES = 1024;
/** On a bad day one row in five has a status from 500 up, on a calm one it is one in twenty. */
const BAD_DAY = 0.2;
const CALM_DAY = 0.01;
/** Groups of the files that show what a fold keeps, by file. */
export const GROUPS: Readonly<Record<string, number>> = {
  "groups-1k.ndjson": 1_000,
  "groups-10k.ndjson": 10_000,
  "groups-100k.ndjson": 100_000,
};

/** Users of the file of visits, where it has as many rows. */
export const USERS = 1_000_000;
/** Rows of the visits and of the day, for each row of the access log. */
const VISITS = 2;
const DAY = 5;

/** What fixes the data. */
export interface DataOptions {
  /** Which data; a whole number. */
  readonly seed: number;
  /** Size of each large file in megabytes of a million bytes. */
  readonly megabytes: number;
}

/** What the data folder holds, and what it was made from. */
export interface Manifest extends DataOptions {
  /** Version of the generator. */
  readonly generator: number;
  /** The files by name. */
  readonly files: Readonly<Record<string, Written>>;
}

type WriteFile = (writers: readonly ByteWriter[]) => void;

/** The files that are written together, and how. */
function parts(options: DataOptions): [names: string[], write: WriteFile][] {
  const bytes = options.megabytes * 1e6;
  const { seed } = options;
  const accessRows = Math.round(bytes / ACCESS_ROW_BYTES);
  return [
    [["a.ndjson", "a.csv", "a.log"], (w) => {
      writeAccess(w, { seed, rows: accessRows, outOfOrder: BAD_DAY });
    }],
    [["calm.ndjson"], (w) => {
      writeAccess(w, { seed, rows: accessRows, outOfOrder: CALM_DAY });
    }],
    [["wide.ndjson"], ([w]) => writeWideRows(w!, { seed, bytes })],
    [["nested.ndjson"], ([w]) => writeNestedRows(w!, { seed, bytes })],
    // Four rows of 256 bytes: what somebody pipes in to try a filter.
    [["small.ndjson"], (w) => {
      const rows = SMALL_BYTES / ACCESS_ROW_BYTES;
      writeAccess(w, { seed, rows, outOfOrder: BAD_DAY });
    }],
    ...Object.entries(GROUPS).map(([name, groups]): [string[], WriteFile] => [
      [name],
      ([w]) => writeGroupRows(w!, { seed, groups, rows: accessRows }),
    ]),
    [["visits.ndjson"], ([w]) => {
      const rows = accessRows * VISITS;
      writeVisitRows(w!, { seed, rows, users: Math.min(USERS, rows) });
    }],
    [["day.ndjson"], ([w]) => {
      writeDayRows(w!, { seed, rows: accessRows * DAY });
    }],
  ];
}

function writeAccess(
  writers: readonly ByteWriter[],
  options: {
    readonly seed: number;
    readonly rows: number;
    readonly outOfOrder: number;
  },
): void {
  const row = new AccessRow(options.seed, options.outOfOrder);
  const [ndjson, csv, log] = writers;
  const writeNdjson = ndjsonRows();
  const writeCsv = csvRows();
  const writeLog = combinedRows();
  csv?.text(CSV_HEADER);
  csv?.endHeader();
  for (let made = 0; made < options.rows; made++) {
    row.draw();
    writeNdjson(ndjson!, row);
    if (csv !== undefined) writeCsv(csv, row);
    if (log !== undefined) writeLog(log, row);
  }
}

/** The same bytes for the same options, on every machine. */
export function generate(folder: string, options: DataOptions): Manifest {
  const files: Record<string, Written> = {};
  for (const [names, write] of parts(options)) {
    const opened = names.map((name) =>
      Deno.openSync(`${folder}/${name}`, {
        write: true,
        create: true,
        truncate: true,
      })
    );
    try {
      const writers = opened.map((file) => new ByteWriter(file));
      write(writers);
      writers.forEach((writer, at) => files[names[at]!] = writer.finish());
    } finally {
      for (const file of opened) file.close();
    }
  }
  return { generator: GENERATOR, ...options, files };
}
