import { Tag } from "../../core/mod.ts";
import { makeCast } from "../cast.ts";
import type {
  Call,
  Checked,
  Choice,
  Constant,
  Conversion,
  FirstOf,
  Logic,
} from "../checked.ts";
import { signatureOf } from "../functions/catalog.ts";
import { constantsOf } from "../interpret.ts";
import { isMoment, isNumeric } from "../types.ts";
import { emitArithmetic } from "./emit_arithmetic.ts";
import { emitComparison } from "./emit_comparison.ts";
import { type Emission, emitField, initialOf } from "./emit_field.ts";
import { emitTime } from "./emit_time.ts";
import { emitTextCondition } from "./emit_text_condition.ts";
import { slotField } from "./options.ts";
import { anyNull, type Emitted, notNull } from "./emitter.ts";

/** Code that computes a value, its statements added to the row. */
export function emitValue(emission: Emission, node: Checked): Emitted {
  switch (node.kind) {
    case "constant":
      return emitConstant(emission, node);
    case "field":
      return emitField(emission, node);
    case "now":
      return { value: literal(emission.options.nowUs), isNull: "false" };
    case "and":
    case "or":
      return emitLogic(emission, node);
    case "case":
      return emitChoice(emission, node);
    case "coalesce":
      return emitFirstOf(emission, node);
    case "cast":
      return emitCast(emission, node);
    case "call":
      return emitTextCondition(emission, node) ?? emitCall(emission, node);
    case "in":
      return emitTextCondition(emission, node) ??
        emitMembership(emission, node);
    case "slot":
      return emitField(emission, slotField(node));
  }
}

function emitConstant(emission: Emission, node: Constant): Emitted {
  const { value } = node;
  if (value === null) return { value: initialOf(node.type), isNull: "true" };
  if (typeof value === "number" || typeof value === "boolean") {
    return { value: literal(value), isNull: "false" };
  }
  if (typeof value === "string") {
    return { value: JSON.stringify(value), isNull: "false" };
  }
  if (typeof value === "bigint") {
    // The fast loop has no place for it.
    emission.emitter.push("break fast;");
    return { value: "0", isNull: "false" };
  }
  return { value: emission.emitter.capture(value), isNull: "false" };
}

function literal(value: number | boolean): string {
  if (Object.is(value, -0)) return "-0";
  const text = String(value);
  return text.startsWith("-") ? `(${text})` : text;
}

/** All parts are computed, as {@linkcode interpreter} does. */
function emitLogic(emission: Emission, node: Logic): Emitted {
  const { emitter } = emission;
  const parts = node.args.map((arg) => emitValue(emission, arg));
  const [decided, open] = node.kind === "and" ? ["!", ""] : ["", "!"];
  const all = parts.map(({ value, isNull }) =>
    `${both(notNull(isNull), `${open}${value}`)}`
  ).join(" && ");
  const any = parts.map(({ value, isNull }) =>
    `${both(notNull(isNull), `${decided}${value}`)}`
  ).join(" || ");
  const settled = emitter.declare(any);
  const isNull = emitter.declare(`!${settled} && !(${all})`);
  return { value: node.kind === "and" ? `!${settled}` : settled, isNull };
}

function both(left: string, right: string): string {
  return left === "true" ? `(${right})` : `(${left} && ${right})`;
}

function emitChoice(emission: Emission, node: Choice): Emitted {
  const { emitter } = emission;
  const value = emitter.declare(initialOf(node.type));
  const isNull = emitter.declare("true");
  const assign = (result: Checked) => {
    const emitted = emitValue(emission, result);
    emitter.push(`${isNull} = ${emitted.isNull};`);
    if (emitted.isNull !== "true") emitter.push(`${value} = ${emitted.value};`);
  };
  const open = emitter.declare("true");
  for (const { when, then } of node.branches) {
    emitter.under(open, () => {
      const test = emitValue(emission, when);
      emitter.under(both(notNull(test.isNull), test.value), () => {
        emitter.push(`${open} = false;`);
        assign(then);
      });
    });
  }
  emitter.under(open, () => assign(node.otherwise));
  return { value, isNull };
}

function emitFirstOf(emission: Emission, node: FirstOf): Emitted {
  const { emitter } = emission;
  const value = emitter.declare(initialOf(node.type));
  const isNull = emitter.declare("true");
  for (const arg of node.args) {
    emitter.under(isNull, () => {
      const emitted = emitValue(emission, arg);
      emitter.under(notNull(emitted.isNull), () => {
        emitter.push(`${value} = ${emitted.value}; ${isNull} = false;`);
      });
    });
  }
  return { value, isNull };
}

function emitCast(emission: Emission, node: Conversion): Emitted {
  const from = node.operand.type;
  const operand = emitValue(emission, node.operand);
  // Inside the fast loop every number is a double already.
  const same = isNumeric(from) &&
    (node.type === "DOUBLE" || node.type === "NUMBER");
  if (same) return operand;
  const cast = makeCast(from, node.target);
  return emitGuarded(emission, node, [operand], (call) => {
    const convert = emission.emitter.capture(
      node.trying ? (value: never) => cast(value) ?? null : cast,
    );
    return `${convert}(${call})`;
  });
}

/** `IS NULL` of a field of which every value can be read: its tag tells. */
function emitAbsence(emission: Emission, node: Call): Emitted | null {
  const about = /^is (not )?null$/u.exec(node.name);
  const field = node.args[0];
  if (about === null || field?.kind !== "field") return null;
  if (!["VARCHAR", "ANY", "JSON"].includes(field.type)) return null;
  const { tags } = emission.emitter.column(emission.indexOf(field.path));
  const test = `${tags}[i] ${about[1] === undefined ? "<=" : ">"} ${Tag.NULL}`;
  return { value: emission.emitter.declare(test), isNull: "false" };
}

function emitCall(emission: Emission, node: Call): Emitted {
  const inline = emitAbsence(emission, node) ??
    emitTime(emission, node, emitValue) ??
    emitArithmetic(emission, node, emitValue) ??
    emitComparison(emission, node, emitValue);
  if (inline !== null) return inline;
  const signature = signatureOf(node);
  const types = node.args.map((arg) => arg.type);
  const call = signature.make(types, constantsOf(node));
  const name = emission.emitter.capture(call);
  const args = node.args.map((arg) => emitValue(emission, arg));
  if (signature.seesNull) {
    const given = args.map(({ value, isNull }) =>
      isNull === "false"
        ? value
        : isNull === "true"
        ? "null"
        : `(${isNull} ? null : ${value})`
    );
    return emitGuarded(
      emission,
      node,
      [],
      () => `${name}(${given.join(", ")})`,
    );
  }
  return emitGuarded(
    emission,
    node,
    args,
    (...values) => `${name}(${values.join(", ")})`,
  );
}

function emitMembership(
  emission: Emission,
  node: Checked & { kind: "in" },
): Emitted {
  const { emitter } = emission;
  const numeric = isNumeric(node.operand.type) || isMoment(node.operand.type);
  const values = node.list.map((each) =>
    each.kind === "constant" ? each : null
  );
  const members = values.flatMap((each) =>
    // No value of the fast loop is beyond 2^53.
    each === null || each.value === null || typeof each.value === "bigint"
      ? []
      : [each.value]
  );
  const constant = values.every((each) => each !== null);
  if (
    constant && numeric && members.every((value) => typeof value === "number")
  ) {
    const operand = emitValue(emission, node.operand);
    const absent = values.some((each) => each?.value === null);
    const set = emitter.capture(new Set(members));
    const test = members.length <= 4
      ? members.map((value) => sameNumber(operand.value, value as number)).join(
        " || ",
      )
      : `${set}.has(${operand.value})`;
    const value = emitter.declare(
      `!${wrap(operand.isNull)} && (${test || "false"})`,
    );
    const isNull = absent ? emitter.declare(`!${value}`) : operand.isNull;
    return { value, isNull };
  }
  const { span } = node;
  const tests = node.list.map((each): Call => ({
    kind: "call",
    name: "=",
    signature: 0,
    args: [node.operand, each],
    type: "BOOLEAN",
    span,
  }));
  return emitLogic(emission, {
    kind: "or",
    args: tests,
    type: "BOOLEAN",
    span,
  });
}

function sameNumber(value: string, member: number): string {
  return member !== member
    ? `${value} !== ${value}`
    : `${value} === ${literal(member)}`;
}

function wrap(text: string): string {
  return /^[a-z0-9]+$/iu.test(text) ? text : `(${text})`;
}

/** A call where no argument is NULL; what it cannot hold leaves the fast loop. */
export function emitGuarded(
  emission: Emission,
  node: Checked,
  args: readonly Emitted[],
  call: (...values: readonly string[]) => string,
): Emitted {
  const { emitter } = emission;
  const absent = anyNull(args);
  const value = emitter.declare(initialOf(node.type));
  const isNull = emitter.declare("true");
  if (absent === "true") return { value, isNull: "true" };
  emitter.under(notNull(absent), () => {
    const result = emitter.name();
    emitter.push(`const ${result} = ${call(...args.map((arg) => arg.value))};`);
    const big = isNumeric(node.type) && node.type !== "DOUBLE" ||
        node.type === "ANY"
      ? ` || typeof ${result} === "bigint"`
      : "";
    // Values of no declared type that cannot be compared are counted elsewhere.
    const open = node.type === "BOOLEAN" &&
        (node as Call).args?.[0]?.type === "ANY"
      ? ` || ${result} === null`
      : "";
    emitter.push(`if (${result} === undefined${big}${open}) break fast;`);
    emitter.push(
      `if (${result} !== null) { ${value} = ${result}; ${isNull} = false; }`,
    );
  });
  return { value, isNull };
}
