import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Fault } from "../../lib/core/mod.ts";
import {
  type Expression,
  parseAssignments,
  parseExpression,
  parseItems,
  parseNames,
  parseOrder,
  parseRenames,
  parseSelectList,
} from "../../lib/sql/mod.ts";
import { writtenParts } from "../../lib/sql/walk.ts";

const source = (text: string) => ({ text, source: "test" });

/** An expression with a parenthesis around each operation, to see what binds to what. */
function shape(node: Expression): string {
  switch (node.kind) {
    case "number":
      return node.digits;
    case "text":
      return `'${node.value}'`;
    case "constant":
      return String(node.value);
    case "name":
      return node.path.join(".");
    case "parameter":
      return `$${node.name}`;
    case "unary":
      return `(${node.operator} ${shape(node.operand)})`;
    case "binary":
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
    default: {
      const negated = "negated" in node && node.negated ? "not " : "";
      const parts = writtenParts(node).map(shape).join(" ");
      return `(${negated}${node.kind} ${parts})`;
    }
  }
}

const parsed = (text: string) => shape(parseExpression(source(text)));

function faultOf(run: () => unknown): Fault {
  return assertThrows(run, Fault);
}

Deno.test("parseExpression() binds operators as DuckDB does", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["a OR b AND NOT c", "(a or (b and (not c)))"],
    ["NOT a = b", "(not (a = b))"],
    ["a + b * c - d", "((a + (b * c)) - d)"],
    ["-a ** 2", "((- a) ** 2)"],
    ["-a::INT", "(- (cast a))"],
    ["a || b = c || d", "((a || b) = (c || d))"],
    // Not a slip: DuckDB's grammar has == beside ||.
    ["a || b == c || d", "(((a || b) = c) || d)"],
    ["a = b IS NULL", "(is (a = b))"],
    ["a IS NOT NULL AND b", "((not is a) and b)"],
    ["a BETWEEN 1 AND 2 AND b", "((between a 1 2) and b)"],
    ["a NOT IN (1, 2) OR b", "((not in a 1 2) or b)"],
    ["a + 1 LIKE b || 'x'", "(like (a + 1) (b || 'x'))"],
    ["a NOT ILIKE 'x' ESCAPE '!'", "(not like a 'x' '!')"],
    ["a IS DISTINCT FROM b + 1", "(a is distinct from (b + 1))"],
    ["a ->> 'k' = 'v'", "((a ->> 'k') = 'v')"],
    ["a // b % c", "((a // b) % c)"],
    ["CASE WHEN a THEN b ELSE c END", "(case a b c)"],
    ["CASE a WHEN 1 THEN b END", "(case a 1 b)"],
    ["x IN (1,)", "(in x 1)"],
    ["a ISNULL", "(is a)"],
  ];
  for (const [text, wanted] of cases) assertEquals(parsed(text), wanted, text);
});

Deno.test("parseExpression() reads ways into nested values", () => {
  const node = parseExpression(
    source(`request.headers['user agent'][2]."x y"`),
  );
  assert(node.kind === "name");
  assertEquals(node.path, ["request", "headers", "user agent", 2, "x y"]);
  assertEquals(faultOf(() => parsed("a[0]")).code, "sql/subscript");
  assertEquals(faultOf(() => parsed("lower(a)[1]")).code, "sql/subscript");
});

Deno.test("parseExpression() reads calls whose arguments are joined by words", () => {
  const call = (text: string) => {
    const node = parseExpression(source(text));
    assert(node.kind === "call");
    return [node.name, ...node.arguments.map(shape)];
  };
  assertEquals(call("extract(hour FROM t)"), ["extract", "'hour'", "t"]);
  assertEquals(call("position('a' IN s)"), ["position", "s", "'a'"]);
  assertEquals(call("substring(s FROM 2 FOR 3)"), ["substring", "s", "2", "3"]);
  assertEquals(call("trim(LEADING 'x' FROM s)"), ["ltrim", "s", "'x'"]);
  assertEquals(call("trim(BOTH FROM s)"), ["trim", "s"]);
  assertEquals(call("current_date"), ["current_date"]);
  assertEquals(call("left(s, 1)"), ["left", "s", "1"]);
});

Deno.test("parseExpression() reads FILTER with and without WHERE", () => {
  for (
    const text of ["count(*) FILTER (WHERE a > 1)", "count(*) FILTER (a > 1)"]
  ) {
    const node = parseExpression(source(text));
    assert(node.kind === "call" && node.star && node.filter !== null);
    assertEquals(shape(node.filter), "(a > 1)");
  }
  const distinct = parseExpression(source("count(DISTINCT a)"));
  assert(distinct.kind === "call" && distinct.distinct);
});

Deno.test("every node covers its own text", () => {
  const text =
    "lower(a . b) = 'x' AND NOT (c + 1) BETWEEN 2 AND -3 OR d::BIGINT IN (1, 2)";
  const check = (node: Expression): void => {
    const covered = text.slice(node.span.start, node.span.end);
    assertEquals(shape(parseExpression(source(covered))), shape(node));
    writtenParts(node).forEach(check);
  };
  check(parseExpression(source(text)));
});

Deno.test("parseExpression() never fails otherwise than by a Fault with a place", () => {
  const word = fc.constantFrom(
    ...`a "b c" 'x' 1 .5 ( ) , + - * / = == <> AND OR NOT IN LIKE BETWEEN IS NULL CASE WHEN THEN ELSE END CAST AS INT :: [ ] . $P INTERVAL MINUTE lower( count(*) FILTER ( WHERE DISTINCT`
      .split(" "),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (list) => {
      try {
        parseExpression(source(list.join(" ")));
      } catch (error) {
        assert(error instanceof Fault && error.place !== null, String(error));
      }
    }),
    { numRuns: 3000, seed: 3 },
  );
});

Deno.test("parseExpression() takes long chains and refuses deep nesting", () => {
  const chain = Array.from({ length: 3000 }, (_, at) => `a = ${at}`).join(
    " OR ",
  );
  assertEquals(parseExpression(source(chain)).kind, "binary");
  const deep = "(".repeat(5000) + "a" + ")".repeat(5000);
  assertEquals(faultOf(() => parsed(deep)).code, "sql/too-deep");
});

Deno.test("parseExpression() says what another language's operator is here", () => {
  for (
    const text of [
      "a && b",
      "a ~ 'x'",
      "!a",
      "a => 5",
      "a & 1",
      "a SIMILAR TO 'x'",
      "a AT TIME ZONE 'x'",
      "a COLLATE de",
    ]
  ) {
    const fault = faultOf(() => parsed(text));
    assertEquals(fault.code, "sql/operator", text);
    assert(fault.mend !== null, text);
  }
  for (const text of ["(SELECT 1)", "EXISTS (SELECT 1)"]) {
    assertEquals(faultOf(() => parsed(text)).code, "sql/subquery");
  }
  assertEquals(faultOf(() => parsed("a < b < c")).code, "sql/chained");
  assertEquals(faultOf(() => parsed("end > 5")).code, "sql/reserved");
  assertEquals(faultOf(() => parsed("a = 1, b = 2")).code, "sql/list");
  assertEquals(
    faultOf(() => parsed("sum(a) OVER ()")).code,
    "sql/window-function",
  );
  assertEquals(
    faultOf(() => parsed("list(a ORDER BY b)")).code,
    "sql/aggregate-order",
  );
});

Deno.test("parseSelectList() names columns as DuckDB does", () => {
  const names = parseSelectList(
    source("a.b, c + 1 AS d, lower(E), *, x y, count(*)"),
  )
    .map((item) => "star" in item ? "*" : item.name);
  assertEquals(names, ["b", "d", "lower(E)", "*", "y", "count_star()"]);
  const star = parseSelectList(source('* EXCLUDE (a, "b c")'))[0];
  assert(star !== undefined && "star" in star);
  assertEquals(star.exclude, ["a", "b c"]);
});

Deno.test("lists are read to their end", () => {
  assertEquals(
    parseAssignments(source("c = a = b, d = lower(e)")).map((
      { name, expression },
    ) => [name, shape(expression)]),
    [["c", "(a = b)"], ["d", "(call e)"]],
  );
  assertEquals(
    parseRenames(source('a.b AS c, "odd name" AS plain')).map((
      { from, to },
    ) => [from.path.join("."), to]),
    [["a.b", "c"], ["odd name", "plain"]],
  );
  assertEquals(
    parseNames(source('a, b.c, "d e"')).map(({ path }) => path.join(".")),
    ["a", "b.c", "d e"],
  );
  assertEquals(
    parseOrder(source("n DESC, host NULLS FIRST, x ASC")).map((
      { descending, nullsFirst },
    ) => [descending, nullsFirst]),
    [[true, false], [false, true], [false, false]],
  );
  assertEquals(
    parseItems(source("count(*) AS n, p99(ms)")).map(({ named }) => named),
    [true, false],
  );
  for (
    const run of [
      () => parseNames(source("a b")),
      () => parseAssignments(source("a == 1")),
      () => parseRenames(source("a b")),
      () => parseSelectList(source("")),
    ]
  ) faultOf(run);
});
