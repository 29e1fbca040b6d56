import type { SourceText, Span } from "./lex.ts";

/** Names the members of a nested value and, counted from 1, positions in lists. */
export type PathParts = readonly (string | number)[];

/** What a node has whatever it is. */
export interface Node {
  /** Where it stands in the text. */
  readonly span: Span;
}

/** A number as it was written: whole numbers are BIGINT, those with a point or an exponent DOUBLE. */
export interface NumberNode extends Node {
  /** What it is. */
  readonly kind: "number";
  /** Its digits, without `_`. */
  readonly digits: string;
}
/** `'text'`. */
export interface TextNode extends Node {
  /** What it is. */
  readonly kind: "text";
  /** Its value. */
  readonly value: string;
}
/** `TRUE`, `FALSE` or `NULL`. */
export interface WordNode extends Node {
  /** What it is. */
  readonly kind: "constant";
  /** Its value. */
  readonly value: boolean | null;
}
/** `INTERVAL '5 minutes'`, `INTERVAL 5 MINUTE`, `INTERVAL (n) MINUTE`. */
export interface IntervalNode extends Node {
  /** What it is. */
  readonly kind: "interval";
  /** How many units. */
  readonly amount: Expression;
  /** The unit, lower case and singular; `null` where the text itself names it. */
  readonly unit: string | null;
}
/** A field: `status`, `request.path`, `"odd name"`, `tags[1]`. */
export interface NameNode extends Node {
  /** What it is. */
  readonly kind: "name";
  /** The way to the field. */
  readonly path: PathParts;
  /** Whether the first part stood in double quotes. */
  readonly quoted: boolean;
}
/** `$NAME` or `${NAME:-default}`: one typed value that the caller supplies. */
export interface ParameterNode extends Node {
  /** What it is. */
  readonly kind: "parameter";
  /** Its name. */
  readonly name: string;
  /** What follows `:-`; `null` where nothing does. */
  readonly fallback: string | null;
}
/** `-x`, `+x`, `NOT x`. */
export interface UnaryNode extends Node {
  /** What it is. */
  readonly kind: "unary";
  /** The operator. */
  readonly operator: "-" | "+" | "not";
  /** What it is applied to. */
  readonly operand: Expression;
}
/** The operators that stand between two operands. */
export type BinaryOperator =
  | "and"
  | "or"
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "is distinct from"
  | "is not distinct from"
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "^"
  | "**"
  | "||"
  | "->"
  | "->>";
/** Two operands and what stands between them. */
export interface BinaryNode extends Node {
  /** What it is. */
  readonly kind: "binary";
  /** The operator. */
  readonly operator: BinaryOperator;
  /** Where the operator stands. */
  readonly operatorSpan: Span;
  /** What stands to the left. */
  readonly left: Expression;
  /** What stands to the right. */
  readonly right: Expression;
}
/** `x IS [NOT] NULL|TRUE|FALSE|UNKNOWN`. */
export interface IsNode extends Node {
  /** What it is. */
  readonly kind: "is";
  /** What it is applied to. */
  readonly operand: Expression;
  /** Its value. */
  readonly value: boolean | null;
  /** Whether NOT stands before it. */
  readonly negated: boolean;
}
/** `x [NOT] BETWEEN low AND high`. */
export interface BetweenNode extends Node {
  /** What it is. */
  readonly kind: "between";
  /** What it is applied to. */
  readonly operand: Expression;
  /** The lower end. */
  readonly low: Expression;
  /** The upper end. */
  readonly high: Expression;
  /** Whether NOT stands before it. */
  readonly negated: boolean;
}
/** `x [NOT] IN (a, b)`. */
export interface InNode extends Node {
  /** What it is. */
  readonly kind: "in";
  /** What it is applied to. */
  readonly operand: Expression;
  /** What is in the list. */
  readonly list: readonly Expression[];
  /** Whether NOT stands before it. */
  readonly negated: boolean;
}
/** `x [NOT] LIKE|ILIKE pattern [ESCAPE e]`. */
export interface LikeNode extends Node {
  /** What it is. */
  readonly kind: "like";
  /** What it is applied to. */
  readonly operand: Expression;
  /** The pattern. */
  readonly pattern: Expression;
  /** What ESCAPE names; `null` where nothing does. */
  readonly escape: Expression | null;
  /** Whether case does not matter (ILIKE). */
  readonly insensitive: boolean;
  /** Whether NOT stands before it. */
  readonly negated: boolean;
}
/** Both forms of `CASE`. */
export interface CaseNode extends Node {
  /** What it is. */
  readonly kind: "case";
  /** What each WHEN is compared with; `null` where each is a condition. */
  readonly operand: Expression | null;
  /** The branches, in order. */
  readonly branches: readonly {
    /** The condition, or what the operand is compared with. */
    readonly when: Expression;
    /** The result. */
    readonly then: Expression;
  }[];
  /** The result where no branch is taken; `null` for NULL. */
  readonly otherwise: Expression | null;
}
/** `CAST(x AS T)`, `TRY_CAST(x AS T)`, `x::T`, `TIMESTAMP '...'`. */
export interface CastNode extends Node {
  /** What it is. */
  readonly kind: "cast";
  /** What it is applied to. */
  readonly operand: Expression;
  /** The name of the type, upper case. */
  readonly type: string;
  /** Where the name of the type stands. */
  readonly typeSpan: Span;
  /** Whether a failure is NULL and not counted. */
  readonly trying: boolean;
}
/** A function or an aggregate with its arguments. */
export interface CallNode extends Node {
  /** What it is. */
  readonly kind: "call";
  /** The name, lower case. */
  readonly name: string;
  /** Where the name stands. */
  readonly nameSpan: Span;
  /** What it is called with. */
  readonly arguments: readonly Expression[];
  /** `count(*)`. */
  readonly star: boolean;
  /** Whether DISTINCT stands in it. */
  readonly distinct: boolean;
  /** `FILTER (WHERE condition)`; `null` where there is none. */
  readonly filter: Expression | null;
}

/** An expression as it was written, nothing looked up yet. */
export type Expression =
  | NumberNode
  | TextNode
  | WordNode
  | IntervalNode
  | NameNode
  | ParameterNode
  | UnaryNode
  | BinaryNode
  | IsNode
  | BetweenNode
  | InNode
  | LikeNode
  | CaseNode
  | CastNode
  | CallNode;

/** An expression of a list, and what its column is called. */
export interface Item extends Node {
  /** The expression. */
  readonly expression: Expression;
  /** What `AS` names, or the last name of a plain field, or the name that DuckDB would give. */
  readonly name: string;
  /** Whether the user named it. */
  readonly named: boolean;
}

/** `SELECT *`, with what it leaves out. */
export interface StarItem extends Node {
  /** Whether it is a star. */
  readonly star: true;
  /** `* EXCLUDE (a, b)`. */
  readonly exclude: readonly string[];
}

/** `old AS new`. */
export interface Rename extends Node {
  /** The old name. */
  readonly from: NameNode;
  /** The new name. */
  readonly to: string;
}

/** `n DESC NULLS FIRST`. */
export interface OrderItem extends Node {
  /** The expression. */
  readonly expression: Expression;
  /** Whether greater values come first. */
  readonly descending: boolean;
  /** NULLs last, ascending and descending, if the user says nothing (V7). */
  readonly nullsFirst: boolean;
}

/** One `SELECT` over `events`, of the kind that weir can read itself. */
export interface SelectQuery extends Node {
  /** The text that it stands in. */
  readonly source: SourceText;
  /** Whether DISTINCT stands in it. */
  readonly distinct: boolean;
  /** What it selects. */
  readonly items: readonly (Item | StarItem)[];
  /** The condition of WHERE; `null` where there is none. */
  readonly where: Expression | null;
  /** `null` where there is no GROUP BY. */
  readonly groupBy: readonly Expression[] | "all" | null;
  /** The condition of HAVING; `null` where there is none. */
  readonly having: Expression | null;
  /** `null` where there is no ORDER BY. */
  readonly orderBy: readonly OrderItem[] | "all" | null;
  /** How `ORDER BY ALL` is read; nothing where the items say it. */
  readonly orderAll: Omit<OrderItem, "expression" | "span"> | null;
  /** The count of LIMIT; `null` where there is none. */
  readonly limit: number | null;
  /** The count of OFFSET; `null` where there is none. */
  readonly offset: number | null;
}
