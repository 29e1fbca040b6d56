import { isNested, type Scalar } from "../values.ts";
import { compactJson, jsonAt, type JsonPath, jsonPath } from "./json_path.ts";
import {
  entriesOf,
  type FunctionEntry,
  type Implementation,
  type ParameterType,
  type Signature,
} from "./signature.ts";

const entry = entriesOf("json");

/** A function of a JSON text and the way into it; it fails where the text is no JSON, or the way none. */
function extracting(
  path: ParameterType,
  result: "VARCHAR" | "JSON",
  call: (json: string) => Scalar,
): Signature {
  return {
    parameters: ["JSON", path],
    result,
    fails: true,
    refuse: ([, text]) =>
      typeof text !== "string" || jsonPath(text) !== null ? null : {
        argument: 1,
        what: "this is no way into a JSON value",
        mend: "Write '$.member[0]', or the name of one member",
      },
    make: (_, [, fixed]): Implementation => {
      const given = fixed === undefined || fixed === null
        ? null
        : pathOf(fixed);
      return (value, way) => {
        const json = isNested(value!) ? value.json : value as string;
        const path = given ?? pathOf(way!);
        if (path === null || !isJson(json)) return undefined;
        const found = jsonAt(json, path);
        return found === null ? null : call(found);
      };
    },
  };
}

function pathOf(way: Scalar): JsonPath | null {
  return typeof way === "string" ? jsonPath(way) : [Number(way)];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function textOfJson(json: string): Scalar {
  if (json === "null") return null;
  return json[0] === '"'
    ? (JSON.parse(json) as string).toWellFormed()
    : compactJson(json);
}

/** Functions on JSON texts. Fields of NDJSON are entered by their path instead: `a.b`, `tags[1]`. */
export const JSON_FUNCTIONS: readonly FunctionEntry[] = [
  entry(
    "json_extract_string(json, path)",
    "The value at a path as text; also json ->> path. A path is '$.a[0]' or the name of one member",
    [
      extracting("VARCHAR", "VARCHAR", textOfJson),
      extracting("BIGINT", "VARCHAR", textOfJson),
    ],
    [[`json_extract_string('{"a": {"b": 5}}', '$.a.b')`, "5"], [
      `'{"user": "ann"}' ->> 'user'`,
      "ann",
    ]],
    ["json_extract_path_text"],
  ),
  entry(
    "json_extract(json, path)",
    "The value at a path as JSON; also json -> path",
    [
      extracting("VARCHAR", "JSON", (json) => ({ json: compactJson(json) })),
      extracting("BIGINT", "JSON", (json) => ({ json: compactJson(json) })),
    ],
    [[`json_extract('{"a": [1, "x"]}', 'a')`, '[1,"x"]']],
    ["json_extract_path"],
  ),
];
