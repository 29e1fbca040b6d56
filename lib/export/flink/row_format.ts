import { Fault, type Path } from "../../core/mod.ts";
import { inputPattern } from "../pattern_input.ts";
import type { PortableInput } from "../portable_job.ts";
import { COMBINED_LINE, combinedField } from "./combined_text.ts";
import { csvBare, csvCell, csvHeader, csvRow } from "./csv_text.ts";
import { ownName } from "./own_names.ts";
import { firstMatch, text } from "./sql_text.ts";

/** The column that holds each line as it came. */
export const LINE: string = ownName("line");

/** What is more than text where it stands without quotes. */
const BARE =
  "^(-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false)\\z";

/** How the lines of a format are taken apart in Flink SQL. */
export interface RowFormat {
  /** A condition on lines that are rows at all, not blank ones or headers. */
  readonly row: string;
  /** A condition on rows that are well-formed; `null` where all are. */
  readonly wellFormed: string | null;
  /** The text of a field; NULL where the row has none. */
  readonly field: (path: Path) => string;
  /** The text of a field where it stands without quotes, else NULL; `null` where quotes mean nothing. */
  readonly bare: (path: Path) => string | null;
  /** A field that rows must have, and what to ask besides: `null` for nothing. */
  readonly needed: (path: Path) => Needed;
}

/** A field, and a condition: a row is well-formed where the one is not NULL and the other holds. */
export interface Needed {
  readonly field: string;
  readonly sound: string | null;
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
    case "ndjson": {
      // Flink's tests ignore what follows a value: nothing but the end can be
      // followed both by a bracket and by a brace.
      const element = `'[' || ${line} || ']'`;
      const member = `('{"_":' || ${line} || '}') IS JSON OBJECT`;
      return {
        row: `REGEXP(${line}, '[^ \\t\\r\\n]')`,
        wellFormed: [
          `REGEXP(${line}, '^[ \\t\\r\\n]*\\{')`,
          `(${element}) IS JSON ARRAY`,
          member,
        ].join("\n  AND "),
        field: (path) => `JSON_VALUE(${line}, ${text(jsonPath(path))})`,
        bare: (path) =>
          firstMatch(
            `JSON_QUERY(${line}, ${
              text(jsonPath(path))
            } WITH UNCONDITIONAL ARRAY WRAPPER)`,
            "^\\[([-0-9tf].*)\\]$",
            1,
          ),
        needed: (path) => ({
          field: `JSON_VALUE(${element}, ${text(jsonPath([1, ...path]))})`,
          sound: member,
        }),
      };
    }
    case "combined": {
      const wellFormed = `REGEXP(${line}, ${text(COMBINED_LINE)})`;
      const field = (path: Path) => combinedField(only(path), line);
      return {
        row: `${line} <> ''`,
        wellFormed,
        field,
        bare: () => null,
        needed: all(field, wellFormed),
      };
    }
    case "csv":
    case "tsv": {
      const delimiter = input.format === "csv" ? "," : "\t";
      const fields = input.fields ?? [];
      const header = input.header === null
        ? ""
        : ` AND NOT REGEXP(${line}, ${
          text(csvHeader(input.header, delimiter))
        })`;
      const wellFormed = `REGEXP(${line}, ${
        text(csvRow(fields.length, delimiter))
      })`;
      const field = (path: Path) =>
        csvCell(known(fields, only(path)), delimiter, line);
      return {
        row: `${line} <> ''${header}`,
        wellFormed,
        field,
        bare: (path) => csvBare(known(fields, only(path)), delimiter, line),
        needed: all(field, wellFormed),
      };
    }
    case "pattern": {
      const { source, group, groups } = inputPattern(input);
      const wellFormed = `REGEXP(${line}, ${text(source)})`;
      const field = (path: Path) => firstMatch(line, source, group(only(path)));
      return {
        row: `${line} <> ''`,
        wellFormed,
        field,
        bare: (path) => firstMatch(field(path), BARE, 1),
        // A group that each match has tells that there is one.
        needed: (path) => ({
          field: field(path),
          sound: groups[group(only(path)) - 1]!.optional ? wellFormed : null,
        }),
      };
    }
    case "lines": {
      const field = (path: Path) => {
        known(["line"], only(path));
        return line;
      };
      return {
        row: `${line} <> ''`,
        wellFormed: null,
        field,
        bare: () => null,
        needed: all(field, null),
      };
    }
  }
}

/** Where a field says nothing of the rest of its row. */
function all(
  field: (path: Path) => string,
  sound: string | null,
): (path: Path) => Needed {
  return (path) => ({ field: field(path), sound });
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
