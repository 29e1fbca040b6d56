import type { ReadOptions, RunSpec } from "../../../lib/pipeline/mod.ts";
import { parseArguments } from "../../../cli/parse/arguments.ts";

const FOLDER = new URL(".", import.meta.url);

/** What takes apart the lines of vectors that stand in text: ` v=...` or nothing. */
const PATTERN = "^id=(?P<id>\\d+)(?: v=(?<v>.*))?$";

/** One thing that is read, and what weir makes of it. */
export interface Vector {
  /** The format of the line that it stands in. */
  readonly format: "ndjson" | "csv" | "combined" | "pattern";
  /** The type that it is read as. */
  readonly type: string;
  /** What is the matter with it. */
  readonly note: string;
  /** The value as it is written in its format; a whole line, in which `ID` is its number, in files called `..._line`; the object that holds it in those called `..._member_...`. */
  readonly text: string;
  /** What weir writes for it, as JSON; `bad` where the row is none. */
  readonly expected: string;
}

/** Vectors that are read in one go, since they are of one format and type. */
export interface VectorFile {
  /** `ndjson_bigint`. */
  readonly name: string;
  /** Its vectors; the number of each is its place, counted from 1. */
  readonly vectors: readonly Vector[];
}

/** All files of vectors, by name. */
export function vectorFiles(): readonly VectorFile[] {
  return [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
    .filter((name) => name.endsWith(".jsonl")).sort().map((name) => ({
      name: name.replace(".jsonl", ""),
      vectors: Deno.readTextFileSync(new URL(name, FOLDER)).split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Vector),
    }));
}

/** Writes a file of vectors anew. */
export function writeVectors({ name, vectors }: VectorFile): void {
  const lines = vectors.map((vector) => `${JSON.stringify(vector)}\n`);
  Deno.writeTextFileSync(new URL(`${name}.jsonl`, FOLDER), lines.join(""));
}

/** The input that has the vectors of a file: a line each. */
export function inputOf({ name, vectors }: VectorFile): string {
  const whole = name.endsWith("_line");
  const lines = vectors.map(({ format, text }, at) => {
    const id = String(at + 1);
    if (whole) return text.replaceAll("ID", id);
    switch (format) {
      case "ndjson":
        return `{"id":${id},"${isMember(name) ? "a" : "v"}":${text}}`;
      case "csv":
        return `${id},${text}`;
      case "pattern":
        return `id=${id}${text}`;
      case "combined":
        return `192.0.2.1 - - [29/Feb/2024:12:34:56 +0000] "${text}" 200 ${id} "-" "x"`;
    }
  });
  const header = vectors[0]?.format === "csv" ? ["id,v"] : [];
  return [...header, ...lines].map((line) => `${line}\n`).join("");
}

/** Whether the values of a file are members of an object `a`. */
function isMember(name: string): boolean {
  return name.includes("_member_");
}

/** The run that reads the vectors of a file from a path. */
export function specOf(
  { name, vectors: [first] }: VectorFile,
  path: string,
): RunSpec {
  const { format, type } = first!;
  const list = format === "combined" ? "bytes AS id, path AS v" : isMember(name)
    // What only names a member leaves it in its own kind.
    ? "id, coalesce(a.v, NULL) AS v"
    : "id, v";
  const asked = parseArguments(["select", list, "-o", "ndjson"]);
  if (asked.kind !== "run") throw new TypeError("Cannot read vectors");
  const read: ReadOptions = {
    ...asked.spec.read,
    format,
    ...(format === "pattern" ? { pattern: PATTERN } : {}),
    types: format === "combined"
      ? {}
      : { id: "BIGINT", [isMember(name) ? "a.v" : "v"]: type },
  };
  return { ...asked.spec, inputs: [path], read };
}

/** What an engine made of the vectors: by their numbers, the value as JSON; those of bad rows are left out. */
export function valuesOf(
  lines: readonly string[],
): ReadonlyMap<number, string> {
  return new Map(lines.map((line): [number, string] => {
    const [, id, value] = /^\{"id":(\d+),"v":(.*)\}$/su.exec(line) ?? [];
    if (id === undefined || value === undefined) {
      throw new TypeError(`Cannot tell the vector of ${line}`);
    }
    return [Number(id), value];
  }));
}
