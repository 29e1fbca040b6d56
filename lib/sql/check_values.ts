import type { Expression, IntervalNode, ParameterNode } from "./ast.ts";
import type { Checked } from "./checked.ts";
import { checkFault, type Checking, coerce, constant } from "./checking.ts";
import { quoted } from "./faults.ts";
import { FUNCTIONS } from "./functions/catalog.ts";
import { intervalUnit, parseInterval, scaleInterval } from "./interval.ts";
import type { Span } from "./lex.ts";
import { nearestName } from "./nearest.ts";
import { resolveCall } from "./resolve_call.ts";
import { parameterValue } from "./scope.ts";
import { within128, within64 } from "./values.ts";

/** A number as it was written: with a point or an exponent a DOUBLE, else a whole number. */
export function checkNumber(
  checking: Checking,
  digits: string,
  span: Span,
): Checked {
  if (!/^[+-]?\d+$/u.test(digits)) {
    return constant(Number(digits), "DOUBLE", span);
  }
  const value = BigInt(digits);
  const near = within64(value);
  if (near !== undefined) return constant(near, "BIGINT", span);
  const far = within128(value);
  if (far !== undefined) return constant(far, "HUGEINT", span);
  throw checkFault(
    checking,
    span,
    "literal",
    "a whole number has at most 128 bits",
    `Write it as a DOUBLE: ${Number(digits)}`,
  );
}

/** `$NAME` or `${NAME:-default}`: the value that was given for it. */
export function checkParameter(
  checking: Checking,
  node: ParameterNode,
): Checked {
  const given = checking.options.parameters ?? {};
  const value = Object.hasOwn(given, node.name)
    ? given[node.name]!
    : node.fallback === null
    ? undefined
    : parameterValue(node.fallback);
  if (value === undefined) {
    const near = nearestName(node.name, Object.keys(given));
    throw checkFault(
      checking,
      node.span,
      "parameter",
      `no value is given for $${node.name}`,
      near === null
        ? `Pass --param ${node.name}=VALUE`
        : `Write $${near}, or pass --param ${node.name}=VALUE`,
    );
  }
  switch (typeof value) {
    case "boolean":
      return constant(value, "BOOLEAN", node.span);
    case "string":
      return constant(value, "VARCHAR", node.span, true);
    case "bigint":
      return checkNumber(checking, String(value), node.span);
    case "number":
      return constant(
        value,
        Number.isSafeInteger(value) ? "BIGINT" : "DOUBLE",
        node.span,
      );
    default:
      return constant(null, "NULL", node.span);
  }
}

/** `INTERVAL '5 minutes'`, `INTERVAL '5' MINUTE`, `INTERVAL 5 MINUTE`, `INTERVAL (n) MINUTE`. */
export function checkInterval(
  checking: Checking,
  node: IntervalNode,
  infer: (node: Expression) => Checked,
): Checked {
  const { amount, unit, span } = node;
  const text = amount.kind === "text"
    ? amount.value
    : amount.kind === "number"
    ? amount.digits
    : null;
  if (text !== null) {
    const value = parseInterval(unit === null ? text : `${text} ${unit}`);
    if (value === null) {
      throw checkFault(
        checking,
        span,
        "literal",
        `${quoted(text)} is no interval`,
        "Write it as INTERVAL '1 day 2 hours', INTERVAL 5 MINUTE",
      );
    }
    return constant(value, "INTERVAL", span);
  }
  const checked = infer(amount);
  if (unit === null) {
    const interval = coerce(checking, checked, "INTERVAL", "an interval");
    if (interval !== null) return interval;
    throw checkFault(checking, span, "literal", "this is no interval");
  }
  const one = constant(scaleInterval(intervalUnit(unit)!, 1), "INTERVAL", span);
  const truncated = checked.type === "DOUBLE" || checked.type === "NUMBER"
    ? call("trunc", [checked])
    : checked;
  return call("*", [truncated, one]);

  function call(name: string, args: readonly Checked[]): Checked {
    return resolveCall(checking, FUNCTIONS.get(name)!, args, span, {
      label: "INTERVAL",
      reason: `a number of ${unit}s`,
      compares: false,
    });
  }
}
