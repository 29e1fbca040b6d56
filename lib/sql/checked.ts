import type { FieldType } from "../core/mod.ts";
import type { PathParts } from "./ast.ts";
import type { Span } from "./lex.ts";
import type { CastTarget } from "./types.ts";
import type { Scalar } from "./values.ts";

/** What every node of a checked tree has. */
export interface Base {
  /** The type of its value. */
  readonly type: FieldType;
  /** Where it stands in the text. */
  readonly span: Span;
}

/** A value that the text itself gives. */
export interface Constant extends Base {
  /** What it is. */
  readonly kind: "constant";
  /** Its value. */
  readonly value: Scalar;
  /** Whether it is a text that takes the type of what it stands beside, as `'2024-01-01'` does. */
  readonly adapts: boolean;
}
/** A field, and the type that its use asks it to be read as. */
export interface FieldUse extends Base {
  /** What it is. */
  readonly kind: "field";
  /** The way to the field. */
  readonly path: PathParts;
  /** The type that the scope gives; `ANY` where nothing is declared. */
  readonly declared: FieldType;
}
/** The result of an aggregate, in the expression over results. */
export interface Slot extends Base {
  /** What it is. */
  readonly kind: "slot";
  /** Which of the aggregates, or of the groups. */
  readonly index: number;
  /** What it is a result of. */
  readonly of: "aggregate" | "group";
}
/** The moment that the Clock says (T8). */
export interface Now extends Base {
  /** What it is. */
  readonly kind: "now";
}
/** A function or operator. NULL in, NULL out, unless the function says otherwise. */
export interface Call extends Base {
  /** What it is. */
  readonly kind: "call";
  /** The function's own name, never an alias. */
  readonly name: string;
  /** Which of its signatures. */
  readonly signature: number;
  /** What it is applied to. */
  readonly args: readonly Checked[];
}
/** A chain of AND or OR; each of the parts is evaluated, so that a failure never depends on their order. */
export interface Logic extends Base {
  /** What it is. */
  readonly kind: "and" | "or";
  /** What it is applied to. */
  readonly args: readonly Checked[];
}
/** `operand IN (list)`. */
export interface Membership extends Base {
  /** What it is. */
  readonly kind: "in";
  /** What it is applied to. */
  readonly operand: Checked;
  /** What is in the list. */
  readonly list: readonly Checked[];
}
/** `CASE`: only the branch that is taken is evaluated. */
export interface Choice extends Base {
  /** What it is. */
  readonly kind: "case";
  /** The branches, in order. */
  readonly branches: readonly {
    /** The condition, or what the operand is compared with. */
    readonly when: Checked;
    /** The result. */
    readonly then: Checked;
  }[];
  /** The result where no branch is taken; `null` for NULL. */
  readonly otherwise: Checked;
}
/** `coalesce`: evaluated up to the first that is not NULL. */
export interface FirstOf extends Base {
  /** What it is. */
  readonly kind: "coalesce";
  /** What it is applied to. */
  readonly args: readonly Checked[];
}
/** A cast, written or implied. */
export interface Conversion extends Base {
  /** What it is. */
  readonly kind: "cast";
  /** What it is applied to. */
  readonly operand: Checked;
  /** What it is cast to. */
  readonly target: CastTarget;
  /** Whether a failure is NULL and not counted. */
  readonly trying: boolean;
  /** Whether the user wrote it. */
  readonly written: boolean;
}

/**
 * An expression whose names are looked up and whose types are fixed: plain
 * data that survives `structuredClone`.
 */
export type Checked =
  | Constant
  | FieldUse
  | Slot
  | Now
  | Call
  | Logic
  | Membership
  | Choice
  | FirstOf
  | Conversion;

/** The parts of a node, in the order they are written. */
export function partsOf(node: Checked): readonly Checked[] {
  switch (node.kind) {
    case "constant":
    case "field":
    case "slot":
    case "now":
      return [];
    case "call":
    case "and":
    case "or":
    case "coalesce":
      return node.args;
    case "in":
      return [node.operand, ...node.list];
    case "case":
      return [
        ...node.branches.flatMap(({ when, then }) => [when, then]),
        node.otherwise,
      ];
    case "cast":
      return [node.operand];
  }
}

/** The same node with each of its parts replaced. */
export function mapParts(
  node: Checked,
  replace: (part: Checked) => Checked,
): Checked {
  switch (node.kind) {
    case "constant":
    case "field":
    case "slot":
    case "now":
      return node;
    case "call":
    case "and":
    case "or":
    case "coalesce":
      return { ...node, args: node.args.map(replace) };
    case "in":
      return {
        ...node,
        operand: replace(node.operand),
        list: node.list.map(replace),
      };
    case "case":
      return {
        ...node,
        branches: node.branches.map(({ when, then }) => ({
          when: replace(when),
          then: replace(then),
        })),
        otherwise: replace(node.otherwise),
      };
    case "cast":
      return { ...node, operand: replace(node.operand) };
  }
}

/** All fields that an expression names, each use of its own. */
export function fieldsOf(node: Checked): FieldUse[] {
  if (node.kind === "field") return [node];
  return partsOf(node).flatMap(fieldsOf);
}
