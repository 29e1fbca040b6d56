import { assertEquals, assertRejects } from "@std/assert";
import {
  agg,
  decode,
  encode,
  Fault,
  objects,
  pipeline,
  read,
  type Row,
  type StageTransform,
  type StreamBatch,
  window,
} from "../../mod.ts";
import { recut } from "../recut.ts";

const HEADER = "ts,host,ms\n";
const CSV_ROWS =
  "2026-01-01T00:00:01Z,b,10\n2026-01-01T00:00:02Z,a,30\n2026-01-01T00:01:05Z,a,20\n";

const COUNTS: Row[] = [
  {
    window_start: "2026-01-01T00:00:00Z",
    window_end: "2026-01-01T00:01:00Z",
    n: 2,
  },
  {
    window_start: "2026-01-01T00:01:00Z",
    window_end: "2026-01-01T00:02:00Z",
    n: 1,
  },
];

const encoder = new TextEncoder();

async function rowsOf(
  chunks: readonly (string | Uint8Array)[],
  stages: readonly StageTransform[],
  decoding: Parameters<typeof decode>[0] = {},
): Promise<Row[]> {
  let stream: ReadableStream<StreamBatch> = ReadableStream.from(
    chunks.map((chunk) =>
      typeof chunk === "string" ? encoder.encode(chunk) : chunk
    ),
  ).pipeThrough(decode(decoding));
  for (const stage of stages) stream = stream.pipeThrough(stage);
  return await Array.fromAsync(stream.pipeThrough(objects()));
}

const counted = () => [window("1m"), agg("count(*) AS n")];

Deno.test("decode() finds the time behind a header that is a chunk of its own", async () => {
  assertEquals(await rowsOf([HEADER, CSV_ROWS], counted()), COUNTS);
});

Deno.test("decode() takes lines apart by a pattern, alone and in a pipeline", async () => {
  const text =
    "2026-01-01T00:00:01Z b\n2026-01-01T00:00:02Z a\noops\n2026-01-01T00:01:05Z a\n";
  const pattern = "^(?<ts>\\S+) (?<host>\\w+)$";
  assertEquals(await rowsOf([text], counted(), { pattern }), COUNTS);
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, text);
  const whole = pipeline([read(path, { pattern }), ...counted()]);
  assertEquals(await Array.fromAsync(whole.rows()), COUNTS);
  await Deno.remove(path);
});

Deno.test("decode() finds the time behind a bad first line", async () => {
  const rows = [
    '{"ts":\n',
    '{"ts":"2026-01-01T00:00:01Z"}\n{"ts":"2026-01-01T00:00:02Z"}\n',
    '{"ts":"2026-01-01T00:01:05Z"}\n',
  ];
  assertEquals(await rowsOf(rows, counted()), COUNTS);
});

Deno.test("decode() plans by the first good row wherever the bytes are cut", async () => {
  const bytes = encoder.encode(HEADER + "too,many,cells,here\n" + CSV_ROWS);
  for (let seed = 0; seed < 10; seed++) {
    assertEquals(
      await rowsOf(recut(bytes, 5, `decode ${seed}`), counted()),
      COUNTS,
    );
  }
});

Deno.test("decode() hands on the first row without waiting for more", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const reader = readable.pipeThrough(decode()).pipeThrough(objects())
    .getReader();
  const first = reader.read();
  await writer.write(encoder.encode("a,b\n"));
  await writer.write(encoder.encode("1,2\n"));
  assertEquals((await first).value, { a: 1, b: 2 });
  await writer.close();
  assertEquals((await reader.read()).done, true);
});

Deno.test("a window over rows without a time is a fault that names their fields", async () => {
  const fault = await assertRejects(
    () => rowsOf(['{"a":1,"b":2}\n'], counted()),
    Fault,
    "cannot tell the time of rows",
  );
  assertEquals(
    fault.mend,
    "Pass decode({ time: FIELD }) with one of: a, b",
  );
});

Deno.test("a time field that the header does not have is a fault", async () => {
  await assertRejects(
    () => rowsOf([HEADER, CSV_ROWS], counted(), { time: "when" }),
    Fault,
    "cannot find the time field when",
  );
});

Deno.test("an input without rows answers a window with none", async () => {
  assertEquals(await rowsOf([HEADER], counted()), []);
  assertEquals(await rowsOf([], counted()), []);
});

Deno.test("columns of encode() are those of the first good row wherever the bytes are cut", async () => {
  const bytes = encoder.encode('{"a":\n{"a":1,"b":2}\n{"a":3}\n');
  for (let seed = 0; seed < 5; seed++) {
    const text = ReadableStream.from(recut(bytes, 4, `columns ${seed}`))
      .pipeThrough(decode()).pipeThrough(encode("csv"))
      .pipeThrough(
        new TextDecoderStream() as TransformStream<Uint8Array, string>,
      );
    assertEquals((await Array.fromAsync(text)).join(""), "a,b\n1,2\n3,\n");
  }
});

Deno.test("encode() writes the rows before one that has a field without a column, and fails there", async () => {
  const reader = ReadableStream.from([
    encoder.encode('{"a":1}\n{"a":2}\n{"a":3,"b":4}\n{"a":5}\n'),
  ]).pipeThrough(decode()).pipeThrough(encode("csv")).getReader();
  const { value } = await reader.read();
  assertEquals(new TextDecoder().decode(value), "a\n1\n2\n");
  const fault = await assertRejects(() => reader.read(), Fault);
  assertEquals(fault.place?.line, 3);
});
