import type { Scalar } from "../values.ts";
import { comparer } from "./comparer.ts";
import { operator } from "./operator_entry.ts";
import { type FunctionEntry, plain } from "./signature.ts";

function comparison(
  name: string,
  about: string,
  test: (order: number) => boolean,
  example: readonly [string, string],
): FunctionEntry {
  return operator(name, about, [{
    parameters: ["VALUE", "VALUE"],
    result: "BOOLEAN",
    make: (types) => {
      const compare = comparer(types[0]!);
      return (a, b) => {
        const order = compare(a!, b!);
        return order === null ? null : test(order);
      };
    },
  }], example);
}

function distinct(
  name: string,
  about: string,
  negated: boolean,
): FunctionEntry {
  return operator(name, about, [{
    parameters: ["VALUE", "VALUE"],
    result: "BOOLEAN",
    seesNull: true,
    make: (types) => {
      const compare = comparer(types[0]!);
      return (a, b) => {
        const same = a === null || b === null ? a === b : compare(a!, b!) === 0;
        return same === negated;
      };
    },
  }], [`1 ${name} NULL`, negated ? "false" : "true"]);
}

function test(
  name: string,
  about: string,
  parameter: "EACH" | "BOOLEAN",
  call: (value: Scalar) => boolean,
): FunctionEntry {
  return {
    ...operator(name, about, [
      plain([parameter], "BOOLEAN", (value) => call(value!), {
        seesNull: true,
      }),
    ], [`NULL ${name}`, call(null) ? "true" : "false"]),
    usage: `a ${name}`,
  };
}

/** Comparisons and tests. */
export const COMPARISONS: readonly FunctionEntry[] = [
  comparison("=", "Equal", (order) => order === 0, ["1 = 2", "false"]),
  comparison("<>", "Not equal", (order) => order !== 0, ["1 <> 2", "true"]),
  comparison("<", "Less", (order) => order < 0, ["1 < 2", "true"]),
  comparison("<=", "Less or equal", (order) => order <= 0, ["1 <= 2", "true"]),
  comparison(">", "Greater", (order) => order > 0, ["1 > 2", "false"]),
  comparison(">=", "Greater or equal", (order) => order >= 0, [
    "1 >= 2",
    "false",
  ]),
  distinct(
    "is distinct from",
    "Not equal, NULL being a value like others",
    false,
  ),
  distinct(
    "is not distinct from",
    "Equal, NULL being a value like others",
    true,
  ),
  test(
    "is null",
    "Whether there is no value",
    "EACH",
    (value) => value === null,
  ),
  test(
    "is not null",
    "Whether there is a value",
    "EACH",
    (value) => value !== null,
  ),
  test(
    "is true",
    "True, not false, not NULL",
    "BOOLEAN",
    (value) => value === true,
  ),
  test("is not true", "False or NULL", "BOOLEAN", (value) => value !== true),
  test(
    "is false",
    "False, not true, not NULL",
    "BOOLEAN",
    (value) => value === false,
  ),
  test("is not false", "True or NULL", "BOOLEAN", (value) => value !== false),
  {
    ...operator("not", "True for false, false for true", [
      plain(["BOOLEAN"], "BOOLEAN", (value) => !value),
    ], ["NOT true", "false"]),
    usage: "NOT a",
  },
  {
    ...operator("in", "Equal to one of a list", [{
      // What the members of a list have in common; the checker makes a node of its own of it.
      parameters: ["VALUE"],
      repeats: true,
      result: "SAME",
      make: () => () => null,
    }], ["2 IN (1, 2)", "true"]),
    usage: "a IN (b, c)",
  },
];
