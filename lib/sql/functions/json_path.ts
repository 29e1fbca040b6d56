/** Names of members and, counted from 0, positions; negative ones count from the end. */
export type JsonPath = readonly (string | number)[];

/**
 * Reads a path as DuckDB's JSON functions take it: `$.a.b[0]`, a pointer
 * `/a/b/0`, or else the name of one member; `null` where it is none, or asks
 * for many values.
 */
export function jsonPath(text: string): JsonPath | null {
  if (text === "") return [];
  if (text.startsWith("/")) {
    return text.slice(1).split("/").map((part) => {
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      return /^\d+$/u.test(name) ? Number(name) : name;
    });
  }
  if (!text.startsWith("$")) return [text];
  const path: (string | number)[] = [];
  let rest = text.slice(1);
  while (rest !== "") {
    const match = /^(?:\.(?:"([^"]+)"|([^."[\]*]+))|\[(-?\d+)\])/u.exec(rest);
    if (match === null) return null;
    path.push(
      match[3] === undefined ? match[1] ?? match[2]! : Number(match[3]),
    );
    rest = rest.slice(match[0].length);
  }
  return path;
}

const SPACE = /[ \t\n\r]*/uy;
const STRING = /"(?:[^"\\]|\\.)*"/uy;
const SCALAR = /[^,\]} \t\n\r]+/uy;

/** The text of the value at a path in a JSON text that is known to be well-formed; `null` where there is none. Of duplicate members the last counts. */
export function jsonAt(json: string, path: JsonPath): string | null {
  let start = match(SPACE, json, 0);
  for (const part of path) {
    const found = memberAt(json, start, part);
    if (found === null) return null;
    start = found;
  }
  return json.slice(start, valueEnd(json, start));
}

function match(pattern: RegExp, json: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(json) ? pattern.lastIndex : at;
}

/** The offset of a member or element of the value that begins at an offset. */
function memberAt(
  json: string,
  start: number,
  part: string | number,
): number | null {
  const isObject = json[start] === "{";
  if (!isObject && json[start] !== "[") return null;
  if (!isObject && typeof part === "string") return null;
  const elements: number[] = [];
  let found: number | null = null;
  let at = match(SPACE, json, start + 1);
  while (json[at] !== "}" && json[at] !== "]") {
    if (isObject) {
      const end = match(STRING, json, at);
      const name = JSON.parse(json.slice(at, end)) as string;
      at = match(SPACE, json, match(SPACE, json, end) + 1);
      if (name === String(part)) found = at;
    }
    elements.push(at);
    at = match(SPACE, json, valueEnd(json, at));
    if (json[at] === ",") at = match(SPACE, json, at + 1);
  }
  if (isObject) return found;
  const index = part as number;
  return elements[index < 0 ? elements.length + index : index] ?? null;
}

function valueEnd(json: string, start: number): number {
  const first = json[start];
  if (first === '"') return match(STRING, json, start);
  if (first !== "{" && first !== "[") return match(SCALAR, json, start);
  let depth = 0;
  let at = start;
  do {
    const character = json[at];
    if (character === '"') {
      at = match(STRING, json, at);
      continue;
    }
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    at++;
  } while (depth > 0);
  return at;
}

/** A JSON text without white space, its numbers and texts written one way, as DuckDB writes it. */
export function compactJson(json: string): string {
  return json.replace(
    /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[ \t\n\r]+/gu,
    (token) =>
      token[0] === '"'
        ? JSON.stringify(JSON.parse(token))
        : /^[ \t\n\r]/u.test(token)
        ? ""
        : compactNumber(token),
  );
}

function compactNumber(digits: string): string {
  if (/^-?\d+$/u.test(digits)) return String(BigInt(digits));
  const value = Number(digits);
  if (!Number.isFinite(value)) return digits;
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/u.test(text) ? text.replace("e+", "e") : `${text}.0`;
}
