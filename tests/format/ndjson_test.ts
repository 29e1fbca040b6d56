import { assert, assertEquals, assertThrows } from "@std/assert";
import { Fault, Tag } from "../../lib/core/mod.ts";
import { ndjson } from "../../lib/format/ndjson.ts";
import { NdjsonDecoder } from "../../lib/format/ndjson_decoder.ts";
import { decoded, decodedBy, field } from "./ndjson_rows.ts";

const encoder = new TextEncoder();

Deno.test("ndjson decodes the fields that are asked for, in their order", () => {
  const { rows } = decoded(
    '{"a":1,"b":"x"}\n{"b":null,"c":[1]}\n',
    [field("b"), field("a"), field("c")],
  );
  assertEquals(rows, [["x", 1, null], [null, null, "[1]"]]);
});

Deno.test("ndjson is recognised by a brace, or by a list that is JSON", () => {
  const sniff = (line: string) => ndjson.sniff({ line, source: "x" });
  for (const sample of ndjson.samples) assert(sniff(sample) !== null, sample);
  assert(sniff('\ufeff  {"a"') !== null);
  assertEquals(sniff("[Sun Jan 04 2026] started"), null);
  assertEquals(sniff("a,b"), null);
  assertEquals(sniff(""), null);
});

Deno.test("ndjson of no bytes has no rows", () => {
  assertEquals(decoded("", [field("a")]).rows, []);
  assertEquals(decoded("\n \n\r\n", [field("a")]).rows, []);
});

Deno.test("ndjson skips a byte order mark at the very start, and nowhere else", () => {
  const { rows, lines } = decoded('\ufeff{"a":1}\n\ufeff{"a":2}\n', [
    field("a"),
  ]);
  assertEquals(rows, [[1], null]);
  assertEquals(lines[0], '{"a":1}');
});

Deno.test("ndjson takes a last row without a line end, and line ends of Windows", () => {
  const { rows, lines } = decoded('{"a":1}\r\n{"a":2}', [field("a")]);
  assertEquals(rows, [[1], [2]]);
  assertEquals(lines, ['{"a":1}\r', '{"a":2}']);
});

Deno.test("ndjson counts physical lines, blank ones too", () => {
  const { lineNumbers } = decoded("1\n\n2\n \n\n3", []);
  assertEquals(lineNumbers, [1, 3, 6]);
});

Deno.test("ndjson keeps a bad row out of the selection and says what is wrong with it", () => {
  const decoder = ndjson.decoder({
    source: "api.ndjson",
    projection: [field("a")],
  });
  const bytes = encoder.encode('{"a":1}\n\n{"a":"\u00e9","b":\n{"a":3}');
  decoder.space().set(bytes);
  const [batch] = [...decoder.decode(bytes.length, true)];
  assertEquals(batch!.rows, 3);
  assertEquals(batch!.selection, Uint32Array.of(0, 2));
  assertEquals(batch!.selected, 2);
  assertEquals(batch!.columns[0]!.tags[1], Tag.MISSING);
  const fault = batch!.bad[0]!.fault();
  assertEquals(
    fault.message,
    "cannot read row as JSON: input ends where a value is expected",
  );
  assertEquals(fault.place, {
    source: "api.ndjson",
    line: 3,
    column: 14,
    excerpt: '{"a":"\u00e9","b":',
    caret: 13,
  });
  assert(fault.mend!.includes("--bad-to"));
});

Deno.test("ndjson has no selection where no row is bad", () => {
  const decoder = ndjson.decoder({ source: "x", projection: [] });
  decoder.space().set(encoder.encode("1\n2\n"));
  const [batch] = [...decoder.decode(4, true)];
  assertEquals([batch!.selection, batch!.selected], [null, 2]);
});

Deno.test("ndjson names the reason of each kind of bad row", () => {
  const claims: [string, string][] = [
    ['{"time":"x","path":', "1:20 input ends where a value is expected"],
    ['{"a":1', "1:7 input ends inside an object"],
    ["[1", "1:3 input ends inside a list"],
    ['{"a', "1:4 input ends inside a string"],
    ["{a:1}", "1:2 a field name in double quotes is expected"],
    ['{"a" 1}', "1:6 a colon is expected after the field name"],
    ['{"a":1 "b":2}', "1:8 a comma or } is expected"],
    ["[1 2]", "1:4 a comma or ] is expected"],
    ['{"a":tru}', "1:6 a value is expected"],
    ['{"a":012}', "1:6 a number begins with 0"],
    ['{"a":1.}', "1:8 a digit is expected"],
    ['{"a":"\\q"}', "1:7 JSON has no such escape"],
    ['{"a":"\\u12"}', "1:7 \\u must be followed by four hex digits"],
    ['{"a":"\t"}', "1:7 a control character stands unescaped in a string"],
    ["1 2", "1:3 text follows the value"],
    ["[".repeat(1_001), "1:1001 it is nested deeper than 1000 levels"],
  ];
  for (const [line, expected] of claims) {
    const [fault] = decoded(line, []).faults;
    assertEquals(
      fault,
      expected.replace(" ", " cannot read row as JSON: "),
      line.slice(0, 40),
    );
  }
});

Deno.test("ndjson cuts a row that is longer than the bound, and goes on after it", () => {
  const long = `{"a":"${"x".repeat(3_000_000)}"}`;
  const { rows, lines, faults, lineNumbers } = decoded(
    `{"a":1}\n${long}\n{"a":2}\n`,
    [field("a")],
    { maxRowBytes: 1_000 },
  );
  assertEquals(rows, [[1], null, [2]]);
  assertEquals(lines[1], long.slice(0, 1_000));
  assertEquals(faults, [
    "2:1 cannot read row as JSON: it is longer than 1000 bytes",
  ]);
  assertEquals(lineNumbers, [1, 2, 3]);
});

Deno.test("ndjson makes room for a row that is within the bound, and only then", () => {
  const decoder = ndjson.decoder({
    source: "x",
    projection: [field("a")],
    maxRowBytes: 5_000_000,
  });
  const first = decoder.space().length;
  assert(first < 2 << 20, `${first} bytes`);
  const long = "x".repeat(4_000_000);
  const { rows } = decodedBy(
    decoder,
    `{"a":"${long}"}\n{"a":"${long}${long}"}\n{"a":2}`,
  );
  assertEquals(rows, [[long], null, [2]]);
  // Two times the longest row: room is doubled.
  assert(decoder.space().length <= 10_000_000);
});

Deno.test("ndjson holds a bounded memory through a row without end", () => {
  const decoder = ndjson.decoder({
    source: "x",
    projection: [],
    maxRowBytes: 1 << 20,
  });
  let rows = 0;
  let most = 0;
  for (let read = 0; read < 64 << 20;) {
    const space = decoder.space();
    most = Math.max(most, space.buffer.byteLength);
    space.fill(120);
    for (const batch of decoder.decode(space.length, false)) rows += batch.rows;
    read += space.length;
  }
  assertEquals(rows, 1);
  assert(most < 16 << 20, `${most} bytes`);
});

Deno.test("ndjson gives many tiny rows in several batches of one call", () => {
  const decoder = ndjson.decoder({
    source: "x",
    projection: [field("value")],
    maxRowBytes: 100,
  });
  const space = decoder.space();
  const rows = 500_000;
  for (let at = 0; at < 2 * rows; at += 2) {
    space[at] = 48 + (at >> 1) % 10;
    space[at + 1] = 10;
  }
  let batches = 0;
  let seen = 0;
  for (const batch of decoder.decode(2 * rows, true)) {
    batches++;
    const [column] = batch.columns;
    assertEquals(batch.lines.lineOf(batch.rows - 1), seen + batch.rows);
    for (let row = 0; row < batch.rows; row++) {
      if (column!.numbers[row] !== seen++ % 10) throw new Error(`row ${seen}`);
    }
  }
  assertEquals(seen, rows);
  assert(batches > 10, `${batches} batches`);
});

Deno.test("ndjson decodes on where a loop over batches was left", () => {
  const decoder = ndjson.decoder({ source: "x", projection: [field("value")] });
  const bytes = encoder.encode("1\n".repeat(20_000) + '"ta');
  decoder.space().set(bytes);
  let rows = 0;
  for (const batch of decoder.decode(bytes.length, false)) {
    rows += batch.rows;
    break;
  }
  decoder.space().set(encoder.encode('il"\n'));
  for (const batch of decoder.decode(4, true)) rows += batch.rows;
  assertEquals(rows, 20_001);
});

Deno.test("ndjson names its fields in order of first appearance", () => {
  const { names } = decoded(
    '{"b":1,"a":2}\n{"bad":\n{"a":1,"c":{"d":1}}\n7',
    [field("z")],
  );
  assertEquals(names, ["b", "a", "c", "value"]);
});

Deno.test("ndjson says how to go on when there are too many fields to name", () => {
  const lines = Array.from(
    { length: 2_001 },
    (_, index) => `{"n${index}":1}\n`,
  ).join("");
  const fault = assertThrows(() => decoded(lines, []), Fault);
  assertEquals(fault.code, "json/too_many_fields");
  assert(fault.mend!.includes("select"));
});

Deno.test("NdjsonDecoder.rewind() gives a batch once more, with the fields it has brought", () => {
  const decoder = new NdjsonDecoder({ source: "x", projection: [] });
  const bytes = encoder.encode('{"a":1}\n\n{"b":2}\n{"a":3,"b":4}');
  decoder.space().set(bytes);
  const rows: unknown[] = [];
  let known = 0;
  for (const batch of decoder.decode(bytes.length, true)) {
    const names = decoder.discovered();
    if (names.length > known) {
      known = names.length;
      decoder.project(names.map((name) => ({ path: [name], as: "value" })));
      decoder.rewind();
      continue;
    }
    for (let row = 0; row < batch.rows; row++) {
      rows.push([
        batch.lines.lineOf(row),
        ...batch.columns.map(({ tags, numbers }) =>
          tags[row] === Tag.MISSING ? null : numbers[row]
        ),
      ]);
    }
  }
  assertEquals(rows, [[1, 1, null], [3, null, 2], [4, 3, 4]]);
});

Deno.test("NdjsonDecoder.rewind() gives all rows again where more fields leave room for fewer", () => {
  const decoder = new NdjsonDecoder({ source: "x", projection: [] });
  const names = Array.from({ length: 400 }, (_, index) => `f${index}`);
  const line = `{${names.map((name) => `"${name}":1`)}}\n`;
  const count = 3_000;
  const bytes = encoder.encode(line.repeat(count));
  let at = 0;
  let rows = 0;
  let sum = 0;
  let known = 0;
  while (at < bytes.length) {
    const space = decoder.space();
    const length = Math.min(space.length, bytes.length - at);
    space.set(bytes.subarray(at, at + length));
    at += length;
    for (const batch of decoder.decode(length, at === bytes.length)) {
      const met = decoder.discovered();
      if (met.length > known) {
        known = met.length;
        decoder.project(met.map((name) => ({ path: [name], as: "value" })));
        decoder.rewind();
        continue;
      }
      rows += batch.rows;
      const last = batch.columns[399]!;
      for (let row = 0; row < batch.rows; row++) sum += last.numbers[row]!;
    }
  }
  assertEquals([rows, sum], [count, count]);
});

Deno.test("NdjsonDecoder.project() holds from the next batch on", () => {
  const decoder = new NdjsonDecoder({
    source: "x",
    projection: [field("value")],
  });
  const bytes = encoder.encode("1\n".repeat(20_000));
  decoder.space().set(bytes);
  const widths: number[] = [];
  let rows = 0;
  for (const batch of decoder.decode(bytes.length, true)) {
    if (widths.length === 0) decoder.project([field("a"), field("value")]);
    widths.push(batch.columns.length);
    rows += batch.rows;
    assertEquals(batch.columns.at(-1)!.numbers[batch.rows - 1], 1);
  }
  assertEquals(rows, 20_000);
  assertEquals([widths[0], widths.at(-1)], [1, 2]);
});

Deno.test("NdjsonDecoder leaves times without a zone to others when told that they are not UTC", () => {
  const time = { path: ["value"], as: "time" as const };
  const options = { source: "x", projection: [time] };
  const line = '"2026-01-05 10:00"';
  const tags = (decoder: NdjsonDecoder) => decodedBy(decoder, line).tags;
  assertEquals(tags(new NdjsonDecoder(options)), [[Tag.TIME]]);
  assertEquals(
    tags(new NdjsonDecoder({ ...options, zonelessIsUtc: false })),
    [[Tag.STRING]],
  );
});
