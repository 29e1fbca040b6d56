import { assertEquals, assertThrows } from "@std/assert";
import { Fault } from "../../lib/core/mod.ts";
import {
  combined,
  csv,
  detectFormat,
  firstLine,
  lines,
  ndjson,
  tsv,
} from "../../lib/format/mod.ts";
import { corpusTest } from "./decoding.ts";

const FORMATS = [ndjson, combined, csv, tsv, lines];
const encoder = new TextEncoder();

/** What a line is taken for. */
function detected(line: string, source = "stdin"): string {
  return detectFormat({ line, source }, FORMATS).format.name;
}

Deno.test("detectFormat() recognises the samples of every format", () => {
  for (const format of FORMATS) {
    for (const sample of format.samples) {
      assertEquals(detected(sample.split("\n")[0]!), format.name, sample);
    }
  }
});

Deno.test("detectFormat() says why", () => {
  const reason = (line: string, source = "stdin") =>
    detectFormat({ line, source }, FORMATS).reason;
  assertEquals(reason("a,b,c"), "a header of 3 names with commas between");
  assertEquals(reason("a\tb"), "a header of 2 names with tabs between");
  assertEquals(reason("1,2", "x/a.csv.gz"), "its name ends in .csv");
  assertEquals(
    reason('h - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 5'),
    "an access log line in the common format",
  );
  assertEquals(reason("plain"), "nothing else fits");
});

Deno.test("detectFormat() takes no prose and no stamped log line for a header", () => {
  for (
    const line of [
      "Hello, world",
      "2015-10-18 18:01:47,978 INFO [main] org.apache.hadoop: Created, started, done",
      "Jun 14 15:16:01 combo sshd[19939]: authentication failure; logname= uid=0, euid=0, tty=",
      "2025-04-24T22:09:20.854Z\tinfo\tMetrics",
      "1,2,3",
      '192.0.2.7 - - [not a time] "GET / HTTP/1.1" 200 5',
      "x".repeat(70_000),
      "",
    ]
  ) assertEquals(detected(line), "lines", line.slice(0, 80));
});

Deno.test("detectFormat() takes a header of names for one", () => {
  for (
    const line of [
      "a,b",
      "id,name",
      '"id","the, name"',
      "Contact Phone Number,Cities",
      "größe,名前",
      "@timestamp,cpu%,#n",
    ]
  ) {
    assertEquals(detected(line), "csv", line);
  }
  assertEquals(detected("ip\tuser agent"), "tsv");
});

Deno.test("detectFormat() goes by the ending of the name where the line could be anything", () => {
  assertEquals(detected("host", "hosts.csv"), "csv");
  assertEquals(detected("1\t2", "dir/a.TSV"), "tsv");
  assertEquals(detected("host", "hosts.txt"), "lines");
});

Deno.test("detectFormat() refuses what no format takes", () => {
  const fault = assertThrows(
    () => detectFormat({ line: "x", source: "a.log" }, [combined]),
    Fault,
  );
  assertEquals(fault.code, "input/unknown_format");
});

Deno.test("firstLine() is the first line that is not blank, once it is all there", () => {
  const first = (text: string, last = false) =>
    firstLine(encoder.encode(text), last);
  assertEquals(first("a,b\n1,2"), "a,b");
  assertEquals(first("\ufeffa\r\nb"), "a");
  assertEquals(first("\n \r\n\nx y\nz"), "x y");
  assertEquals(first("no end"), null);
  assertEquals(first("no end", true), "no end");
  assertEquals(first("\n\n"), null);
  assertEquals(first("\n\n", true), "");
  assertEquals(first("", true), "");
});

Deno.test("firstLine() waits for at most 64 KiB", () => {
  assertEquals(firstLine(encoder.encode("x".repeat(65_535)), false), null);
  assertEquals(
    firstLine(encoder.encode("x".repeat(100_000)), false)?.length,
    65_536,
  );
});

corpusTest(
  "detectFormat() tells logs from tables in real files",
  "loghub",
  (root) => {
    const wrong: string[] = [];
    for (const { name: folder, isDirectory } of Deno.readDirSync(root)) {
      if (!isDirectory) continue;
      for (const { name } of Deno.readDirSync(new URL(`${folder}/`, root))) {
        const bytes = Deno.readFileSync(new URL(`${folder}/${name}`, root));
        const expected = name.endsWith(".csv") ? "csv" : "lines";
        if (detected(firstLine(bytes, true)!) !== expected) wrong.push(name);
      }
    }
    assertEquals(wrong, []);
  },
);
