import { Fault, type Path } from "../../core/mod.ts";
import type { PortableInput, PortableJob } from "../portable_job.ts";
import type { Connections } from "../target.ts";
import {
  EVENT_TIME,
  INPUT,
  inputTable,
  NO_TIME,
  ROW_TIME,
  rowTimeOf,
} from "./input_table.ts";
import type { JobLayout } from "./layout.ts";
import { momentFrom } from "./moments.ts";
import { readText } from "./read_text.ts";
import { LINE, type RowFormat, rowFormat } from "./row_format.ts";
import { type Computed, select, selectOnce } from "./select_text.ts";
import { ownName } from "./own_names.ts";
import { interval, name, text } from "./sql_text.ts";

/** The view of what stands in rows. */
const TEXTS = name("texts");
const WELL_FORMED = ownName("well_formed");
/** The view of rows that can be read. */
export const EVENTS: string = name("events");
/** The statements that read rows, and what of them others need. */
export interface SourceSql {
  /** CREATE TABLE of the input. */
  readonly table: string;
  /** CREATE VIEW of the texts that rows hold; `null` where the line is all of them. */
  readonly texts: string | null;
  /** CREATE VIEW of the rows that can be read. */
  readonly view: string;
  /** What holds for rows of the table that can be read, where it has a watermark; `null` where it has none. */
  readonly good: string | null;
  /** What holds for lines of the table that cannot be read as rows; `null` where all can. */
  readonly bad: string | null;
}

/**
 * Prints how rows are read: each line as it comes, the texts in it, each taken
 * out once, then the values that these say.
 */
export function printSource(
  job: PortableJob,
  layout: JobLayout,
  connections: Connections,
): SourceSql {
  const raw = lineOf(job.input.format, connections);
  const format = rowFormat(job.input, raw);
  const test = testOf(job, layout, format);
  const texts = namesOfTexts(job);
  const computed = [
    ...(test?.column == null ? [] : [test.column]),
    ...[...texts].map(([column, path]) => ({
      column,
      sql: format.field(path),
    })),
  ];
  const view = (view: string, query: string) =>
    `CREATE TEMPORARY VIEW ${view} AS\n${query}`;
  const isText = computed.length > 0;
  const rows = `WHERE ${format.row}`;
  const both = (condition: string) => `${format.row}\n  AND ${condition}`;
  return {
    table: inputTable(layout, connections, test?.row ?? null),
    texts: isText
      ? view(TEXTS, `${selectOnce(computed, INPUT)}\n${rows}`)
      : null,
    view: view(
      EVENTS,
      `${
        select(
          valuesOf(job, layout, { raw, format, texts }),
          isText ? TEXTS : INPUT,
        )
      }${isText ? "" : `\n${rows}`}${
        test === null ? "" : `\n${isText ? "WHERE" : "  AND"} ${test.good}`
      }`,
    ),
    good: layout.watermarked ? both(test!.good) : null,
    bad: test === null ? null : both(test.bad),
  };
}

/** A line as weir reads it. IF costs next to nothing where there is nothing to do; LTRIM would cost as much as reading JSON. */
function lineOf(
  format: PortableInput["format"],
  { input }: Connections,
): string {
  if (input.kind === "files") {
    // The first line of a file may begin with a byte order mark.
    return `IF(${LINE} LIKE ${
      text("\ufeff%")
    }, SUBSTRING(${LINE}, 2), ${LINE})`;
  }
  // A record of a topic may hold its line end: white space where JSON is read.
  return format === "ndjson"
    ? LINE
    : `IF(REGEXP(${LINE}, '[\\r\\n]\\z'), REGEXP_REPLACE(${LINE}, '\\r?\\n?\\z', ''), ${LINE})`;
}

/** How rows that can be read are told from others. */
interface RowTest {
  /** The column of the table of the input that tells it, where a watermark is made of it. */
  readonly row: string | null;
  /** The column that tells it, elsewhere. */
  readonly column: Computed | null;
  /** What holds for rows that can be read. */
  readonly good: string;
  /** What holds for others, as the table of the input has them: Flink would take the texts out again for those. */
  readonly bad: string;
}

/** @returns `null` where all rows can be read. */
function testOf(
  { time }: PortableJob,
  layout: JobLayout,
  format: RowFormat,
): RowTest | null {
  if (time === null) {
    const sql = format.wellFormed;
    return sql === null ? null : {
      row: null,
      column: { column: WELL_FORMED, sql },
      good: WELL_FORMED,
      bad: `(${sql}) IS NOT TRUE`,
    };
  }
  const { field, sound } = format.needed(time.path);
  const rowTime = rowTimeOf(layout);
  const read = momentFrom(field, time.form);
  const moved = layout.shiftMs === 0
    ? read
    : `${read} - ${interval(layout.shiftMs)}`;
  const sql = sound === null ? moved : `CASE WHEN ${sound}\nTHEN ${moved}\nEND`;
  return layout.watermarked
    ? {
      row: sql,
      column: null,
      good: `${rowTime} > ${NO_TIME}`,
      bad: `${rowTime} = ${NO_TIME}`,
    }
    : {
      row: null,
      column: { column: rowTime, sql },
      good: `${rowTime} IS NOT NULL`,
      bad: `${sql} IS NULL`,
    };
}

/** The names of the texts that fields are read from, by their paths. */
function namesOfTexts({ columns, input }: PortableJob): Map<string, Path> {
  const texts = new Map<string, Path>();
  if (input.format === "lines") return texts;
  for (const { column, path, line } of columns) {
    const isNew = !line && nameOfText(texts, path) === null;
    if (isNew) texts.set(name(column), path);
  }
  return texts;
}

function nameOfText(
  texts: ReadonlyMap<string, Path>,
  path: Path,
): string | null {
  const key = JSON.stringify(path);
  for (const [text, own] of texts) if (JSON.stringify(own) === key) return text;
  return null;
}

/** The columns of the rows: the line, the event time, and the fields. */
function valuesOf(
  job: PortableJob,
  layout: JobLayout,
  { raw, format, texts }: {
    raw: string;
    format: RowFormat;
    texts: ReadonlyMap<string, Path>;
  },
): string[] {
  const columns = [raw === LINE ? LINE : `${raw} AS ${LINE}`];
  if (job.time !== null) {
    columns.push(
      ...(layout.shiftMs === 0 ? [EVENT_TIME] : [
        ROW_TIME,
        `${ROW_TIME} + ${interval(layout.shiftMs)} AS ${EVENT_TIME}`,
      ]),
    );
  }
  for (const { column, path, type, form, line } of job.columns) {
    const read = line ? null : nameOfText(texts, path);
    const value = readText(
      read ?? raw,
      type,
      form,
      read === null ? null : format.bare(path),
    );
    if (value === null) {
      throw new Fault(
        "export/P006",
        `cannot move ${
          path.join(".")
        } to Flink: it has no ${type} that means the same`,
        { mend: "Name the members that you need by their paths" },
      );
    }
    columns.push(
      value === name(column) ? value : `${value} AS ${name(column)}`,
    );
  }
  return columns;
}
