import { assertEquals } from "@std/assert";
import { plan, steps } from "./lowered.ts";
import { planOf } from "./plan_of.ts";

Deno.test("fields that nothing fixes get the type of the first rows", async () => {
  const { job, settled } = await plan("select", "service, ms, status");
  assertEquals(settled, { service: "VARCHAR", ms: "DOUBLE", status: "BIGINT" });
  assertEquals(job?.columns.map(({ column, type }) => [column, type]), [
    ["service", "VARCHAR"],
    ["ms", "DOUBLE"],
    ["status", "BIGINT"],
  ]);
});

Deno.test("a field that is used as a number is as exact as its values are, in quotes or not", async () => {
  const told = async (...values: readonly string[]) => {
    const rows = values.map((value) => `{"n":${value}}\n`).join("");
    return (await planOf(["agg", "sum(n) AS n"], rows)).settled.n;
  };
  // Protocols write whole numbers of 64 bits as texts.
  assertEquals(await told('"1773043200000000001"', "2"), "BIGINT");
  assertEquals(await told('"-12"', '""', '"n/a"'), "BIGINT");
  assertEquals(await told('"1.5"', "2"), "DOUBLE");
  assertEquals(await told('"12"', "2.5"), "DOUBLE");
  assertEquals(await told('"n/a"'), "DOUBLE");
});

Deno.test("a declared type goes before that of the first rows", async () => {
  const { job } = await plan("select", "status", "--types", "status=VARCHAR");
  assertEquals(job?.columns.map(({ type }) => type), ["VARCHAR"]);
});

Deno.test("a nested field is read by its path, and named by it", async () => {
  const { job } = await plan("select", "geo.city AS city");
  assertEquals(job?.columns[0]?.path, ["geo", "city"]);
  assertEquals(job?.columns[0]?.column, "geo_city");
});

Deno.test("columns behind an aggregate are called as they leave", async () => {
  const found = await plan(
    "window",
    "1m",
    "then",
    "agg",
    "count(*) AS n",
    "--by",
    "lower(service) AS service",
  );
  const [aggregate] = steps(found, "aggregate");
  assertEquals(aggregate?.keys.map(({ column }) => column), ["service"]);
  assertEquals(aggregate?.calls.map(({ column }) => column), ["n"]);
  assertEquals(aggregate?.bounds, { start: "window_start", end: "window_end" });
});

Deno.test("a field called as a bound of windows keeps out of its way", async () => {
  const { job } = await planOf(
    ["select", "window_start"],
    '{"window_start":"x"}\n',
  );
  assertEquals(job?.columns[0]?.column, "window_start_1");
  assertEquals(job?.columns[0]?.path, ["window_start"]);
});

Deno.test("two names that differ in case are two columns in every dialect", async () => {
  const { job } = await planOf(
    ["select", "Host, host"],
    '{"Host":1,"host":2}\n',
  );
  assertEquals(job?.columns.map(({ column }) => column), ["Host", "host_1"]);
});

Deno.test("fields called as the printers call their own columns get other names", async () => {
  const row = '{"row_place":1,"session_key":2,"well_formed":3,"row_time":4}\n';
  const names = "row_place, session_key, well_formed, row_time";
  const { job } = await planOf(["select", names], row);
  assertEquals(
    job?.columns.map(({ column }) => column),
    names.split(", ").map((name) => `${name}_1`),
  );
});

Deno.test("a moment of an access log that nobody gave a type leaves in its own text", async () => {
  const log =
    '10.0.0.1 - - [04/May/2026:06:00:00 +0000] "GET / HTTP/1.1" 200 5\n';
  const read = async (text: string) => {
    const found = await planOf(["select", text], log);
    return [
      found.job?.columns.map(({ column, type }) => [column, type]),
      steps(found, "write")[0]?.fields.map(({ name, type }) => [name, type]),
    ];
  };
  assertEquals(await read("time"), [
    [["time", "VARCHAR"]],
    [["time", "VARCHAR"]],
  ]);
  assertEquals(await read("time, hour(time) AS h"), [
    [["time", "TIMESTAMP"], ["time_1", "VARCHAR"]],
    [["time", "VARCHAR"], ["h", "BIGINT"]],
  ]);
});

Deno.test("a header is known by what stands in its cells, whatever the fields are called", async () => {
  const told = async (text: string, ...words: readonly string[]) => {
    const { job } = await planOf(["--format", "csv", ...words], text);
    return [job?.input.fields, job?.input.header];
  };
  assertEquals(await told("a,a,\n1,2,3\n", "select", "a"), [
    ["a", "a_1", "column3"],
    ["a", "a", ""],
  ]);
  assertEquals(await told('"x ""1""",y\n1,2\n', "select", "y"), [
    ['x "1"', "y"],
    ['x "1"', "y"],
  ]);
  assertEquals(await told("x,y\n1,2\n", "--fields", "a,b", "select", "a"), [
    ["a", "b"],
    ["x", "y"],
  ]);
  assertEquals(await told("1,2\n", "--no-header", "select", "column1"), [
    ["column1", "column2"],
    null,
  ]);
});

Deno.test("what needs no row is its value, but for now()", async () => {
  const read = async (text: string) => {
    const found = await plan("select", `${text} AS a`);
    const value = steps(found, "select")[0]?.columns[0]?.value;
    const [, part] = value?.kind === "call" ? value.args : [];
    return part?.kind === "constant" ? part.value : null;
  };
  assertEquals(await read("status + 86400 * 1000 * 1000"), 86_400_000_000);
  assertEquals(await read("service || upper('a' || 'b')"), "AB");
  assertEquals(await read("status + (1 + status)"), null);
});

Deno.test("constants that fail on every row are refused", async () => {
  const found = await plan("select", "coalesce(sqrt(-1.5), 0.0) AS a");
  const [refused] = found.constructs.flatMap(({ what }) =>
    what.kind === "local" ? [what] : []
  );
  assertEquals(
    [refused?.code, refused?.why],
    ["P006", "sqrt of constants fails, on every row that comes to it"],
  );
});
