import type { Flag } from "./flag.ts";
import { inputFormats } from "./formats.ts";

/** How input is read. They belong to `read`, and may stand anywhere else for the run. */
export const readFlags: readonly Flag[] = [
  {
    name: "format",
    value: "FORMAT",
    choices: inputFormats,
    default: "told from the first line",
    summary: "format of the input",
    about: "The first line that is not blank decides, and nothing behind it. " +
      "gzip is recognised by itself, in front of any format. " +
      "`weir formats` lists the formats.",
    common: true,
  },
  {
    name: "pattern",
    value: "REGEX",
    summary:
      "take lines apart: '^(?P<time>\\S+) (?P<level>\\w+) (?P<text>.*)$'",
    about:
      "A regular expression as regexp_extract has it, whose named groups, (?P<name>...) or (?<name>...), are the fields. " +
      "It may match anywhere in a line unless it begins with ^ and ends with $; a line in which it matches nowhere is bad. " +
      "A group that took no part is NULL, an empty one is ''. What a group matched is a number or true or false where it reads " +
      "as one, as in CSV without quotes, unless --types says what it is. It implies --format pattern.",
  },
  {
    name: "encoding",
    value: "NAME",
    choices: ["utf-8", "latin1"],
    default: "utf-8",
    summary: "encoding of the input: utf-8 or latin1",
    about: "A row with bytes that are no UTF-8 is bad. latin1 reads every " +
      "byte as a character of its own; what leaves is UTF-8 in any case.",
  },
  {
    name: "fields",
    value: "NAMES",
    default: "the header line",
    summary: "names of the columns: a,b,c",
    about: "For CSV and TSV. With --no-header they name the columns of a " +
      "file that has no header line; without it they replace the header line.",
  },
  {
    name: "header",
    initiallyOn: true,
    summary: "the first line of a CSV file holds data, not names",
    about:
      "Name the columns with --fields, else they are called column1, column2 and so on.",
  },
  {
    name: "types",
    value: "NAME=TYPE",
    default: "by how a field is used",
    summary: "types of fields: status=BIGINT,at=TIMESTAMP",
    about:
      "A value that cannot be read as the type is NULL there and counted as unreadable. " +
      "Types are BOOLEAN BIGINT DOUBLE VARCHAR TIMESTAMP DATE JSON.",
  },
  {
    name: "time",
    value: "FIELD",
    default: "the format's own, else found by its name",
    summary: "the field that says when a row happened",
    about:
      "The first of @timestamp timestamp ts time datetime date at event_time created_at that reads " +
      "as a time in the first row is taken, and --stats tells which it was.",
    common: true,
  },
  {
    name: "zone",
    value: "ZONE",
    default: "UTC",
    summary: "time zone of stamps that name none",
    about:
      "An IANA name such as Europe/Berlin. A local time that comes twice a year is the earlier " +
      "moment; one that the clock jumps over moves forward by the jump.",
  },
  {
    name: "since",
    value: "TIME",
    summary: "only rows from this time on",
    about:
      "A stamp such as 2026-01-05T10:00:00Z or 2026-01-05. Rows before it are filtered.",
  },
  {
    name: "until",
    value: "TIME",
    summary: "only rows before this time",
    about: "A stamp as for --since. Rows at it or after it are filtered.",
  },
];
