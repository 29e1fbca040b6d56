/** A format of input or output, as help and `weir formats` tell it. */
export interface FormatEntry {
  /** What `--format` and `-o` call it. */
  readonly name: string;
  /** Whether weir reads it. */
  readonly reads: boolean;
  /** Whether weir writes it. */
  readonly writes: boolean;
  /** What it is, on one line. */
  readonly summary: string;
}

/** The formats, in the order people meet them. gzip in front of any of them is read as well. */
export const formats: readonly FormatEntry[] = [
  {
    name: "ndjson",
    reads: true,
    writes: true,
    summary: "a JSON object a line; also called JSON Lines",
  },
  {
    name: "csv",
    reads: true,
    writes: true,
    summary: "comma-separated, RFC 4180, with a header line",
  },
  {
    name: "tsv",
    reads: true,
    writes: true,
    summary: "the same with tabs",
  },
  {
    name: "combined",
    reads: true,
    writes: false,
    summary: "access log of Apache and nginx, combined or common",
  },
  {
    name: "pattern",
    reads: true,
    writes: false,
    summary: "any text: a row a line, its fields the named groups of --pattern",
  },
  {
    name: "lines",
    reads: true,
    writes: true,
    summary: "any text: a row a line, its text in the field `line`",
  },
  {
    name: "table",
    reads: false,
    writes: true,
    summary: "aligned columns for people; what a terminal gets",
  },
  {
    name: "arrow",
    reads: false,
    writes: true,
    summary: "Arrow IPC stream, for DuckDB, pandas and the like",
  },
  {
    name: "weir",
    reads: true,
    writes: true,
    summary: "between weir processes: nothing about time is lost",
  },
];

/** The names of the formats that weir reads. */
export const inputFormats: readonly string[] = formats
  .filter((format) => format.reads).map((format) => format.name);

/** The names of the formats that weir writes. */
export const outputFormats: readonly string[] = formats
  .filter((format) => format.writes).map((format) => format.name);

/** Names that people bring for a format, and ours. */
export const formatNicknames: Readonly<Record<string, string>> = {
  json: "ndjson",
  jsonl: "ndjson",
  jsonlines: "ndjson",
  "json-lines": "ndjson",
  nginx: "combined",
  apache: "combined",
  common: "combined",
  clf: "combined",
  regex: "pattern",
  regexp: "pattern",
  grok: "pattern",
  syslog: "pattern",
  logfmt: "pattern",
  log: "lines",
  text: "lines",
  txt: "lines",
  raw: "lines",
  tab: "tsv",
  pretty: "table",
  box: "table",
  ipc: "arrow",
  feather: "arrow",
};
