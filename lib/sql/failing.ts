import type { FieldType } from "../core/mod.ts";
import { type Call, type Checked, partsOf } from "./checked.ts";
import { signatureOf } from "./functions/catalog.ts";
import { isMoment, isNumeric } from "./types.ts";

/** Whether computing an expression may fail on a row, or meet a value that cannot be read. Then no part of it may be skipped, or the account would depend on what stands beside it. */
export function mayFail(node: Checked): boolean {
  return failsItself(node) || partsOf(node).some(mayFail);
}

/** Whether computing a node may fail on a row where none of its parts does. */
export function failsItself(node: Checked): boolean {
  switch (node.kind) {
    case "field":
      // Whatever a value is, it can be read as text, or as what it is.
      return node.type !== "VARCHAR" && node.type !== "ANY" &&
        node.type !== "JSON";
    case "call": {
      // Values of no declared type may turn out not to be comparable.
      if (node.args.some((arg) => arg.type === "ANY")) return true;
      const { fails = false } = signatureOf(node);
      if (typeof fails === "boolean") return fails;
      const types = node.args.map((arg) => arg.type);
      const constants = node.args.map((arg) =>
        arg.kind === "constant" ? arg.value : undefined
      );
      return fails(types, constants);
    }
    case "cast":
      return !node.trying && castMayFail(node.operand.type, node.type) ||
        node.target.range !== null;
    default:
      return false;
  }
}

/** Whether a call may have a value where an argument is NULL, as `concat` has. */
export function seesNull(node: Call): boolean {
  return signatureOf(node).seesNull === true;
}

function castMayFail(from: FieldType, to: FieldType): boolean {
  if (to === "VARCHAR" || from === "NULL" || from === to) return false;
  if (to === "DOUBLE" || to === "NUMBER" || to === "BOOLEAN") {
    return !(isNumeric(from) || from === "BOOLEAN");
  }
  return !(isMoment(from) && to === "DATE");
}
