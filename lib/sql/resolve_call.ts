import type { FieldType } from "../core/mod.ts";
import type { Call, Checked } from "./checked.ts";
import {
  checkFault,
  type Checking,
  coerce,
  convert,
  spanText,
  typeText,
} from "./checking.ts";
import { listed } from "./faults.ts";
import type {
  FunctionEntry,
  ParameterType,
  Signature,
} from "./functions/signature.ts";
import type { Span } from "./lex.ts";
import type { Scalar } from "./values.ts";
import { commonType, comparedType, isNumeric } from "./types.ts";

/** Why an undeclared field that is an argument is read as it is. */
export interface CallWords {
  /** What the call is called in messages: `lower`, `+`. */
  readonly label: string;
  /** Why an argument has its type: `argument of lower`, `added`. */
  readonly reason: string;
  /** Whether texts are read as what they are compared with, as `=` has it. */
  readonly compares: boolean;
}

/** Chooses the signature that arguments fit and brings them to it. */
export function resolveCall(
  checking: Checking,
  entry: FunctionEntry,
  args: readonly Checked[],
  span: Span,
  words: CallWords,
): Call {
  const fits = entry.signatures
    .map((signature, index) => ({
      signature,
      index,
      cost: costOf(signature, args, words.compares),
    }))
    .filter(({ cost }) => cost < Infinity)
    .sort((a, b) => a.cost - b.cost);
  const best = fits[0];
  if (best === undefined) throw misfit(checking, entry, args, span, words);
  const { signature, index } = best;
  const unified = unify(signature, args, words.compares);
  const brought = args.map((arg, at) =>
    bring(checking, arg, parameterAt(signature, at), unified, words)
  );
  refuseConstants(checking, signature, brought);
  const type = signature.result === "SAME" ? unified : signature.result;
  return {
    kind: "call",
    name: entry.name,
    signature: index,
    args: brought,
    type,
    span,
  };
}

/** Says before the first row what can never work, such as a pattern that is none. */
function refuseConstants(
  checking: Checking,
  signature: Signature,
  args: readonly Checked[],
): void {
  const refusal = signature.refuse?.(constantsIn(args)) ?? null;
  if (refusal === null) return;
  const { span } = args[refusal.argument]!;
  throw checkFault(checking, span, "argument", refusal.what, refusal.mend);
}

function constantsIn(args: readonly Checked[]): (Scalar | undefined)[] {
  return args.map((arg) => arg.kind === "constant" ? arg.value : undefined);
}

function parameterAt(signature: Signature, at: number): ParameterType {
  return signature.parameters[
    Math.min(at, signature.parameters.length - 1)
  ]!;
}

function takes(signature: Signature, count: number): boolean {
  const most = signature.parameters.length;
  const least = most - (signature.optional ?? 0);
  return count >= least && (signature.repeats === true || count <= most);
}

function costOf(
  signature: Signature,
  args: readonly Checked[],
  compares: boolean,
): number {
  if (!takes(signature, args.length)) return Infinity;
  if (signature.fits?.(constantsIn(args)) === false) return Infinity;
  let cost = 0;
  args.forEach((arg, at) => {
    cost += argumentCost(parameterAt(signature, at), arg);
  });
  if (cost === Infinity) return cost;
  const shared = sharedArguments(signature, args);
  return shared.length > 0 && sharedType(shared, compares) === null
    ? Infinity
    : cost;
}

/** What it takes to bring an argument to a parameter: 0 as it is, more with each conversion, infinite where it cannot be. */
function argumentCost(parameter: ParameterType, arg: Checked): number {
  const { type } = arg;
  if (parameter === "EACH" || parameter === "VALUE" || parameter === "TEXT") {
    return 0;
  }
  if (type === parameter) return 0;
  if (type === "NULL") return 1;
  if (arg.kind === "constant" && arg.adapts) return 3;
  if (type === "ANY") return parameter === "NUMERIC" ? 1 : 2;
  if (parameter === "NUMERIC") return isNumeric(type) ? 0 : Infinity;
  if (parameter === "NUMBER") return isNumeric(type) ? 0 : Infinity;
  if (parameter === "DOUBLE") return isNumeric(type) ? 1 : Infinity;
  if (parameter === "BIGINT" || parameter === "HUGEINT") {
    return type === "BIGINT" || type === "NUMBER" ? 1 : Infinity;
  }
  if (parameter === "TIMESTAMP" && type === "DATE") return 1;
  if (parameter === "VARCHAR" && type === "JSON") return 1;
  if (parameter === "JSON" && type === "VARCHAR") return 1;
  return Infinity;
}

function sharedArguments(
  signature: Signature,
  args: readonly Checked[],
): Checked[] {
  return args.filter((_, at) => {
    const parameter = parameterAt(signature, at);
    return parameter === "NUMERIC" || parameter === "VALUE";
  });
}

/** The one type that arguments are brought to: texts of the user's follow the others. */
function sharedType(
  args: readonly Checked[],
  compares: boolean,
): FieldType | null {
  const fixed = args.filter((arg) =>
    !(arg.kind === "constant" && arg.adapts) && arg.type !== "NULL" &&
    arg.type !== "ANY"
  );
  const join = compares ? comparedType : commonType;
  let type: FieldType = "NULL";
  for (const arg of fixed) {
    const joined = join(type, arg.type);
    if (joined === null) return null;
    type = joined;
  }
  const open = args.some((arg) => arg.type === "ANY");
  // An undeclared field may hold any number, whatever number stands beside it.
  if (open && type === "BIGINT") return "NUMBER";
  if (type !== "NULL") return type;
  if (args.some((arg) => arg.kind === "constant" && arg.adapts)) {
    return "VARCHAR";
  }
  return open ? "ANY" : "NULL";
}

function unify(
  signature: Signature,
  args: readonly Checked[],
  compares: boolean,
): FieldType {
  const shared = sharedArguments(signature, args);
  const type = sharedType(shared, compares) ?? "NULL";
  const numeric = signature.parameters.includes("NUMERIC");
  if (!numeric) return type;
  if (type === "ANY") return "NUMBER";
  if (type === "NULL") return "BIGINT";
  // Only texts of the user's: they are read as what they say.
  return type === "VARCHAR" ? "DOUBLE" : type;
}

function bring(
  checking: Checking,
  arg: Checked,
  parameter: ParameterType,
  unified: FieldType,
  words: CallWords,
): Checked {
  if (parameter === "EACH") return arg;
  if (parameter === "TEXT") {
    if (arg.type === "VARCHAR") return arg;
    return coerce(checking, arg, "VARCHAR", words.reason) ??
      convert(arg, "VARCHAR");
  }
  const type = parameter === "NUMERIC" || parameter === "VALUE"
    ? unified
    : parameter;
  const brought = coerce(checking, arg, type, words.reason);
  if (brought !== null) return brought;
  // A text that is compared with a number is read as one, and may fail.
  if (words.compares && arg.type === "VARCHAR") return convert(arg, type);
  return convert(arg, type);
}

function misfit(
  checking: Checking,
  entry: FunctionEntry,
  args: readonly Checked[],
  span: Span,
  words: CallWords,
): Error {
  if (entry.chapter === "operators") {
    return operatorMisfit(checking, args, span, words);
  }
  const counted = entry.signatures.filter((each) => takes(each, args.length));
  if (counted.length === 0) {
    return checkFault(
      checking,
      span,
      "arguments",
      `${words.label} is called with ${args.length} argument${
        args.length === 1 ? "" : "s"
      }`,
      `Call it as ${entry.usage}`,
    );
  }
  for (const [at, arg] of args.entries()) {
    const wanted = counted.map((each) => parameterAt(each, at));
    if (wanted.some((each) => argumentCost(each, arg) < Infinity)) continue;
    const names = [...new Set(wanted.map(parameterText))];
    const textWanted = names.includes("VARCHAR");
    const text = spanText(checking, arg.span);
    return checkFault(
      checking,
      arg.span,
      "argument-type",
      `${words.label} wants ${listed(names)} here, and this is ${
        typeText(arg.type)
      }`,
      textWanted
        ? `Write CAST(${text} AS VARCHAR)`
        : arg.type === "VARCHAR" && castable(names)
        ? `Write CAST(${text} AS ${castable(names)})`
        : `Call it as ${entry.usage}`,
    );
  }
  return checkFault(
    checking,
    span,
    "argument-type",
    `${words.label} cannot be called with ${
      listed(args.map((arg) => typeText(arg.type)), "and")
    } together`,
    `Call it as ${entry.usage}`,
  );
}

function castable(names: readonly string[]): string | null {
  return names.find((name) =>
    ["BIGINT", "DOUBLE", "TIMESTAMP", "DATE"].includes(name)
  ) ??
    (names.includes("a number") ? "DOUBLE" : null);
}

function parameterText(parameter: ParameterType): string {
  return parameter === "NUMERIC" || parameter === "NUMBER"
    ? "a number"
    : parameter;
}

function operatorMisfit(
  checking: Checking,
  args: readonly Checked[],
  span: Span,
  words: CallWords,
): Error {
  const [left, right] = args;
  const types = listed(args.map((arg) => typeText(arg.type)), "and");
  const what = words.compares
    ? `${types} cannot be compared`
    : right === undefined
    ? `${words.label} cannot be applied to ${types}`
    : `${words.label} cannot join ${types}`;
  const text = args.find((arg) => arg.type === "VARCHAR");
  const other = text === left ? right : left;
  const to = other !== undefined && isNumeric(other.type)
    ? "DOUBLE"
    : other?.type ?? "DOUBLE";
  const mend = text === undefined
    ? "Cast one side to the type of the other: CAST(... AS VARCHAR)"
    : `Write CAST(${spanText(checking, text.span)} AS ${to})`;
  return checkFault(checking, span, "operator-type", what, mend);
}
