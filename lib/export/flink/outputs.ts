import type { FieldType } from "../../core/mod.ts";
import { outputNames } from "../output_names.ts";
import type { PortableJob } from "../portable_job.ts";
import type { Connections } from "../target.ts";
import { LINE } from "./row_format.ts";
import { fileUrl, INPUT, withSettings } from "./input_table.ts";
import type { SourceSql } from "./source.ts";
import type { StepsSql, Written } from "./steps.ts";
import { type Part, wholePart } from "./part.ts";
import { flinkType, name } from "./sql_text.ts";

/** The tables that rows leave by, and what fills them. */
export interface OutputsSql {
  /** CREATE TABLE of each. */
  readonly tables: readonly Part[];
  /** INSERT INTO of each, in the same order. */
  readonly inserts: readonly Part[];
}

/** Prints the outputs of a job: its results, lines that cannot be read, and late ones. */
export function printOutputs(
  job: PortableJob,
  source: SourceSql,
  steps: StepsSql,
  connections: Connections,
): OutputsSql {
  const tables: Part[] = [];
  const inserts: Part[] = [];
  const names = outputNames(job);
  steps.writes.forEach((written, at) => {
    const output = names[at]!;
    // A view may have the name already.
    const table = steps.taken.has(output) ? `${output}_output` : output;
    const { stages } = written.step;
    tables.push({
      stages,
      comment: [],
      statement: tableOf({ table, output }, written, connections),
    });
    inserts.push({
      stages,
      comment: [],
      statement: insert(table, written),
    });
  });
  const lines = (table: string, comment: readonly string[], select: string) => {
    const created = create(
      { table, output: table },
      [`${LINE} STRING`],
      connections,
      "raw",
    );
    tables.push(wholePart(created, ...comment));
    inserts.push(wholePart(`INSERT INTO ${name(table)}\n${select}`));
  };
  if (source.bad !== null) {
    lines(
      "bad",
      [
        job.time === null
          ? "Lines that are not well-formed, as they came."
          : "Lines that are not well-formed or have no time, as they came.",
      ],
      `SELECT ${LINE}\nFROM ${INPUT}\nWHERE ${source.bad}`,
    );
  }
  if (steps.late !== null) {
    lines(
      "late",
      [
        "Rows that came when all their windows were complete, as they came: the last of",
        "their windows had ended by the watermark that stood before the row.",
      ],
      steps.late,
    );
  }
  return { tables, inserts };
}

/** A table, and the folder or topic behind it. */
interface Named {
  readonly table: string;
  readonly output: string;
}

function tableOf(
  names: Named,
  { step }: Written,
  connections: Connections,
): string {
  const columns = step.fields.map(({ name: field, type }) =>
    `${name(field)} ${isWritten(type) ? "STRING" : flinkType(type) ?? "STRING"}`
  );
  const format = step.format === "ndjson"
    ? "json"
    : step.format === "lines"
    ? "raw"
    : step.format;
  return create(names, columns, connections, format);
}

/** Moments are written as text, as weir writes them. */
function isWritten(type: FieldType): boolean {
  return type === "TIMESTAMP" || type === "DATE";
}

function insert(table: string, { step, from, column }: Written): string {
  const values = step.fields.map(({ column: own, type }) => {
    const value = column(own);
    switch (type) {
      case "TIMESTAMP":
        return momentText(value);
      case "DATE":
        return `CAST(${value} AS STRING)`;
      case "DOUBLE":
        return finite(value);
      default:
        return value;
    }
  });
  return `INSERT INTO ${name(table)}\nSELECT\n  ${
    values.join(",\n  ")
  }\nFROM ${from}`;
}

/** What is no number in JSON, infinity among it, is null there. */
function finite(value: string): string {
  return `CASE WHEN ABS(${value}) <= 1.7976931348623157E308 THEN ${value} END`;
}

/** ISO 8601 with `Z`, and a fraction where there is one. */
function momentText(value: string): string {
  return `REPLACE(DATE_FORMAT(${value}, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), '.000Z', 'Z')`;
}

function create(
  { table, output: own }: Named,
  columns: readonly string[],
  { output }: Connections,
  format: string,
): string {
  const settings: [string, string][] = output.kind === "files"
    ? [["connector", "filesystem"], [
      "path",
      fileUrl(`${output.path.replace(/\/$/u, "")}/${own}`),
    ]]
    : [
      ["connector", "kafka"],
      [
        "topic",
        own === "results" ? output.topic : `${output.topic}.${own}`,
      ],
      ["properties.bootstrap.servers", output.brokers],
    ];
  settings.push(["format", format === "tsv" ? "csv" : format]);
  if (format === "tsv") settings.push(["csv.field-delimiter", "\t"]);
  if (format === "json") {
    settings.push(["json.encode.decimal-as-plain-number", "true"]);
  }
  return `CREATE TEMPORARY TABLE ${name(table)} (\n${
    columns.map((column) => `  ${column}`).join(",\n")
  }\n) WITH (\n${withSettings(settings)}\n)`;
}
