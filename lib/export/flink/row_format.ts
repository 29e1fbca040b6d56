import { Fault, type Path } from "../../core/mod.ts";
import type { PortableInput } from "../portable_job.ts";
import { COMBINED_LINE, combinedField } from "./combined_text.ts";
import { csvCell, csvHeader, csvRow } from "./csv_text.ts";
import { name, text } from "./sql_text.ts";

/** The column that holds each line as it came. */
export const LINE: string = name("line");

/** How the lines of a format are taken apart in Flink SQL. */
export interface RowFormat {
  /** A condition on lines that are rows at all, not blank ones or headers. */
  readonly row: string;
  /** A condition on rows that are well-formed; `null` where all are. */
  readonly wellFormed: string | null;
  /** The text of a field; NULL where the row has none. */
  readonly field: (path: Path) => string;
}

/**
 * How Flink takes apart what weir reads in a format.
 *
 * @param line Where the line is; it is repeated.
 * @throws {Fault} From `field`, where the format has no such field.
 */
export function rowFormat(
  input: PortableInput,
  line: string = LINE,
): RowFormat {
  switch (input.format) {
    case "ndjson":
      return {
        row: `TRIM(${line}) <> ''`,
        // Flink's test ignores what follows a value: nothing but the end can
        // be followed both by a bracket and by a brace.
        wellFormed: [
          `${line} IS JSON OBJECT`,
          `('[' || ${line} || ']') IS JSON ARRAY`,
          `('{"_":' || ${line} || '}') IS JSON OBJECT`,
        ].join("\n  AND "),
        field: (path) => `JSON_VALUE(${line}, ${text(jsonPath(path))})`,
      };
    case "combined":
      return {
        row: `${line} <> ''`,
        wellFormed: `REGEXP(${line}, ${text(COMBINED_LINE)})`,
        field: (path) => combinedField(only(path), line),
      };
    case "csv":
    case "tsv": {
      const delimiter = input.format === "csv" ? "," : "\t";
      const fields = input.fields ?? [];
      const header = input.header && fields.length > 0
        ? ` AND NOT REGEXP(${line}, ${text(csvHeader(fields, delimiter))})`
        : "";
      return {
        row: `${line} <> ''${header}`,
        wellFormed: `REGEXP(${line}, ${
          text(csvRow(fields.length, delimiter))
        })`,
        field: (path) => csvCell(known(fields, only(path)), delimiter, line),
      };
    }
    case "lines":
      return {
        row: `${line} <> ''`,
        wellFormed: null,
        field: (path) => {
          known(["line"], only(path));
          return line;
        },
      };
  }
}

/** The way to a member as SQL/JSON has it; elements are counted from 1 here and from 0 there. */
export function jsonPath(path: Path): string {
  const steps = path.map((part) => {
    if (typeof part === "number") return `[${part > 0 ? part - 1 : part}]`;
    if (/^[A-Za-z_][A-Za-z0-9_]*$/u.test(part)) return `.${part}`;
    return `['${part.replace(/['\\]/gu, "\\$&")}']`;
  });
  return `$${steps.join("")}`;
}

function only(path: Path): string {
  const [field] = path;
  if (path.length === 1 && typeof field === "string") return field;
  throw new Fault(
    "export/P006",
    `cannot read ${path.join(".")}: rows of this format have no members`,
  );
}

function known(fields: readonly string[], field: string): number {
  const at = fields.indexOf(field);
  if (at >= 0) return at;
  throw new Fault(
    "export/P006",
    `cannot find the field ${field}: the input has ${fields.join(", ")}`,
    { mend: "Name the columns with --fields" },
  );
}
