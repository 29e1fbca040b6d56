import { assertSame, combined } from "./differential/lists.ts";

Deno.test("rounding is what DuckDB says it is", async () => {
  const values = [
    "0e0",
    "-0e0",
    "0.5e0",
    "-0.5e0",
    "1.5e0",
    "2.5e0",
    "-2.5e0",
    "2.345e0",
    "1.005e0",
    "1234.5678e0",
    "-0.04e0",
    "1e300",
    "1e-300",
    "9007199254740993e0",
    "0.49999999999999994e0",
  ];
  const wholes = ["0", "15", "25", "-15", "149", "-150", "12345678901"].map((
    value,
  ) => `CAST(${value} AS BIGINT)`);
  const digits = ["0", "1", "2", "5", "-1", "-2", "-5", "20", "400", "-400"];
  await assertSame([
    ...combined(["round", "floor", "ceil", "trunc", "abs"], [
      ...values,
      ...wholes,
    ]).map(([name, value]) => `${name}(${value})`),
    ...combined([...values, ...wholes], digits).map(([value, count]) =>
      `round(${value}, ${count})`
    ),
    ...combined(values, ["BIGINT", "INTEGER", "VARCHAR", "BOOLEAN"]).map((
      [value, type],
    ) => `TRY_CAST(${value} AS ${type})`),
  ]);
});

Deno.test("functions of numbers are what DuckDB says they are, to the last digits", async () => {
  const values = [
    "0e0",
    "1e0",
    "-1e0",
    "0.5e0",
    "2e0",
    "10e0",
    "1e10",
    "1e-10",
    "-2.5e0",
    "1e300",
    "123.456e0",
    "1000e0",
    "8e0",
    "CAST('inf' AS DOUBLE)",
    "CAST('nan' AS DOUBLE)",
  ];
  await assertSame([
    ...combined([
      "sqrt",
      "cbrt",
      "ln",
      "log",
      "log10",
      "log2",
      "exp",
      "CAST(sign",
    ], values)
      .map(([name, value]) =>
        name!.startsWith("CAST")
          ? `${name}(${value}) AS BIGINT)`
          : `${name}(${value})`
      ),
    ...combined(["pow", "log"], values, values).map(([name, a, b]) =>
      `${name}(${a}, ${b})`
    ),
    ...combined(values, ["+", "-", "*", "/", "//", "%"], values).map((
      [a, operator, b],
    ) => `(${a}) ${operator} (${b})`),
  ], 1e-15);
});
