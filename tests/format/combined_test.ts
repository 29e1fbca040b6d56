import { assert, assertEquals } from "@std/assert";
import { Tag } from "../../lib/core/mod.ts";
import { combined } from "../../lib/format/mod.ts";
import { parseTimestamp } from "../../lib/time/mod.ts";
import { corpusTest, decoding, texts } from "./decoding.ts";

const STAMP = "[17/May/2015:10:05:03 +0000]";
const FIELDS = [
  "ip",
  "ident",
  "user",
  "time",
  "method",
  "path",
  "protocol",
  "status",
  "bytes",
  "referer",
  "agent",
];

/** The one row of a line, by name. */
function rowOf(line: string): Record<string, unknown> {
  const { rows, bad } = decoding(combined, line, { want: FIELDS });
  assertEquals(bad, []);
  return Object.fromEntries(rows[0]!.map((value, at) => [FIELDS[at]!, value]));
}

/** What is wrong with a line. */
function faultOf(line: string): string {
  const { rows, bad } = decoding(combined, line);
  assertEquals(rows.length, 0, line);
  return bad[0]!.replace("cannot read row as combined log: ", "");
}

Deno.test("combined takes a line apart", () => {
  const line =
    `192.0.2.7 - ann ${STAMP} "GET /a?b=1 HTTP/1.1" 200 2326 "http://example.org/" "curl/8.5.0"`;
  assertEquals(rowOf(line), {
    ip: "192.0.2.7",
    ident: null,
    user: "ann",
    time: "17/May/2015:10:05:03 +0000",
    method: "GET",
    path: "/a?b=1",
    protocol: "HTTP/1.1",
    status: 200,
    bytes: 2326,
    referer: "http://example.org/",
    agent: "curl/8.5.0",
  });
});

Deno.test("combined reads the common format, whose rows have no referer and no agent", () => {
  const { rows, tags } = decoding(
    combined,
    `2001:db8::7 - - ${STAMP} "GET / HTTP/2.0" 304 -\n`,
  );
  assertEquals(rows[0]!.slice(7), [304, null, null, null]);
  assertEquals(tags[0]!.slice(7), [
    Tag.INTEGER,
    Tag.NULL,
    Tag.MISSING,
    Tag.MISSING,
  ]);
  assertEquals(tags[0]!.slice(1, 3), [Tag.NULL, Tag.NULL]);
});

Deno.test("combined reads its time as a moment where a time is wanted", () => {
  const line = (time: string) =>
    `h - - [${time}] "GET / HTTP/1.1" 200 5 "-" "-"`;
  const input = [
    "17/May/2015:10:05:03 +0000",
    "29/Feb/2016:23:59:60 -0730",
    "2015-05-17T10:05:03+02:00",
    "31/Feb/2015:00:00:00 +0000",
  ]
    .map(line).join("\n");
  const { rows } = decoding(combined, input, { want: ["time:time"] });
  assertEquals(rows.flat(), [
    1431857103000000,
    Date.UTC(2016, 2, 1, 7, 30) * 1000,
    Date.UTC(2015, 4, 17, 8, 5, 3) * 1000,
    "31/Feb/2015:00:00:00 +0000",
  ]);
});

Deno.test("combined splits a request, and leaves what cannot be split in path", () => {
  const split = (request: string) => {
    const { method, path, protocol } = rowOf(
      `h - - ${STAMP} "${request}" 400 0`,
    );
    return [method, path, protocol];
  };
  assertEquals(split("POST /x HTTP/1.0"), ["POST", "/x", "HTTP/1.0"]);
  assertEquals(split("GET /a b c HTTP/1.1"), ["GET", "/a b c", "HTTP/1.1"]);
  assertEquals(split("OPTIONS * HTTP/1.1"), ["OPTIONS", "*", "HTTP/1.1"]);
  assertEquals(split("M-SEARCH * HTTP/1.1"), ["M-SEARCH", "*", "HTTP/1.1"]);
  assertEquals(split("OPTIONS / RTSP/1.0"), ["OPTIONS", "/", "RTSP/1.0"]);
  assertEquals(split("-"), [null, null, null]);
  assertEquals(split(""), [null, "", null]);
  assertEquals(split("GET /"), [null, "GET /", null]);
  assertEquals(split("/ HTTP/1.1"), [null, "/ HTTP/1.1", null]);
  assertEquals(split("quit now please"), [null, "quit now please", null]);
  assertEquals(split("\\x16\\x03\\x01"), [null, "\x16\x03\x01", null]);
  assertEquals(split('GET /\\"a\\x22 HTTP/1.1'), ["GET", '/"a"', "HTTP/1.1"]);
});

Deno.test("combined reads escapes as Apache and nginx write them", () => {
  const agent = (written: string) =>
    rowOf(`h - - ${STAMP} "GET / HTTP/1.1" 200 5 "-" "${written}"`)["agent"];
  assertEquals(agent('a \\"b\\" c'), 'a "b" c');
  assertEquals(agent("a \\x22b\\x22"), 'a "b"');
  assertEquals(agent("\\\\x22 \\x5C"), "\\x22 \\");
  assertEquals(agent("tab\\tline\\nreturn\\r"), "tab\tline\nreturn\r");
  assertEquals(agent("\\xd0\\xb4\\xE2\\x82\\xAC"), "д€");
  assertEquals(agent("\\q \\x4 \\xZZ"), "\\q \\x4 \\xZZ");
});

Deno.test("combined leaves escaped bytes that are no UTF-8 as they were written", () => {
  const { referer } = rowOf(
    `h - - ${STAMP} "GET / HTTP/1.1" 200 5 "http://\\xe4\\xe5.\\x22/" "-"`,
  );
  assertEquals(referer, 'http://\\xe4\\xe5."/');
});

Deno.test("combined reads users with spaces, and no address as a user", () => {
  assertEquals(
    rowOf(`h - john smith ${STAMP} "GET / HTTP/1.1" 200 5`)["user"],
    "john smith",
  );
  assertEquals(
    faultOf(
      `example.org:80 192.0.2.7 - - ${STAMP} "GET / HTTP/1.1" 200 5 "-" "-"`,
    ),
    "1:27 no time in brackets after the user",
  );
});

Deno.test("combined takes a last quote that is missing for a line that was cut", () => {
  assertEquals(
    rowOf(
      `h - - ${STAMP} "GET / HTTP/1.1" 200 5 "-" "Mozilla/5.0 (comp`,
    )["agent"],
    "Mozilla/5.0 (comp",
  );
});

Deno.test("combined writes numbers without leading zeros as their text", () => {
  assertEquals(
    texts(combined, `h - - ${STAMP} "-" 000 0042`, {
      want: ["status", "bytes"],
    }),
    [["0", "42"]],
  );
});

Deno.test("combined tells what is wrong with a line, and where", () => {
  assertEquals(faultOf("word"), "1:5 no address before a space");
  assertEquals(faultOf(" - -"), "1:1 no address before a space");
  assertEquals(faultOf("h x"), "1:4 no identity after the address");
  assertEquals(faultOf("h - -"), "1:6 no time in brackets after the user");
  assertEquals(
    faultOf("h - - [17/May/2015"),
    "1:19 no request in quotes after the time",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} GET`),
    "1:35 no request in quotes after the time",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "GET`),
    "1:36 the quote of the request is never closed",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "-" 20 5`),
    "1:40 no status of three digits after the request",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "-" 2x0 5`),
    "1:40 no status of three digits after the request",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "-" 200`),
    "1:43 no number of bytes after the status",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "-" 200 x`),
    "1:44 no number of bytes after the status",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "-" 200 5 x`),
    "1:45 no referer in quotes after the number of bytes",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "-" 200 5 "x`),
    "1:46 the quote of the referer is never closed",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "-" 200 5 "x"`),
    "1:49 no agent in quotes after the referer",
  );
  assertEquals(
    faultOf(`h - - ${STAMP} "-" 200 5 "x" "y" z`),
    "1:53 text after the agent",
  );
});

Deno.test("combined never reads beyond its line", () => {
  const whole = `h - - ${STAMP} "GET / HTTP/1.1" 200 5 "-" "x"`;
  for (let length = 1; length < whole.length; length++) {
    const { rows, bad, lines } = decoding(
      combined,
      `${whole.slice(0, length)}\n${whole}\n`,
    );
    assertEquals(lines.length, 2);
    assertEquals(rows.length + bad.length, 2);
    assertEquals(rows.at(-1)?.[10], "x", whole.slice(0, length));
  }
});

corpusTest(
  "combined decodes the real access log as an independent pattern does",
  "access-log",
  (root) => {
    const bytes = Deno.readFileSync(new URL("apache_combined_10k.log", root));
    const { rows, bad } = decoding(combined, bytes, {
      want: [...FIELDS, "time:time", "ip:code"],
    });
    assertEquals(bad, []);
    assertEquals(rows.length, 10_000);
    const pattern =
      /^(\S+) (\S+) (\S+) \[([^\]]+)\] "(\S+) (\S+) (\S+)" (\d{3}) (\d+|-) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"?$/;
    const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
    const orNull = (text: string) => text === "-" ? null : text;
    for (const [at, line] of lines.entries()) {
      const parts = pattern.exec(line)!.slice(1);
      const expected = [
        ...parts.map((part, field) =>
          field === 7 || field === 8
            ? part === "-" ? null : Number(part)
            : orNull(part)
        ),
        parseTimestamp(parts[3]!),
        parts[0]!,
      ];
      assertEquals(rows[at], expected);
    }
  },
);

corpusTest(
  "combined survives odd logs, and accounts for every line",
  "lnav-logs",
  (root) => {
    let lines = 0;
    for (const { name, isFile } of Deno.readDirSync(root)) {
      if (!isFile) continue;
      const bytes = Deno.readFileSync(new URL(encodeURIComponent(name), root));
      const decoded = decoding(combined, bytes);
      assertEquals(
        decoded.rows.length + decoded.bad.length,
        decoded.lines.length,
      );
      lines += decoded.lines.length;
    }
    assert(lines > 1000);
  },
);
