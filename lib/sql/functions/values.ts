import type { FieldType } from "../../core/mod.ts";
import { isExactWhole, isInterval, isNested, type Scalar } from "../values.ts";
import { comparer } from "./comparer.ts";
import type { FunctionEntry, Signature } from "./signature.ts";

/** Functions that the checker turns into nodes of their own: only their words stand here. */
function special(
  name: string,
  usage: string,
  about: string,
  example: readonly [string, string | null],
  aliases: readonly string[] = [],
): FunctionEntry {
  return {
    name,
    aliases,
    chapter: "values",
    usage,
    about,
    examples: [example],
    signatures: [],
  };
}

function extreme(sign: 1 | -1): Signature {
  return {
    parameters: ["VALUE"],
    repeats: true,
    result: "SAME",
    seesNull: true,
    make: (types) => {
      const compare = comparer(types[0]!);
      return (...args) => {
        let best: Scalar = null;
        for (const arg of args) {
          if (arg === null) continue;
          if (best === null || (compare(arg, best) ?? 0) * sign > 0) best = arg;
        }
        return best;
      };
    },
  };
}

/** Functions on values of any type. */
export const VALUE_FUNCTIONS: readonly FunctionEntry[] = [
  special(
    "coalesce",
    "coalesce(a, b, ...)",
    "The first that is not NULL",
    ["coalesce(NULL, 2)", "2"],
    ["ifnull"],
  ),
  special(
    "nullif",
    "nullif(a, b)",
    "NULL where both are equal, else the first",
    ["nullif('-', '-')", null],
  ),
  special(
    "if",
    "if(condition, a, b)",
    "The second where the condition is true, else the third",
    ["if(2 > 1, 'yes', 'no')", "yes"],
  ),
  {
    name: "greatest",
    chapter: "values",
    usage: "greatest(a, b, ...)",
    about: "The greatest, NULLs left out",
    examples: [["greatest(1, NULL, 3)", "3"]],
    signatures: [extreme(1)],
  },
  {
    name: "least",
    chapter: "values",
    usage: "least(a, b, ...)",
    about: "The least, NULLs left out",
    examples: [["least('b', 'a')", "a"]],
    signatures: [extreme(-1)],
  },
  {
    name: "typeof",
    chapter: "values",
    usage: "typeof(a)",
    about:
      "The name of its type; of an undeclared field, of the value in this row",
    examples: [["typeof(1.5)", "DOUBLE"]],
    signatures: [{
      parameters: ["EACH"],
      result: "VARCHAR",
      seesNull: true,
      make: ([type]) => (value) => typeName(type!, value!),
    }],
  },
];

function typeName(type: FieldType, value: Scalar): string {
  if (type === "NULL") return '"NULL"';
  if (type !== "ANY" && type !== "NUMBER") return type;
  switch (typeof value) {
    case "boolean":
      return "BOOLEAN";
    case "number":
      return isExactWhole(value) ? "BIGINT" : "DOUBLE";
    case "bigint":
      return "BIGINT";
    case "string":
      return "VARCHAR";
    default:
      return isNested(value)
        ? "JSON"
        : isInterval(value)
        ? "INTERVAL"
        : type === "NUMBER"
        ? "BIGINT"
        : '"NULL"';
  }
}
