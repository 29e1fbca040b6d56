import { assert, assertEquals } from "@std/assert";
import { loadModule, parseSync } from "libpg-query";
import { Fault } from "../../lib/core/mod.ts";
import { type Expression, parseExpression } from "../../lib/sql/mod.ts";
import { writtenParts } from "../../lib/sql/walk.ts";
import { type Random, seeded } from "./differential/generate.ts";

// PostgreSQL's own grammar, from which DuckDB's grew, as a second opinion: on
// what is an expression, and on what binds to what. Left out of the texts is
// what the two do differently on purpose: ==, //, **, $ and FILTER.

type PgNode = Readonly<Record<string, PgFields>>;
interface PgFields {
  readonly [name: string]: unknown;
}

/** A tree of either side as text. */
type Shape = string;

function pgShape(node: unknown): Shape {
  const [kind, fields] = Object.entries(node as PgNode)[0]!;
  const list = (name: string) => (fields[name] as unknown[] ?? []).map(pgShape);
  const one = (name: string) => pgShape(fields[name]);
  switch (kind) {
    case "A_Const": {
      if (fields.isnull === true) return "null";
      const [type, value] = Object.entries(fields)
        .find(([name]) => name.endsWith("val"))!;
      const inner = (value as PgFields)[type];
      if (type === "sval") return `'${inner ?? ""}'`;
      if (type === "boolval") return String(inner ?? false);
      return number(String(inner ?? 0));
    }
    case "ColumnRef":
      return list("fields").join(".");
    case "String":
      return String(fields.sval);
    case "BoolExpr": {
      const name = String(fields.boolop).replace("_EXPR", "").toLowerCase();
      return `(${name} ${list("args").join(" ")})`;
    }
    case "NullTest":
      return `(is null ${fields.nulltesttype === "IS_NOT_NULL"} ${one("arg")})`;
    case "BooleanTest": {
      const [, not, value] = /^IS_(NOT_)?(\w+)$/u.exec(
        String(fields.booltesttype),
      )!;
      const wanted = value === "UNKNOWN" ? "null" : value!.toLowerCase();
      return `(is ${wanted} ${not !== undefined} ${one("arg")})`;
    }
    case "TypeCast":
      return `(cast ${one("arg")})`;
    case "CaseExpr": {
      const branches = (fields.args as PgNode[]).flatMap(({ CaseWhen }) => [
        pgShape(CaseWhen!.expr),
        pgShape(CaseWhen!.result),
      ]);
      const first = fields.arg === undefined ? [] : [one("arg")];
      const last = fields.defresult === undefined ? [] : [one("defresult")];
      return `(case ${[...first, ...branches, ...last].join(" ")})`;
    }
    case "CoalesceExpr":
      return `(coalesce ${list("args").join(" ")})`;
    case "FuncCall":
      return `(${list("funcname").at(-1)} ${list("args").join(" ")})`;
    case "A_Expr":
      return pgOperator(fields);
    default:
      return kind;
  }
}

function pgOperator(fields: PgFields): Shape {
  const name = pgShape((fields.name as unknown[]).at(-1));
  const left = fields.lexpr === undefined ? "" : `${pgShape(fields.lexpr)} `;
  const right = fields.rexpr as PgNode;
  const items = (right.List?.items as unknown[] | undefined)?.map(pgShape) ??
    [];
  switch (fields.kind) {
    case "AEXPR_IN":
      return `(in ${name === "<>"} ${left}${items.join(" ")})`;
    case "AEXPR_BETWEEN":
    case "AEXPR_NOT_BETWEEN":
      return `(between ${fields.kind === "AEXPR_NOT_BETWEEN"} ${left}${
        items.join(" ")
      })`;
    case "AEXPR_LIKE":
    case "AEXPR_ILIKE":
      return `(like ${name.startsWith("!")} ${left}${pgShape(right)})`;
    case "AEXPR_DISTINCT":
      return `(is distinct from ${left}${pgShape(right)})`;
    case "AEXPR_NOT_DISTINCT":
      return `(is not distinct from ${left}${pgShape(right)})`;
    default:
      // Any operator may stand in front of its operand there.
      if (left === "" && name !== "-" && name !== "+") return "PrefixOperator";
      return `(${name} ${left}${pgShape(right)})`;
  }
}

function number(digits: string): Shape {
  return String(Number(digits));
}

function ourShape(node: Expression): Shape {
  const parts = writtenParts(node).map(ourShape).join(" ");
  switch (node.kind) {
    case "number":
      return number(node.digits);
    case "text":
      return `'${node.value}'`;
    case "constant":
      return String(node.value);
    case "name":
      return node.path.join(".");
    case "is":
      return `(is ${node.value} ${node.negated} ${parts})`;
    case "unary": {
      // The sign of a number is part of it there.
      return node.operator === "-" && /^-?[\d.e+]+$/u.test(parts)
        ? number(parts.startsWith("-") ? parts.slice(1) : `-${parts}`)
        : `(${node.operator} ${parts})`;
    }
    case "binary": {
      if (node.operator !== "and" && node.operator !== "or") {
        return `(${node.operator} ${parts})`;
      }
      const chain: Shape[] = [];
      let left: Expression = node;
      while (left.kind === "binary" && left.operator === node.operator) {
        chain.unshift(ourShape(left.right));
        left = left.left;
      }
      return `(${[node.operator, ourShape(left), ...chain].join(" ")})`;
    }
    case "in":
    case "between":
    case "like":
      return `(${node.kind} ${node.negated} ${parts})`;
    case "call":
      return `(${node.name} ${parts})`;
    default:
      return `(${node.kind} ${parts})`;
  }
}

const WORDS =
  `a b c.d "e f" 'x' 'it''s' 1 2.5 ( ) ( ) , + - * / % || = <> != < <= > >= AND OR NOT AND OR IN LIKE ILIKE BETWEEN IS NULL
  TRUE FALSE IS NULL CASE WHEN THEN ELSE END ::int lower( coalesce( IN ( NOT NULL`
    .split(/\s+/u);

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

/** Mostly an expression. */
function sentence(random: Random, depth: number): string {
  if (depth === 0) {
    return pick(random, [
      "a",
      "b",
      "c.d",
      '"e f"',
      "'x'",
      "1",
      "2.5",
      "NULL",
      "true",
    ]);
  }
  const part = () => sentence(random, depth - 1 - Math.floor(random() * depth));
  switch (Math.floor(random() * 14)) {
    case 0:
      return `(${part()})`;
    case 1:
      return `NOT ${part()}`;
    case 2:
      return `- ${part()}`;
    case 3:
      return `${part()} IS ${pick(random, ["", "NOT "])}${
        pick(random, ["NULL", "TRUE", "FALSE", "UNKNOWN"])
      }`;
    case 4:
      return `${part()} ${
        pick(random, ["", "NOT "])
      }BETWEEN ${part()} AND ${part()}`;
    case 5:
      return `${part()} ${pick(random, ["", "NOT "])}IN (${part()}, ${part()})`;
    case 6:
      return `${part()} ${pick(random, ["", "NOT "])}${
        pick(random, ["LIKE", "ILIKE"])
      } ${part()}`;
    case 7:
      return `CASE ${
        pick(random, ["", part()])
      } WHEN ${part()} THEN ${part()} ${
        pick(random, ["", `ELSE ${part()}`])
      } END`;
    case 8:
      return `${part()}::int`;
    case 9:
      return `${pick(random, ["lower", "coalesce", "f"])}(${part()})`;
    case 10:
      return `${part()} IS ${
        pick(random, ["", "NOT "])
      }DISTINCT FROM ${part()}`;
    default:
      return `${part()} ${
        pick(random, [
          "AND",
          "OR",
          "=",
          "<>",
          "<",
          ">=",
          "+",
          "-",
          "*",
          "/",
          "%",
          "||",
          "^",
        ])
      } ${part()}`;
  }
}

/** A word put in, taken out or exchanged. */
function broken(random: Random, text: string): string {
  const words = text.split(" ");
  const at = Math.floor(random() * words.length);
  const count = Math.floor(random() * 2);
  words.splice(at, count, ...random() < 0.7 ? [pick(random, WORDS)] : []);
  return words.join(" ");
}

/** What PostgreSQL takes and weir leaves to DuckDB, or the other way round, on purpose. */
function isLeftOut(text: string, pg: string): boolean {
  return pg.includes("RowExpr") || pg.includes("A_ArrayExpr") ||
    pg.includes("A_Indirection") || pg.includes("NamedArgExpr") ||
    pg.includes("PrefixOperator") ||
    // DuckDB lets a comma stand at the end of the list of IN.
    /, *\)/u.test(text) ||
    // A type's name may be longer, a text may follow it, and it may have parameters.
    /::int *(\w|'|"|\()/u.test(text) ||
    // Functions with a table for their argument, and words that are functions in one of the two only.
    /\b(END|THEN|WHEN|ELSE) *\(/iu.test(text) ||
    // The first bound of BETWEEN may be a comparison there, and BETWEEN and ILIKE a name.
    /BETWEEN (?:(?!AND).)*(<|>|=|IS )/u.test(text) ||
    /"sval":"(i?like|between|is)"/u.test(pg) ||
    // A name in front of a text is a typed text to PostgreSQL.
    /[A-Za-z"] *'/u.test(text);
}

Deno.test("weir and PostgreSQL agree on what is an expression, and on what binds to what", async () => {
  await loadModule();
  const random = seeded(23);
  const counts = { both: 0, neither: 0 };
  for (let round = 0; round < 12_000; round++) {
    const whole = sentence(random, 1 + round % 4);
    const text = round % 2 === 0 ? whole : broken(random, whole);
    let pg: string | null = null;
    let pgText: Shape | null = null;
    try {
      // Parenthesised, so that a second word is no alias.
      const statement = parseSync(`SELECT (${text})`) as unknown as {
        stmts: {
          stmt: {
            SelectStmt: { targetList: { ResTarget: { val: unknown } }[] };
          };
        }[];
      };
      const { val } =
        statement.stmts[0]!.stmt.SelectStmt.targetList[0]!.ResTarget;
      pg = JSON.stringify(val);
      pgText = pgShape(val);
    } catch {
      // PostgreSQL refuses it.
    }
    let ours: Shape | null = null;
    try {
      ours = ourShape(parseExpression({ text: `(${text})`, source: "test" }));
    } catch (error) {
      assert(error instanceof Fault);
    }
    if (isLeftOut(text, `${pg} ${pgText}`)) continue;
    assertEquals(ours?.toLowerCase(), pgText?.toLowerCase(), text);
    counts[ours === null ? "neither" : "both"]++;
  }
  assert(counts.both > 5000 && counts.neither > 1500, JSON.stringify(counts));
});
