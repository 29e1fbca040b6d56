import { Fault, type FieldType, type Path } from "../../core/mod.ts";
import type { InputColumn, MomentForm, PortableJob } from "../portable_job.ts";
import type { Parsing } from "./parsing.ts";
import { patternRows } from "./pattern_rows.ts";
import { pyText } from "./text.ts";
import type { UsedHelpers } from "./used_helpers.ts";

/** The columns of a job, each with the Python that gives it. */
export function typedColumns(
  job: PortableJob,
  parsing: Parsing,
  helpers: UsedHelpers,
): string[] {
  const columns = job.columns.map((read) => {
    const value = read.line ? `F.col("_raw")` : typed(read, parsing, helpers);
    return `${value}.alias(${pyText(read.column)})`;
  });
  if (job.time !== null) {
    const { path, form, column } = job.time;
    columns.push(
      `${helpers.call(form, parsing.text(path))}.alias(${pyText(column)})`,
    );
  }
  return columns;
}

const READERS = { BIGINT: "whole", DOUBLE: "real", BOOLEAN: "truth" } as const;

function hasReader(type: FieldType): type is keyof typeof READERS {
  return type in READERS;
}

/** Types that the columns of the input can have. */
export function isReadable(type: FieldType, form: MomentForm | null): boolean {
  return type === "VARCHAR" || type === "DATE" || hasReader(type) ||
    (type === "TIMESTAMP" && form !== null);
}

function typed(
  { type, form, path }: InputColumn,
  parsing: Parsing,
  helpers: UsedHelpers,
): string {
  const text = parsing.text(path);
  if (hasReader(type)) {
    const kept = parsing.kept?.(path) ?? null;
    return helpers.call(READERS[type], text, ...(kept === null ? [] : [kept]));
  }
  switch (type) {
    case "DATE":
      return `${helpers.call("iso", text)}.cast("date")`;
    case "TIMESTAMP":
      return helpers.call(form ?? "iso", text);
    default:
      return text;
  }
}

/** How the format of a job is read. */
export function parsingOf(job: PortableJob, helpers: UsedHelpers): Parsing {
  switch (job.input.format) {
    case "ndjson":
      return ofJson(job, helpers);
    case "csv":
      return ofCsv(job, ",", helpers);
    case "tsv":
      return ofCsv(job, "\t", helpers);
    case "combined":
      return ofCombined(job, helpers);
    case "pattern":
      return patternRows(job, firstNames(job), helpers);
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

function ofJson(job: PortableJob, helpers: UsedHelpers): Parsing {
  const names = firstNames(job);
  // Spark wants a schema with a field in it.
  const fields = names.length === 0 ? ["_"] : names;
  const schema = fields.map((name) =>
    pyText(`\`${name.replaceAll("`", "``")}\`: STRING`)
  );
  const part = (of: string, place: string | number, ...kind: string[]) =>
    typeof place === "number"
      ? helpers.call("element", of, String(place), ...kind)
      : helpers.call("member", of, pyText(place), ...kind);
  const text = (path: Path) =>
    path.slice(1).reduce<string>(
      (of, place) => part(of, place),
      `row[${pyText(String(path[0]))}]`,
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
array = F.concat(F.lit("["), ${
        helpers.call("paired", `F.col("_line")`)
      }, F.lit(",{}]"))
cut = lines.withColumn("_row", F.from_json(array, OBJECT, ${
        helpers.use("JSON")
      }))
row = F.col("_row")[0]`,
    sound: [
      `F.col("_line").rlike(r"^\\s*\\{[\\s\\S]*\\}\\s*$")`,
      `(F.size("_row") == 2)`,
      "row.isNotNull()",
    ],
    text,
    kept: (path) => {
      const parent = path.length === 1
        ? `F.col("_line")`
        : text(path.slice(0, -1));
      return `lambda kind: ${part(parent, path.at(-1)!, "kind")}`;
    },
    rows: `F.trim("_line") != ""`,
  };
}

function ofCsv(
  { input }: PortableJob,
  separator: "," | "\t",
  helpers: UsedHelpers,
): Parsing {
  const { fields, header } = input;
  if (fields === null) {
    throw new Fault(
      "export/P017",
      "cannot print a job over CSV without the names of its columns",
      { mend: "Pass --fields with the names" },
    );
  }
  const by = separator === "," ? "," : "\\t";
  return {
    constants: `NAMES = ${pyList(fields)}
${
      header === null
        ? ""
        : `HEADER = ${
          header.join() === fields.join() ? "NAMES" : pyList(header)
        }
`
    }# A cell, in quotes or bare, and what stands behind it.
CELL = r'("[^"]*+(?:""[^"]*+)*+"|(?!")[^${by}]*+)${by}'
`,
    cut: `closed = F.concat(F.col("_line"), F.lit(${pyText(separator)}))
cut = lines.withColumn(
    "_row", F.regexp_extract_all(closed, F.lit(CELL), F.lit(1))
)${
      header === null ? "" : `
# The first line of each file is its header.
cells = [F.coalesce(${
        helpers.call("cell", "place")
      }, F.lit("")) for place in range(len(HEADER))]
header = F.array(*cells) == F.array(*[F.lit(name) for name in HEADER])
header &= F.size("_row") == len(HEADER)`
    }`,
    sound: [
      `closed.rlike(rf"^(?:{CELL})++\\z")`,
      `(F.size("_row") <= len(NAMES))`,
    ],
    text: ([name]) => {
      const place = fields.indexOf(String(name));
      return place === -1
        ? `F.lit(None).cast("string")`
        : helpers.call("cell", String(place));
    },
    kept: ([name]) => {
      const place = fields.indexOf(String(name));
      return place === -1
        ? null
        : `lambda kind: ${helpers.call("bare", String(place), "kind")}`;
    },
    rows: `(F.col("_line") != "")${header === null ? "" : " & ~header"}`,
  };
}

/** A list of texts, a line each. */
function pyList(items: readonly string[]): string {
  return `[\n${items.map((item) => `    ${pyText(item)},`).join("\n")}\n]`;
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

function ofCombined(job: PortableJob, helpers: UsedHelpers): Parsing {
  const names = firstNames(job).filter((name) => name in GROUPS);
  const groups = [...new Set(names.map((name) => GROUPS[name]!))]
    .sort((a, b) => a - b);
  const splits = names.some((name) => GROUPS[name] === 5);
  // The part before the first mark is empty where the pattern matches.
  const part = (name: string) => `parts[${groups.indexOf(GROUPS[name]!) + 1}]`;
  const request = (group: number) =>
    `F.regexp_extract(request, REQUEST, ${group})`;
  const given = (text: string) => helpers.call("given", text);
  const texts: Readonly<Record<string, () => string>> = {
    status: () => part("status"),
    bytes: () => part("bytes"),
    method: () => given(`F.when(usual, ${request(1)})`),
    path: () => given(helpers.call("unescaped", "path")),
    protocol: () => given(`F.when(usual, ${request(3)})`),
    referer: () => helpers.call("quoted", part("referer")),
    agent: () => helpers.call("quoted", part("agent")),
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
          ? given(part(String(name)))
          : `F.lit(None).cast("string")`),
    kept: ([name]) =>
      name === "status" || name === "bytes"
        ? `lambda kind: ${part(name)}.cast(kind)`
        : null,
    rows: `F.col("_line") != ""`,
  };
}
