import type { FieldType } from "../core/mod.ts";
import type {
  Call,
  Checked,
  Choice,
  Constant,
  Conversion,
} from "../sql/mod.ts";
import type { Asked, Judgement } from "./construct.ts";
import { refusal } from "./refusal.ts";
import { type Counterpart, isCounterpart } from "./rules.ts";

/**
 * Where a constant stands:
 *
 * - `compared`: beside a value of its own type, which tells the type
 * - `branch`: what a CASE or COALESCE gives, whose type it must have
 * - `alone`: where nothing beside it tells the type, and others follow it
 * - `argument`: anywhere else
 */
export type ConstantPlace = "compared" | "branch" | "alone" | "argument";

/** How expressions are written for a target. */
export interface Dialect {
  /** What it is called. */
  readonly target: string;
  /** Its function for the first value that is there. */
  readonly coalesce: string;
  /** A column of the query that the expression stands in. */
  column(name: string): string;
  /** A constant; `type` is that of the branch, else its own. */
  constant(node: Constant, place: ConstantPlace, type: FieldType): string;
  /** What it has for a function or an operator. */
  call(asked: Asked): Counterpart | Judgement;
  /** What it has for a cast to another type. */
  cast(from: FieldType, to: FieldType): Counterpart | Judgement;
}

/**
 * Expressions in the SQL of a target. Brackets stand where operators meet, and
 * nowhere else.
 *
 * All throw a {@linkcode Fault} where something in the expression has no
 * counterpart: what the judgement of it says.
 */
export class ExpressionWriter {
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** An expression that stands between commas or words. */
  whole(node: Checked): string {
    return this.#write(node).text;
  }

  /** An expression that stands beside operators. */
  operand(node: Checked): string {
    return tight(this.#write(node));
  }

  /** A condition beside others: AND and OR stand in brackets, comparisons need none. */
  condition(node: Checked): string {
    return node.kind === "and" || node.kind === "or"
      ? this.operand(node)
      : this.whole(node);
  }

  #write(node: Checked): Written {
    switch (node.kind) {
      case "constant":
        return closed(this.#dialect.constant(node, "argument", node.type));
      case "field":
        return closed(this.#dialect.column(String(node.path[0])));
      case "and":
      case "or":
        return loose(
          node.args.map((arg) => this.condition(arg))
            .join(` ${node.kind.toUpperCase()} `),
        );
      case "in":
        return loose(
          `${tight(this.#placed(node.operand, "alone"))} IN (${
            node.list.map((one) => this.#placed(one, "compared").text)
              .join(", ")
          })`,
        );
      case "case":
        return closed(this.#case(node));
      case "coalesce":
        return closed(
          `${this.#dialect.coalesce}(${
            node.args.map((arg) => this.#branch(arg, node.type)).join(", ")
          })`,
        );
      case "cast":
        return this.#cast(node);
      case "call":
        return this.#call(node);
      case "now":
        return this.#asked(
          { name: "now", types: [], result: node.type, constants: [] },
          [],
        );
      case "slot":
        throw new TypeError(
          "Cannot print an expression over aggregates that are not columns yet",
        );
    }
  }

  #placed(node: Checked, place: ConstantPlace, type = node.type): Written {
    return node.kind === "constant"
      ? closed(this.#dialect.constant(node, place, type))
      : this.#write(node);
  }

  /** What a CASE or COALESCE gives. */
  #branch(node: Checked, type: FieldType): string {
    return this.#placed(node, "branch", type).text;
  }

  #case({ branches, otherwise, type }: Choice): string {
    const ways = branches.map(({ when, then }) =>
      `WHEN ${this.whole(when)} THEN ${this.#branch(then, type)}`
    );
    if (otherwise.kind !== "constant" || otherwise.value !== null) {
      ways.push(`ELSE ${this.#placed(otherwise, "compared").text}`);
    }
    return `CASE ${ways.join(" ")} END`;
  }

  #cast({ operand, type, target }: Conversion): Written {
    const found = this.#dialect.cast(operand.type, type);
    if (!isCounterpart(found)) {
      throw refusal(`CAST AS ${target.name}`, this.#dialect.target, found);
    }
    const before = this.#write(operand);
    const written = operand.type === type ? before : applied(found, [before]);
    if (target.range === null) return written;
    const value = tight(written);
    const [least, greatest] = target.range;
    return closed(
      `CASE WHEN ${value} BETWEEN ${least} AND ${greatest} THEN ${value} END`,
    );
  }

  #call({ name, args, type }: Call): Written {
    const place = COMPARISONS.has(name) ? "compared" : "argument";
    return this.#asked(
      {
        name,
        types: args.map((arg) => arg.type),
        result: type,
        constants: args.map((arg) =>
          arg.kind === "constant" ? arg.value : undefined
        ),
      },
      args.map((arg) => this.#placed(arg, place)),
    );
  }

  #asked(asked: Asked, args: readonly Written[]): Written {
    const found = this.#dialect.call(asked);
    if (!isCounterpart(found)) {
      throw refusal(asked.name, this.#dialect.target, found);
    }
    return applied(found, args);
  }
}

/** Text, and whether operators stand on its outside. */
interface Written {
  readonly text: string;
  readonly loose: boolean;
}

const COMPARISONS: ReadonlySet<string> = new Set(
  ["=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"],
);

function closed(text: string): Written {
  return { text, loose: false };
}

function loose(text: string): Written {
  return { text, loose: true };
}

function tight({ text, loose }: Written): string {
  return loose ? `(${text})` : text;
}

function applied(
  { sql, loose, tight: isTight }: Counterpart,
  args: readonly Written[],
): Written {
  return {
    text: sql(...args.map((arg) => isTight ? tight(arg) : arg.text)),
    loose,
  };
}
