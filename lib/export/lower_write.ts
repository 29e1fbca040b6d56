import type { FieldType } from "../core/mod.ts";
import type { PlannedEdits, PlannedOutput } from "../pipeline/mod.ts";
import { type JobColumns, settled } from "./lower_columns.ts";
import type { PortableStep } from "./portable_job.ts";

/** How rows leave. */
type Written = Pick<
  PortableStep & { readonly kind: "write" },
  "format" | "fields"
>;

/** Why rows cannot leave so. */
interface Refused {
  readonly code: string;
  readonly why: string;
  readonly mend: string;
}

const FORMATS: ReadonlyMap<string, "ndjson" | "csv" | "tsv"> = new Map(
  (["ndjson", "csv", "tsv"] as const).map((name) => [name, name]),
);

/** Reads how rows leave as a portable job has it. */
export function lowerWrite(
  output: PlannedOutput,
  columns: JobColumns,
): Written | Refused {
  if (output.kind === "lines") {
    const column = columns.column({ kind: "pseudo", field: "_raw" });
    const line = { name: "_raw", column, type: "VARCHAR" } as const;
    return { format: "lines", fields: [line] };
  }
  if (output.kind === "edited") {
    return {
      code: "P005",
      why:
        "rows keep whatever fields they bring, and a cluster's tables have fixed columns",
      mend: isUntouched(output)
        ? "Let them leave as the lines that they came in, write FILE.log or -o lines, or name the fields with a select"
        : "Name the fields with a select before they leave",
    };
  }
  if (output.kind !== "fields") {
    return {
      code: "P017",
      why: "only another weir reads this output",
      mend: "Leave out -o weir",
    };
  }
  const format = FORMATS.get(output.format);
  if (format === undefined) {
    return {
      code: "P017",
      why: `an exported job does not write ${output.format}`,
      mend: "Use -o ndjson or -o csv",
    };
  }
  const fields = output.fields.map(({ name, type, input }) => {
    const column = columns.written(input);
    return { name, column, type: writtenType(type, columns.typeOf(column)) };
  });
  return { format, fields };
}

/** Whether no stage has changed anything in the rows, so that their own lines could leave. */
function isUntouched({ leading, put, drop, rename }: PlannedEdits): boolean {
  return [leading, put, drop, rename].every(({ length }) => length === 0);
}

/** The type of what is written: a moment whose own text leaves is a text. */
function writtenType(planned: FieldType, own: FieldType): FieldType {
  const isOwnText = planned === "TIMESTAMP" && own === "VARCHAR";
  return isOwnText ? own : settled(planned, own);
}
