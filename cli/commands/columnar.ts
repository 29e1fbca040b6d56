import {
  type Batch,
  ColumnBuilder,
  type Encoder,
  type Engine,
  Fault,
  type Field,
  type InputFormat,
  type OutputField,
  type Table,
} from "../../lib/core/mod.ts";
import { detectFormat, firstLine } from "../../lib/format/mod.ts";
import { ArrowWriter } from "../../lib/format/arrow_write.ts";
import { createEngine, readStatement } from "../../lib/engine/mod.ts";
import {
  decodeAll,
  type RunOptions,
  type RunSpec,
  type SourceText,
} from "../../lib/pipeline/mod.ts";
import { fileSource, gunzipSource } from "../../lib/source/mod.ts";
import { parseQuery } from "../../lib/sql/mod.ts";

/** The beginning of an Arrow file, and of a Parquet file. */
const ARROW_MAGIC = "ARROW1";
const PARQUET_MAGIC = "PAR1";
/** The beginning of an Arrow stream. */
const CONTINUATION = 0xffffffff;

/** An encoder of plain Arrow data, as a stream that any Arrow reader reads. */
export function arrowEncoder(fields: readonly OutputField[]): Encoder {
  const writer = new ArrowWriter(fields);
  return {
    encode(batch: Batch): Uint8Array {
      writer.batch({
        columns: batch.columns,
        selection: batch.selection,
        count: batch.selected,
      });
      return writer.take();
    },
    end(): Uint8Array {
      writer.end();
      return writer.take();
    },
  };
}

/** The engine that the options ask for. */
export function engineOf(options: RunOptions): Engine {
  return createEngine({
    kind: options.engine,
    sandbox: "full",
    ...(options.threads === null ? {} : { threads: options.threads }),
  });
}

/**
 * Starts the engine before the input is read, so that it is ready when the
 * first rows are; `null` where only the plan can tell whether it is asked: most
 * queries with aggregates are folded and go without.
 */
export function beginEngine({ stages, options }: RunSpec): Engine | null {
  const asks = stages.some((stage) =>
    stage.verb === "sql" && isNeverFolded(stage.query)
  );
  return asks ? engineOf(options) : null;
}

/** Whether the text of a query alone tells that it cannot be folded. */
function isNeverFolded(source: SourceText): boolean {
  try {
    checkQuery(source);
    const { query } = parseQuery(source);
    return query === null || query.distinct || query.offset !== null ||
      query.items.some((item) => "star" in item);
  } catch {
    // The plan says what is wrong with it.
    return false;
  }
}

/**
 * Looks at a query before the first row.
 *
 * @throws {Fault} If it is not one query that only reads.
 */
export function checkQuery({ text, source }: SourceText): void {
  readStatement({ text, source, parameters: {}, nowUs: 0 });
}

/**
 * Reads a file for `--table`: CSV, TSV, NDJSON, Arrow or Parquet, whichever it is.
 *
 * @throws {Fault} Where it cannot be read.
 */
export async function readTable(
  path: string,
  formats: readonly InputFormat[],
): Promise<Table> {
  const bytes = await readAll(path);
  const magic = new TextDecoder("latin1").decode(bytes.subarray(0, 6));
  if (magic.startsWith(PARQUET_MAGIC)) {
    const { readParquetTable } = await import("../../lib/format/parquet.ts");
    return await readParquetTable(bytes);
  }
  const word = bytes.length < 4 ? 0 : new DataView(bytes.buffer).getUint32(0);
  if (magic === ARROW_MAGIC || word === CONTINUATION) {
    const { readArrowFile } = await import("../../lib/format/arrow_file.ts");
    return readArrowFile(bytes);
  }
  return readText(path, bytes, formats);
}

async function readAll(path: string): Promise<Uint8Array> {
  const source = gunzipSource(fileSource(path));
  try {
    let bytes = new Uint8Array(1 << 16);
    let used = 0;
    for (;;) {
      if (used === bytes.length) {
        const larger = new Uint8Array(used * 2);
        larger.set(bytes);
        bytes = larger;
      }
      const length = await source.read(bytes.subarray(used));
      if (length === null) return bytes.slice(0, used);
      used += length;
    }
  } finally {
    source.close();
  }
}

function readText(
  path: string,
  bytes: Uint8Array,
  formats: readonly InputFormat[],
): Table {
  const line = firstLine(bytes, true) ?? "";
  const { format } = detectFormat({ line, source: path }, formats);
  const names = namesOf(path, bytes, format);
  const decoder = format.decoder({
    source: path,
    projection: names.map((name) => ({ path: [name], as: "value" })),
  });
  const builders = names.map(() => new ColumnBuilder());
  let rows = 0;
  for (const batch of decodeAll(decoder, bytes, true)) {
    if (batch.bad.length > 0) throw badTable(path, batch.bad[0]!.fault());
    batch.columns.forEach((column, at) => {
      for (let row = 0; row < batch.rows; row++) {
        builders[at]!.appendFrom(column, row);
      }
    });
    rows += batch.rows;
  }
  const fields = names.map((name): Field => ({ name, type: "ANY" }));
  return { fields, columns: builders.map((one) => one.finish()), rows };
}

function namesOf(
  path: string,
  bytes: Uint8Array,
  format: InputFormat,
): readonly string[] {
  const decoder = format.decoder({ source: path, projection: [] });
  for (const batch of decodeAll(decoder, bytes, true)) {
    if (batch.bad.length > 0) throw badTable(path, batch.bad[0]!.fault());
    if (decoder.fields !== null) break;
  }
  return decoder.fields ?? decoder.discovered?.() ?? [];
}

/** A table is small and joined with: a row left out would be an answer left out. */
function badTable(path: string, cause: Fault): Fault {
  return new Fault(
    "table/bad",
    `cannot read the table ${path}: ${cause.message}`,
    {
      ...(cause.place === null ? {} : { place: cause.place }),
      mend: "Mend the file, or clean it first: weir FILE filter true > CLEAN",
      cause,
    },
  );
}
