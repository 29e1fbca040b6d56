import type { FieldType } from "../core/mod.ts";
import type { PathParts } from "./ast.ts";
import type { Checked, Constant, FieldUse } from "./checked.ts";
import { faultAt, quoted } from "./faults.ts";
import type { SourceText, Span } from "./lex.ts";
import { makeCast } from "./cast.ts";
import type { CheckOptions, Scope, Use } from "./scope.ts";
import { textOf } from "./text_of.ts";
import { type CastTarget, castTarget, isNumeric, isWhole } from "./types.ts";
import type { Scalar } from "./values.ts";
import type { Fault } from "../core/mod.ts";

/** What one text is checked with, and what was found so far. */
export interface Checking {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly options: CheckOptions;
  /** Uses of undeclared fields, in the order they were met. */
  readonly uses: Use[];
}

/** A fault at a spot of the text that is checked. */
export function checkFault(
  checking: Checking,
  span: Span,
  code: string,
  what: string,
  mend?: string,
): Fault {
  return faultAt(checking.source, span, code, what, mend);
}

/** The text that a span covers, for messages. */
export function spanText(checking: Checking, span: Span): string {
  return quoted(checking.source.text.slice(span.start, span.end));
}

/** The text with a span replaced, as a stage to paste into a shell where the source says which. */
export function rewritten(
  checking: Checking,
  span: Span,
  replacement: string,
): string {
  const { text, source } = checking.source;
  const whole = text.slice(0, span.start) + replacement + text.slice(span.end);
  const verb = /^(filter|set|select|agg|sort|sql|top)\b/u.exec(source)?.[0];
  if (verb === undefined) return whole;
  return `weir ${verb} "${whole.replaceAll(/["\\$`]/gu, "\\$&")}"`;
}

/** A constant of the text. */
export function constant(
  value: Scalar,
  type: FieldType,
  span: Span,
  adapts = false,
): Constant {
  return { kind: "constant", value, type, span, adapts };
}

/** How a path reads in a message. */
export function pathText(path: PathParts): string {
  return path.map((part, index) =>
    typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`
  ).join("");
}

/** Names of types as messages have them. */
export function typeText(type: FieldType): string {
  return type === "NUMBER"
    ? "a number"
    : type === "ANY"
    ? "of any type"
    : type === "NULL"
    ? "NULL"
    : type;
}

function target(type: FieldType): CastTarget {
  return castTarget(type) ?? { type, name: type, range: null };
}

/**
 * Brings a value to a type without a cast in the text; `null` where DuckDB
 * would ask for one.
 *
 * An undeclared field is read as the type, and the use is kept. A text of the
 * user's takes the type, or is a fault if it cannot.
 */
export function coerce(
  checking: Checking,
  node: Checked,
  type: FieldType,
  reason: string,
): Checked | null {
  if (node.type === type || type === "ANY") return node;
  if (node.kind === "constant") return coerceConstant(checking, node, type);
  if (node.type === "NULL") return convert(node, type);
  if (node.type === "ANY") return readAs(checking, node, type, reason);
  if (type === "NUMBER") return isNumeric(node.type) ? node : bool(node, type);
  if (isWhole(type)) {
    return isWhole(node.type) || node.type === "NUMBER" ||
        node.type === "BOOLEAN"
      ? convert(node, type)
      : null;
  }
  const widens = (type === "DOUBLE" &&
    (isNumeric(node.type) || node.type === "BOOLEAN")) ||
    (type === "TIMESTAMP" && node.type === "DATE") ||
    (type === "VARCHAR" && node.type === "JSON") ||
    (type === "JSON" && node.type === "VARCHAR");
  return widens ? convert(node, type) : null;
}

function bool(node: Checked, type: FieldType): Checked | null {
  return node.type === "BOOLEAN" ? convert(node, type) : null;
}

/** A cast that the text does not show. */
export function convert(node: Checked, type: FieldType): Checked {
  return {
    kind: "cast",
    operand: node,
    target: target(type),
    trying: false,
    written: false,
    type,
    span: node.span,
  };
}

function coerceConstant(
  checking: Checking,
  node: Constant,
  type: FieldType,
): Checked | null {
  if (node.value === null) return { ...node, type };
  const widens = (isNumeric(node.type) && isNumeric(type) &&
    !(node.type === "DOUBLE" && isWhole(type))) ||
    (node.type === "BOOLEAN" && isNumeric(type)) ||
    (node.type === "DATE" && type === "TIMESTAMP");
  if (!widens && !node.adapts) return null;
  if (type === "JSON") return { ...node, type };
  const value = makeCast(node.type, target(type))(node.value);
  if (value !== undefined) return { ...node, type, value, adapts: false };
  if (!node.adapts) return null;
  throw checkFault(
    checking,
    node.span,
    "literal",
    `${quoted(textOf(node.value, "VARCHAR"))} cannot be read as ${
      type === "TIMESTAMP" ? "a TIMESTAMP" : typeText(type)
    }`,
    type === "TIMESTAMP"
      ? "Write a moment as '2024-01-31 10:05:00'"
      : type === "DATE"
      ? "Write a date as '2024-01-31'"
      : type === "BOOLEAN"
      ? "Write true or false"
      : isNumeric(type)
      ? "Write a number, without quotes; to compare texts, cast the other side: CAST(... AS VARCHAR)"
      : undefined,
  );
}

/** Reads what has no type as a type: the fields inside it are read so. */
function readAs(
  checking: Checking,
  node: Checked,
  type: FieldType,
  reason: string,
): Checked | null {
  const read = (part: Checked) =>
    part.type === "ANY"
      ? readAs(checking, part, type, reason)!
      : coerce(checking, part, type, reason) ?? convert(part, type);
  switch (node.kind) {
    case "field":
      return useAs(checking, node, type, reason);
    case "coalesce":
      return { ...node, type, args: node.args.map(read) };
    case "case":
      return {
        ...node,
        type,
        branches: node.branches.map(({ when, then }) => ({
          when,
          then: read(then),
        })),
        otherwise: read(node.otherwise),
      };
    case "call":
      // greatest, least: functions that give back one of their arguments.
      return { ...node, type, args: node.args.map(read) };
    default:
      return convert(node, type);
  }
}

function useAs(
  checking: Checking,
  node: FieldUse,
  asked: FieldType,
  reason: string,
): Checked {
  // Beside any number a field may hold any number; the operation decides what becomes of it.
  const type = isNumeric(asked) ? "NUMBER" : asked;
  checking.uses.push({ path: node.path, type, span: node.span, reason });
  const field: FieldUse = { ...node, type };
  if (type === asked || asked === "HUGEINT") return field;
  return convert(field, asked);
}
