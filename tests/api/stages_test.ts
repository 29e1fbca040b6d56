import { assertEquals, assertRejects } from "@std/assert";
import {
  Account,
  agg,
  decode,
  drop,
  encode,
  Fault,
  filter,
  flatten,
  limit,
  objects,
  pipeline,
  read,
  rename,
  type Row,
  select,
  set,
  sort,
  sql,
  type StageTransform,
  type StreamBatch,
  top,
  window,
} from "../../mod.ts";
import { recut } from "../recut.ts";

const ROWS = [
  '{"ts":"2026-01-01T00:00:01Z","host":"b","ms":10,"tags":["x","y"]}',
  '{"ts":"2026-01-01T00:00:02Z","host":"a","ms":30}',
  '{"ts":"2026-01-01T00:01:05Z","host":"a","ms":20,"geo":{"lat":1.5}}',
].map((line) => line + "\n").join("");

/** Stages joined by pipeThrough over text, each row as an object. */
async function through(
  text: string,
  ...stages: readonly StageTransform[]
): Promise<Row[]> {
  return await rowsOf([new TextEncoder().encode(text)], stages);
}

async function rowsOf(
  chunks: readonly Uint8Array[],
  stages: readonly StageTransform[],
): Promise<Row[]> {
  let stream: ReadableStream<StreamBatch> = ReadableStream.from(chunks)
    .pipeThrough(decode());
  for (const stage of stages) stream = stream.pipeThrough(stage);
  return await Array.fromAsync(stream.pipeThrough(objects()));
}

Deno.test("filter() sees the columns that set() before it made", async () => {
  const rows = await through(ROWS, set("s = ms / 10"), filter("s >= 2"));
  assertEquals(rows.map(({ ms, s }) => [ms, s]), [[30, 3], [20, 2]]);
});

Deno.test("select(), drop() and rename() choose and name fields", async () => {
  assertEquals(await through(ROWS, select("host, ms AS took"), limit(1)), [
    { host: "b", took: 10 },
  ]);
  const rows = await through(
    ROWS,
    drop("ts, tags, geo"),
    rename("host AS place"),
  );
  assertEquals(rows[0], { place: "b", ms: 10 });
});

Deno.test("sort() orders the whole input", async () => {
  const rows = await through(ROWS, sort("ms DESC"));
  assertEquals(rows.map(({ ms }) => ms), [30, 20, 10]);
});

Deno.test("flatten() makes a row for each element", async () => {
  const rows = await through(ROWS, flatten("tags"), select("tags"));
  assertEquals(rows.map(({ tags }) => tags), ["x", "y", null, null]);
});

Deno.test("window() then agg() answers for each window, and top() ranks within it", async () => {
  assertEquals(
    await through(ROWS, window("1m"), agg("sum(ms) AS ms", { by: "host" })),
    [
      bounds(0, { host: "a", ms: 30 }),
      bounds(0, { host: "b", ms: 10 }),
      bounds(1, { host: "a", ms: 20 }),
    ],
  );
  assertEquals(await through(ROWS, window("1m"), top(1, "host")), [
    bounds(0, { host: "a", n: 1 }),
    bounds(1, { host: "a", n: 1 }),
  ]);
});

function bounds(minute: number, row: Row): Row {
  return {
    window_start: `2026-01-01T00:0${minute}:00Z`,
    window_end: `2026-01-01T00:0${minute + 1}:00Z`,
    ...row,
  };
}

Deno.test("sql() asks DuckDB about each window, whether it folds or not", async () => {
  const folded = "SELECT host, count(*) AS n FROM events GROUP BY ALL";
  const held = "SELECT DISTINCT host, 1 AS n FROM events";
  const expected = [
    bounds(0, { host: "a", n: 1 }),
    bounds(0, { host: "b", n: 1 }),
    bounds(1, { host: "a", n: 1 }),
  ];
  assertEquals(await through(ROWS, window("1m"), sql(folded)), expected);
  assertEquals(await through(ROWS, window("1m"), sql(held)), expected);
});

Deno.test("transforms give the same rows wherever the bytes are cut", async () => {
  const bytes = new TextEncoder().encode(ROWS);
  const stages = () => [
    set("s = ms * 2"),
    window("1m"),
    agg("max(s) AS s", { by: "host" }),
  ];
  assertEquals(
    await rowsOf(recut(bytes, 5, "stages"), stages()),
    await rowsOf([bytes], stages()),
  );
});

Deno.test("a transform fails with a fault that names what is not there", async () => {
  await assertRejects(
    () => through("a,b\n1,2\n", filter("c > 1")),
    Fault,
    "c",
  );
});

Deno.test("decode() counts bad rows and leaves them out", async () => {
  const account = new Account();
  const stream = ReadableStream.from([new TextEncoder().encode('{"a":1}\n{\n')])
    .pipeThrough(decode({ account })).pipeThrough(objects());
  assertEquals(await Array.fromAsync(stream), [{ a: 1 }]);
  assertEquals([account.read, account.bad], [2, 1]);
});

Deno.test("objects() keeps whole numbers beyond 2^53 exact", async () => {
  assertEquals(await through('{"id":9007199254740993}\n'), [
    { id: 9007199254740993n },
  ]);
});

Deno.test("encode() writes rows that nothing changed as NDJSON, and others too", async () => {
  const bytes = ReadableStream.from([new TextEncoder().encode("a,b\n1,x\n")])
    .pipeThrough(decode()).pipeThrough(set("c = a + 1"))
    .pipeThrough(encode("csv"));
  const text = await new Response(
    bytes as ReadableStream<Uint8Array<ArrayBuffer>>,
  ).text();
  assertEquals(text, "a,b,c\n1,x,2\n");
});

Deno.test("cancelling downstream closes the file", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, ROWS.repeat(100_000));
    const stream = read(path).pipeThrough(filter("ms > 0")).pipeThrough(
      objects(),
    );
    for await (const row of stream) {
      assertEquals(row.ms, 10);
      break;
    }
    // The sanitizer of resources would tell of a file left open.
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("pipeline() gives what the same stages give by pipeThrough", async () => {
  const path = await Deno.makeTempFile({ suffix: ".ndjson" });
  try {
    await Deno.writeTextFile(path, ROWS);
    const stages = () =>
      [
        filter("ms >= 10"),
        window("1m"),
        sql("SELECT host, sum(ms) AS ms FROM events GROUP BY ALL"),
      ] as const;
    const planned = pipeline([read(path), ...stages()]);
    assertEquals(
      await Array.fromAsync(planned.rows()),
      await through(ROWS, ...stages()),
    );
    assertEquals(planned.account.read, 3);
    const kept = pipeline([read(path), filter("ms = 20")]);
    const text = await new Response(
      kept.bytes() as ReadableStream<Uint8Array<ArrayBuffer>>,
    ).text();
    assertEquals(text, ROWS.split("\n")[2] + "\n");
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("a pipeline that is not read to its end stops", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, ROWS.repeat(50_000));
    let rows = 0;
    for await (const _ of pipeline([read(path), filter("ms > 0")]).rows()) {
      if (++rows === 3) break;
    }
    assertEquals(rows, 3);
  } finally {
    await Deno.remove(path);
  }
});
