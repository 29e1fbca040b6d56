import { Fault, type FieldType, type Path } from "../../core/mod.ts";
import type { InputColumn, MomentForm, PortableJob } from "../portable_job.ts";
import type { Parsing } from "./parsing.ts";
import { patternRows } from "./pattern_rows.ts";
import { pyText } from "./text.ts";

/** The columns of a job, each with the Python that gives it. */
export function typedColumns(job: PortableJob, parsing: Parsing): string[] {
  const columns = job.columns.map(({ column, path, type, form, line }) => {
    const value = line
      ? `F.col("_raw")`
      : typed(type, form, parsing.text(path), parsing.kept?.(path) ?? null);
    return `${value}.alias(${pyText(column)})`;
  });
  for (const { column, path } of untouchedMoments(job)) {
    columns.push(
      `${parsing.text(path)}.alias(${pyText(untouched(column))})`,
    );
  }
  if (job.time !== null) {
    const { path, form, column } = job.time;
    columns.push(
      `${form}(${parsing.text(path)}).alias(${pyText(column)})`,
    );
  }
  return columns;
}

/**
 * Moments of an access log that leave as rows, not as results: their text is
 * the log's own, as that of all fields that nobody has given a type.
 */
export function untouchedMoments(
  { input, columns, steps, types }: PortableJob,
): readonly InputColumn[] {
  if (input.format !== "combined") return [];
  const end = steps.findIndex(({ kind }) => kind === "aggregate");
  const written = new Set(
    steps.slice(0, end === -1 ? steps.length : end).flatMap((step) =>
      step.kind === "write" ? step.fields.map(({ column }) => column) : []
    ),
  );
  return columns.filter(({ column, type, path }) =>
    type === "TIMESTAMP" && written.has(column) &&
    !Object.hasOwn(types, String(path[0]))
  );
}

/** The name of the column that holds such a text. */
export function untouched(column: string): string {
  return `_${column}`;
}

const READERS: Partial<Record<FieldType, string>> = {
  BIGINT: "whole",
  DOUBLE: "real",
  BOOLEAN: "truth",
};

/** Types that the columns of the input can have. */
export function isReadable(type: FieldType, form: MomentForm | null): boolean {
  return type === "VARCHAR" || type === "DATE" || READERS[type] !== undefined ||
    (type === "TIMESTAMP" && form !== null);
}

function typed(
  type: FieldType,
  form: MomentForm | null,
  text: string,
  kept: string | null,
): string {
  switch (type) {
    case "VARCHAR":
      return text;
    case "DATE":
      return `iso(${text}).cast("date")`;
    case "TIMESTAMP":
      return `${form ?? "iso"}(${text})`;
    default:
      return `${READERS[type]}(${text}${kept === null ? "" : `, ${kept}`})`;
  }
}

/** How the format of a job is read. */
export function parsingOf(job: PortableJob): Parsing {
  switch (job.input.format) {
    case "ndjson":
      return ofJson(job);
    case "csv":
      return ofCsv(job, ",");
    case "tsv":
      return ofCsv(job, "\t");
    case "combined":
      return ofCombined(job);
    case "pattern":
      return patternRows(job, firstNames(job));
    case "lines":
      return {
        constants: "",
        cut: "cut = lines",
        sound: [],
        text: () => `F.col("_line")`,
        kept: null,
        rows: `F.col("_line") != ""`,
      };
  }
}

/** The names at the start of all paths that are read, each once. */
function firstNames({ columns, time }: PortableJob): string[] {
  const paths = columns.filter(({ line }) => !line).map(({ path }) => path);
  if (time !== null) paths.push(time.path);
  return [...new Set(paths.map(([name]) => String(name)))];
}

function ofJson(job: PortableJob): Parsing {
  const names = firstNames(job);
  // Spark wants a schema with a field in it.
  const fields = names.length === 0 ? ["_"] : names;
  const schema = fields.map((name) =>
    pyText(`\`${name.replaceAll("`", "``")}\`: STRING`)
  );
  return {
    constants: `# The fields that the job reads, as the text that they have.
FIELDS = [
${schema.map((field) => `    ${field},`).join("\n")}
]
OBJECT = f"ARRAY<STRUCT<{', '.join(FIELDS)}>>"
`,
    cut:
      `# In a list, before an empty object: Spark passes over text behind an object.
array = F.concat(F.lit("["), paired(F.col("_line")), F.lit(",{}]"))
cut = lines.withColumn("_row", F.from_json(array, OBJECT, JSON))
row = F.col("_row")[0]`,
    sound: [
      `F.col("_line").rlike(r"^\\s*\\{[\\s\\S]*\\}\\s*$")`,
      `(F.size("_row") == 2)`,
      "row.isNotNull()",
    ],
    text: jsonText,
    kept: (path) => {
      const parent = path.length === 1
        ? `F.col("_line")`
        : jsonText(path.slice(0, -1));
      return `lambda kind: ${partOf(parent, path.at(-1)!, ", kind")}`;
    },
    rows: `F.trim("_line") != ""`,
  };
}

function jsonText(path: Path): string {
  return path.slice(1).reduce<string>(
    (text, part) => partOf(text, part),
    `row[${pyText(String(path[0]))}]`,
  );
}

function partOf(text: string, part: string | number, kind = ""): string {
  return typeof part === "number"
    ? `element(${text}, ${part}${kind})`
    : `member(${text}, ${pyText(part)}${kind})`;
}

function ofCsv({ input }: PortableJob, separator: "," | "\t"): Parsing {
  const { fields, header } = input;
  if (fields === null) {
    throw new Fault(
      "export/P017",
      "cannot print a job over CSV without the names of its columns",
      { mend: "Pass --fields with the names" },
    );
  }
  const by = separator === "," ? "," : "\\t";
  const cells = `F.array(*[cell(place) for place in range(len(NAMES))])`;
  return {
    constants: `NAMES = [
${fields.map((name) => `    ${pyText(name)},`).join("\n")}
]
# A cell, in quotes or bare, and what stands behind it.
CELL = r'("[^"]*+(?:""[^"]*+)*+"|(?!")[^${by}]*+)${by}'
`,
    cut: `closed = F.concat(F.col("_line"), F.lit(${pyText(separator)}))
cut = lines.withColumn(
    "_row", F.regexp_extract_all(closed, F.lit(CELL), F.lit(1))
)${
      header
        ? `
# The first line of each file is its header.
cells = ${cells}
header = cells.eqNullSafe(F.array(*[F.lit(name) for name in NAMES]))`
        : ""
    }`,
    sound: [
      `closed.rlike(rf"^(?:{CELL})++\\z")`,
      `(F.size("_row") <= len(NAMES))`,
    ],
    text: ([name]) => {
      const place = fields.indexOf(String(name));
      return place === -1 ? `F.lit(None).cast("string")` : `cell(${place})`;
    },
    kept: ([name]) => {
      const place = fields.indexOf(String(name));
      return place === -1 ? null : `lambda kind: bare(${place}, kind)`;
    },
    rows: header ? `(F.col("_line") != "") & ~header` : `F.col("_line") != ""`,
  };
}

/** Which group of the pattern holds a field; the request holds three. */
const GROUPS: Readonly<Record<string, number>> = {
  ip: 1,
  ident: 2,
  user: 3,
  time: 4,
  method: 5,
  path: 5,
  protocol: 5,
  status: 6,
  bytes: 7,
  referer: 8,
  agent: 9,
};

const ACCESS = `ACCESS = (
    r"(?s)^([^ ]+) ([^ ]+) ([^ ]+|(?<= - ).+?) "  # ip ident user
    r"\\[([^\\]]*)\\] "  # [time]
    r'"([^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+)" '  # "request"
    r"(\\d{3}|-) (\\d+|-)"  # status bytes
    # "referer" "agent", which may have been cut off
    r'(?: ("[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+") ("[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+(?:"|\\\\?)))?\\z'
)
`;
const REQUEST = `# method path protocol; a request of any other form is all path
REQUEST = r"(?s)^([A-Za-z-]+) (.*) ([A-Za-z-]+/[^ ]*[0-9])\\z"
`;

function ofCombined(job: PortableJob): Parsing {
  const names = firstNames(job).filter((name) => name in GROUPS);
  const groups = [...new Set(names.map((name) => GROUPS[name]!))]
    .sort((a, b) => a - b);
  const splits = names.some((name) => GROUPS[name] === 5);
  // The part before the first mark is empty where the pattern matches.
  const part = (name: string) => `parts[${groups.indexOf(GROUPS[name]!) + 1}]`;
  const request = (group: number) =>
    `F.regexp_extract(request, REQUEST, ${group})`;
  const texts: Readonly<Record<string, () => string>> = {
    status: () => part("status"),
    bytes: () => part("bytes"),
    method: () => `given(F.when(usual, ${request(1)}))`,
    path: () => `given(unescaped(path))`,
    protocol: () => `given(F.when(usual, ${request(3)}))`,
    referer: () => `quoted(${part("referer")})`,
    agent: () => `quoted(${part("agent")})`,
  };
  return {
    constants: ACCESS + (splits ? REQUEST : "") +
      `# The groups that the job reads, with a mark before each: one pass over the line.
GROUPS = "".join(f"\\x01\${group}" for group in [${groups.join(", ")}])
`,
    cut: `cut = lines.withColumn(
    "_row", F.split(F.regexp_replace("_line", ACCESS, GROUPS), "\\x01")
)
parts = F.col("_row")` +
      (splits
        ? `
request = ${part("path")}
usual = request.rlike(REQUEST)
path = F.when(usual, ${request(2)}).otherwise(request)`
        : ""),
    sound: [`(parts[0] == "")`, `(F.size("_row") == ${groups.length + 1})`],
    text: ([name]) =>
      texts[String(name)]?.() ??
        (name! in GROUPS
          ? `given(${part(String(name))})`
          : `F.lit(None).cast("string")`),
    kept: ([name]) =>
      name === "status" || name === "bytes"
        ? `lambda kind: ${part(name)}.cast(kind)`
        : null,
    rows: `F.col("_line") != ""`,
  };
}
