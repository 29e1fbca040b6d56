import { assert, assertEquals, assertThrows } from "@std/assert";
import { Fault, type FieldType } from "../../lib/core/mod.ts";
import {
  checkCondition,
  checkValue,
  type ParameterValue,
  parameterValue,
  type Scope,
} from "../../lib/sql/mod.ts";

const TYPES: Readonly<Record<string, FieldType>> = {
  status: "BIGINT",
  ms: "DOUBLE",
  path: "VARCHAR",
  ok: "BOOLEAN",
  at: "TIMESTAMP",
  day: "DATE",
  n: "NUMBER",
};
/** Fields of which names and types are known, as of CSV with --types. */
const CLOSED: Scope = {
  resolve(path) {
    const type = TYPES[String(path[0])];
    return type === undefined ? null : { type, known: true };
  },
  names: () => Object.keys(TYPES),
};
/** Fields of which nothing is known, as of NDJSON. */
const OPEN: Scope = {
  resolve: () => ({ type: "ANY", known: false }),
  names: () => [],
};

const source = (text: string) => ({ text, source: "filter expression" });
const typeOf = (text: string, scope = CLOSED) =>
  checkValue(source(text), scope).node.type;
const usesOf = (text: string) =>
  checkValue(source(text), OPEN).uses
    .map(({ path, type }) => `${path.join(".")} ${type}`);
const faultOf = (text: string, scope = CLOSED) =>
  assertThrows(() => checkCondition(source(text), scope), Fault);

Deno.test("checkValue() fixes types as DuckDB does", () => {
  const cases: Readonly<Record<string, FieldType>> = {
    "status + 1": "BIGINT",
    "status / 2": "DOUBLE",
    "status // 2": "BIGINT",
    "status + 1.5": "DOUBLE",
    "n + 1": "NUMBER",
    "n + 1.5": "DOUBLE",
    "at + INTERVAL 5 MINUTE": "TIMESTAMP",
    "day + INTERVAL 1 DAY": "TIMESTAMP",
    "day + 1": "DATE",
    "at - at": "INTERVAL",
    "day - day": "BIGINT",
    "date_trunc('hour', at)": "TIMESTAMP",
    "date_trunc('month', at)": "DATE",
    "date_part('epoch', at)": "DOUBLE",
    "path || 1": "VARCHAR",
    "coalesce(status, ms)": "DOUBLE",
    "coalesce(ok, status)": "BIGINT",
    "CASE WHEN ok THEN day ELSE at END": "TIMESTAMP",
    "status IN (1, 2)": "BOOLEAN",
    "now()": "TIMESTAMP",
    "current_date": "DATE",
    "CAST(path AS INTEGER)": "BIGINT",
    "99999999999999999999": "HUGEINT",
    "greatest(status, n)": "NUMBER",
    "NULL": "NULL",
    "floor(status)": "DOUBLE",
    "round(n)": "NUMBER",
    "if(ok, '5', status)": "BIGINT",
  };
  for (const [text, type] of Object.entries(cases)) {
    assertEquals(typeOf(text), type, text);
  }
});

Deno.test("the use of an undeclared field decides how it is read", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "a >= 500": ["a NUMBER"],
    "a + b": ["a NUMBER", "b NUMBER"],
    "a = 'x'": ["a VARCHAR"],
    "a > 1.5": ["a NUMBER"],
    "lower(a)": ["a VARCHAR"],
    "a LIKE 'x%'": ["a VARCHAR"],
    "date_trunc('minute', a)": ["a TIMESTAMP"],
    "a > TIMESTAMP '2024-01-01'": ["a TIMESTAMP"],
    "a + INTERVAL 1 HOUR": ["a TIMESTAMP"],
    "a AND NOT b": ["a BOOLEAN", "b BOOLEAN"],
    "a = b": [],
    "a IS NULL": [],
    "coalesce(a, b) > 5": ["a NUMBER", "b NUMBER"],
    "a IN ('x', 'y')": ["a VARCHAR"],
    "a.b[1] * 2": ["a.b.1 NUMBER"],
    "a || b": ["a VARCHAR", "b VARCHAR"],
    "sqrt(a)": ["a NUMBER"],
    "substr(a, b)": ["a VARCHAR", "b NUMBER"],
    "CAST(a AS BIGINT)": [],
    "CASE a WHEN 'x' THEN b ELSE 'y' END": ["a VARCHAR", "b VARCHAR"],
    "greatest(a, b) = 'x'": ["a VARCHAR", "b VARCHAR"],
  };
  for (const [text, uses] of Object.entries(cases)) {
    assertEquals(usesOf(text), uses, text);
  }
});

Deno.test("a use says why, and where the field stands", () => {
  const [use] = checkValue(source("1 < ms"), OPEN).uses;
  assertEquals(use?.reason, "compared with a number");
  assertEquals(use?.span, { start: 4, end: 6 });
});

Deno.test("a checked tree is plain data", () => {
  const { node } = checkValue(
    source(
      "CASE WHEN status = 9223372036854775807 THEN at + INTERVAL 1 DAY END",
    ),
    CLOSED,
  );
  assertEquals(structuredClone(node), node);
});

Deno.test("a text beside another type is read as it, or refused before the first row", () => {
  assertEquals(typeOf("at > '2024-01-31'"), "BOOLEAN");
  assertEquals(faultOf("status = 'abc'").code, "sql/literal");
  assertEquals(faultOf("at > 'yesterday'").code, "sql/literal");
  assertEquals(faultOf("at = DATE '2024-02-30'").code, "sql/literal");
  assertEquals(faultOf("path LIKE 'a!' ESCAPE '!'").code, "sql/argument");
});

Deno.test("a parameter is one typed value", () => {
  const parameters: Record<string, ParameterValue> = {
    MIN: 500,
    LEVEL: "it's",
    ON: true,
    NONE: null,
  };
  const check = (text: string) =>
    checkCondition(source(text), CLOSED, { parameters }).node;
  assertEquals(check("status >= $MIN").type, "BOOLEAN");
  assertEquals(check("path = $LEVEL").type, "BOOLEAN");
  assertEquals(check("ok = ${ON}").type, "BOOLEAN");
  assertEquals(check("status > ${LIMIT:-400}").type, "BOOLEAN");
  assertEquals(check("status = $NONE").type, "BOOLEAN");
  const fault = assertThrows(() => check("status > $MN"), Fault);
  assertEquals(fault.mend, "Write $MIN, or pass --param MN=VALUE");
  const texts = [
    "500",
    "-1",
    "007",
    "1.5",
    "2.0",
    "true",
    "null",
    "5xx",
    "99999999999999999999",
    String(2n ** 127n - 1n),
    String(2n ** 127n),
    "-123456789012345678901234567890123456789012",
  ];
  assertEquals(texts.map(parameterValue), [
    500,
    -1,
    "007",
    1.5,
    "2.0",
    true,
    null,
    "5xx",
    99999999999999999999n,
    2n ** 127n - 1n,
    String(2n ** 127n),
    "-123456789012345678901234567890123456789012",
  ]);
});

Deno.test("double quotes around a text are found out, with the text to write instead", () => {
  for (const scope of [CLOSED, OPEN]) {
    const fault = faultOf('path == "error"', scope);
    assert(fault.message.includes("double quotes name a field"));
    assert(
      fault.mend?.includes(`filter "path == 'error'"`),
      String(fault.mend),
    );
    assertEquals(fault.place?.column, 9);
    assertEquals(fault.place?.caretLength, 7);
  }
  assertEquals(typeOf('"odd name" = 1', OPEN), "BOOLEAN");
});

Deno.test("a condition that is no truth value is refused, with the comparison to write", () => {
  const cases: Readonly<Record<string, string>> = {
    status: "Compare it: status <> 0",
    path: "Compare it: path = 'text', or path IS NOT NULL",
    at: "Compare it: at >= '2024-01-31'",
    "status = 500 OR 502":
      "Write a whole comparison on each side of AND and OR, or x IN (a, b)",
    "ok AND status + 1": "Compare it: status + 1 <> 0",
  };
  for (const [text, mend] of Object.entries(cases)) {
    const fault = faultOf(text);
    assertEquals([fault.code, fault.mend], ["sql/no-truth-value", mend]);
  }
});

Deno.test("what is not there gets the nearest name", () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    "stats > 5": ["sql/unknown-field", "Did you mean status?"],
    "lowr(path) = 'a'": ["sql/unknown-function", "Did you mean lower?"],
    "CAST(path AS BIGNT) > 1": ["sql/type", "Did you mean BIGINT?"],
    "date_trunc('minut', at) = at": ["sql/argument", "Write 'minute'"],
  };
  for (const [text, [code, mend]] of Object.entries(cases)) {
    const fault = faultOf(text);
    assertEquals([fault.code, fault.mend], [code, mend]);
  }
});

Deno.test("wrong calls say how the function is called", () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    "substr(path) = 'a'": [
      "sql/arguments",
      "Call it as substr(text, start [, length])",
    ],
    "lower(status) = 'a'": [
      "sql/argument-type",
      "Write CAST(status AS VARCHAR)",
    ],
    "abs(path) = 1": ["sql/argument-type", "Write CAST(path AS DOUBLE)"],
    "path + 1 = 2": ["sql/operator-type", "Write CAST(path AS DOUBLE)"],
    "count(*) > 5": [
      "sql/aggregate",
      "Use it in the stage `agg`, as in: agg 'count(*) AS n'",
    ],
    "regexp_matches(path, '(?=a)')": [
      "sql/argument",
      "Use two conditions: regexp_matches(...) AND NOT regexp_matches(...)",
    ],
    "CAST(path AS DECIMAL(5,2)) > 1": [
      "sql/type",
      "Write DOUBLE, or round(x, digits)",
    ],
  };
  for (const [text, [code, mend]] of Object.entries(cases)) {
    const fault = faultOf(text);
    assertEquals([fault.code, fault.mend], [code, mend], text);
  }
});

Deno.test("AND and OR of thousands of conditions are checked", () => {
  const text = Array.from({ length: 5000 }, (_, at) => `status = ${at}`).join(
    " OR ",
  );
  assertEquals(checkCondition(source(text), CLOSED).node.kind, "or");
});
