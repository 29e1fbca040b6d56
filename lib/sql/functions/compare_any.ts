import { numberFromText } from "../cast_text.ts";
import {
  compareNumbers,
  compareTexts,
  isNested,
  type Scalar,
} from "../values.ts";

/**
 * Compares two values of fields that nothing gives a type: by the kinds that
 * they have in this row (V1). Numbers compare as numbers, texts byte by byte;
 * of a number and a text the text is read as a number. `null` where they
 * cannot be compared, such as a truth value with a text.
 */
export function compareAny(left: Scalar, right: Scalar): number | null {
  if (left === null || right === null) return null;
  const a = isNested(left) ? left.json : left;
  const b = isNested(right) ? right.json : right;
  if (typeof a === "boolean" && typeof b === "boolean") {
    return Number(a) - Number(b);
  }
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  const x = numberOf(a);
  const y = numberOf(b);
  return x === undefined || y === undefined ? null : compareNumbers(x, y);
}

function numberOf(value: Scalar): number | bigint | undefined {
  switch (typeof value) {
    case "number":
    case "bigint":
      return value;
    case "string":
      return numberFromText(value);
    default:
      return undefined;
  }
}
