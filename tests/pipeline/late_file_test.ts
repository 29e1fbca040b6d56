// W11: late rows go to a file as they came, with how late they were.
import { assertEquals } from "@std/assert";
import { lateLine } from "../../lib/pipeline/late_line.ts";
import { bytesOf, good, weir } from "./weir.ts";

const WINDOW = ["window", "10s", "--watermark", "0s", "then", "agg"];

/** What a run wrote to `--late`. */
async function late(args: readonly string[], stdin: string): Promise<string> {
  const path = await Deno.makeTempFile({ prefix: "weir-late-" });
  try {
    const { exit, stderr } = await weir([...args, "--late", path], { stdin });
    assertEquals(exit, 0, stderr);
    return await Deno.readTextFile(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("late rows of NDJSON get a last field", async () => {
  assertEquals(
    await late(
      ["--time", "t", ...WINDOW],
      '{"t":100}\n{"t":1, "x":{"y":2} }\n{"t":2}\n',
    ),
    '{"t":1, "x":{"y":2} ,"_late_by_us":90000000}\n{"t":2,"_late_by_us":90000000}\n',
  );
});

Deno.test("late rows of CSV get a last column, in a file that reads as CSV again", async () => {
  const rows = 't,x\n100,1\n1,"a, b"\n';
  const text = await late(["--time", "t", ...WINDOW], rows);
  assertEquals(text, 't,x,_late_by_us\n1,"a, b",90000000\n');
  assertEquals(
    await good(["select", "x, _late_by_us", "-o", "ndjson"], { stdin: text }),
    '{"x":"a, b","_late_by_us":90000000}\n',
  );
});

Deno.test("late rows of TSV get a last column behind a tab", async () => {
  assertEquals(
    await late(["--time", "t", ...WINDOW], "t\tx\n100\t1\n1\t2\n"),
    "t\tx\t_late_by_us\n1\t2\t90000000\n",
  );
});

Deno.test("a header that ends with a carriage return gets the column before it", async () => {
  assertEquals(
    await late(["--time", "t", ...WINDOW], "t,x\r\n100,1\r\n1,2\r\n"),
    "t,x,_late_by_us\n1,2,90000000\n",
  );
});

Deno.test("late lines of other formats stay as they came", async () => {
  const line = (time: string) =>
    `192.0.2.1 - - [04/May/2026:${time} +0000] "GET / HTTP/1.1" 200 1 "-" "-"\n`;
  assertEquals(
    await late(WINDOW, line("06:01:00") + line("06:00:00")),
    line("06:00:00"),
  );
});

Deno.test("lateLine() puts its field behind those of an object, be it empty", () => {
  const text = (line: string, format: string) =>
    new TextDecoder().decode(
      lateLine(bytesOf(line), 5, { format, cells: 3 }),
    );
  assertEquals(text("{}\n", "ndjson"), '{"_late_by_us":5}\n');
  assertEquals(text('{ "a":1 } \r\n', "ndjson"), '{ "a":1 ,"_late_by_us":5}\n');
  assertEquals(text("[1]\n", "ndjson"), "[1]\n");
  assertEquals(text('"a\tb"\tc\td\n', "tsv"), '"a\tb"\tc\td\t5\n');
  // Empty last cells are cells, and a short row gets those that it lacks.
  assertEquals(text("a\t\t\r\n", "tsv"), "a\t\t\t5\n");
  assertEquals(text('"a,""b"\n', "csv"), '"a,""b",,,5\n');
  assertEquals(text("a, b ,c \n", "csv"), "a, b ,c ,5\n");
  assertEquals(text("plain \n", "lines"), "plain \n");
});
