import { assertEquals, assertThrows } from "@std/assert";
import { Fault } from "../../../lib/core/mod.ts";
import { COMBINED_LINE } from "../../../lib/export/flink/combined_text.ts";
import { csvHeader, csvRow } from "../../../lib/export/flink/csv_text.ts";
import { jsonPath, rowFormat } from "../../../lib/export/flink/row_format.ts";

/** A pattern of ours as JavaScript has it, which has no possessive quantifiers: tests on the engine prove those. */
function pattern(java: string): RegExp {
  const dotAll = java.startsWith("(?s)");
  const body = java.replace(/^\(\?s\)/u, "").replaceAll("\\x{feff}", "\\ufeff")
    .replace(/(?<=[*+}])\+/gu, "");
  return new RegExp(body, dotAll ? "s" : "");
}

Deno.test("jsonPath() quotes names that are no words, and counts elements from 0", () => {
  assertEquals(jsonPath(["user", "id"]), "$.user.id");
  assertEquals(jsonPath(["@timestamp"]), "$['@timestamp']");
  assertEquals(jsonPath(["it's", "a.b"]), "$['it\\'s']['a.b']");
  assertEquals(jsonPath(["tags", 1]), "$.tags[0]");
});

Deno.test("COMBINED_LINE takes what weir takes for an access log line", () => {
  const line = pattern(COMBINED_LINE);
  const head = "192.0.2.7 - - [17/May/2015:10:05:03 +0000]";
  for (
    const good of [
      `${head} "GET /a HTTP/1.1" 200 1 "-" "curl"`,
      `${head} "GET /a HTTP/1.1" 304 -`,
      `${head} "-" 408 -`,
      `${head} "GET /\\"a\\\\ HTTP/1.1" 200 1 "-" "cut here`,
      `192.0.2.7 - john doe [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 1`,
    ]
  ) assertEquals([good, line.test(good)], [good, true]);
  for (
    const bad of [
      "",
      head,
      `${head} "GET /a HTTP/1.1" 20 1`,
      `${head} "GET /a HTTP/1.1" 200 1 "-" "curl" more`,
      `192.0.2.7 x john doe [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 1`,
    ]
  ) assertEquals([bad, line.test(bad)], [bad, false]);
});

Deno.test("csvRow() takes rows of at most so many cells, quotes closed", () => {
  const row = pattern(csvRow(3, ","));
  for (const good of ["a,b,c", "a", ",,", '"a,b","""","c"""', 'a"b,c']) {
    assertEquals([good, row.test(good)], [good, true]);
  }
  for (const bad of ["a,b,c,d", '"a', '"a"b,c', 'a,"b']) {
    assertEquals([bad, row.test(bad)], [bad, false]);
  }
});

Deno.test("csvHeader() takes the header alone, quoted or not, behind a byte order mark too", () => {
  const header = pattern(csvHeader(["a.b", 'say "c"'], "\t"));
  assertEquals(header.test('a.b\tsay "c"'), true);
  assertEquals(header.test('\ufeff"a.b"\t"say ""c"""'), true);
  assertEquals(header.test('axb\tsay "c"'), false);
});

Deno.test("rowFormat() names the fields there are where one is unknown", () => {
  const input = {
    fields: ["a", "b"],
    header: ["a", "b"],
  } as const;
  const pattern = { text: "(?P<a>x)", fields: [{ name: "a", group: 1 }] };
  for (const format of ["csv", "lines", "combined", "pattern"] as const) {
    const fault = assertThrows(
      () => rowFormat({ ...input, format, pattern }).field(["nope"]),
      Fault,
    );
    assertEquals(fault.code, "export/P006");
  }
});
