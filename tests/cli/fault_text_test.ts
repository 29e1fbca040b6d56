import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { errorText, faultText, placeText } from "../../cli/fault_text.ts";
import { displayWidth } from "../../cli/terminal/width.ts";
import { Fault, Faults } from "../../lib/core/mod.ts";

const line = '{"time":"2026-01-05T10:00:00Z","path":';

Deno.test("faultText() tells what, where, with a caret, and how to mend it", () => {
  const fault = new Fault(
    "json/truncated",
    "cannot read row as JSON: input ends inside an object",
    {
      place: {
        source: "api.ndjson",
        line: 412,
        column: 39,
        excerpt: line,
        caret: 38,
      },
      mend:
        "Pass --bad-to FILE to keep such lines, or --bad fail to stop at the first",
    },
  );
  assertEquals(
    faultText(fault),
    `weir: cannot read row as JSON: input ends inside an object
  at api.ndjson:412:39
    {"time":"2026-01-05T10:00:00Z","path":
                                          ^
  Pass --bad-to FILE to keep such lines, or --bad fail to stop at the first
`,
  );
});

Deno.test("faultText() leaves out what a fault does not have", () => {
  assertEquals(faultText(new Fault("x", "it is so")), "weir: it is so\n");
  assertEquals(
    faultText(new Fault("x", "it is so", { place: { source: "a.csv" } })),
    "weir: it is so\n  at a.csv\n",
  );
  assertEquals(
    faultText(
      new Fault("x", "it is so", {
        place: { source: "a.csv", line: 3, excerpt: "a,b" },
      }),
    ),
    "weir: it is so\n  at a.csv:3\n    a,b\n",
  );
});

Deno.test("faultText() keeps a message on its line, whatever the data holds", () => {
  const hostile = 'x\n{"level":"error"}\r\u001b[2J\u202etxt\u0085\u2028';
  const text = faultText(
    new Fault("x", `no field ${hostile}`, {
      place: { source: hostile, line: 1, excerpt: hostile, caret: 0 },
      mend: `Drop ${hostile}`,
    }),
  );
  assertEquals(text.split("\n").length, 6);
  // deno-lint-ignore no-control-regex
  assert(!/[\u0000-\u0009\u000b-\u001f\u0080-\u009f\u2028\u202e]/.test(text));
  assertStringIncludes(
    text,
    'no field x\\n{"level":"error"}\\r\\x1b[2J\\u202etxt\\x85\\u2028\n',
  );
});

Deno.test("faultText() puts the caret below the spot where characters are wide or escaped", () => {
  const excerpt = "名前\t= x";
  const text = faultText(
    new Fault("x", "what", {
      place: { source: "f", line: 1, column: 4, excerpt, caret: 3 },
    }),
  );
  assertEquals(
    text.split("\n").slice(2, 4),
    ["    名前\\t= x", "          ^"],
  );
});

Deno.test("faultText() cuts a long line around the caret, at 120 columns", () => {
  const excerpt = "a".repeat(500) + "BAD" + "c".repeat(500);
  for (const caret of [0, 1, 60, 116, 117, 500, 999, 1002, 1003]) {
    const [, , shown = "", carets = ""] = faultText(
      new Fault("x", "what", {
        place: { source: "f", line: 1, excerpt, caret, caretLength: 3 },
      }),
    ).split("\n");
    assert(displayWidth(shown) <= 120, `${caret}: ${shown.length}`);
    const at = carets.indexOf("^");
    assertEquals(shown.slice(at, at + 3), excerpt.slice(caret, caret + 3));
  }
});

Deno.test("faultText() cuts a spot that is wider than the line", () => {
  const excerpt = "x".repeat(4000);
  const [, , shown = "", carets = ""] = faultText(
    new Fault("x", "what", {
      place: { source: "f", excerpt, caret: 10, caretLength: 3000 },
    }),
  ).split("\n");
  assert(shown.length <= 120 && carets.length <= 120);
});

Deno.test("faultText() takes the line from a text that it is given", () => {
  const job = "read a.csv\nfilter status = = 500\n";
  const padded = job.replaceAll(
    /read a.csv|filter/g,
    (word) => " ".repeat(word.length),
  );
  const fault = new Fault("x", "no value", {
    place: {
      source: "job.weir",
      line: 2,
      column: 17,
      excerpt: padded.split("\n")[1] ?? "",
      caret: 16,
    },
  });
  assertEquals(
    faultText(fault, { texts: new Map([["job.weir", job]]) }),
    `weir: no value
  at job.weir:2:17
    filter status = = 500
                    ^
`,
  );
});

Deno.test("faultText() takes the white space in front of a line away", () => {
  const fault = new Fault("x", "what", {
    place: { source: "f", line: 2, column: 7, excerpt: "      a + ", caret: 6 },
  });
  assertEquals(faultText(fault), "weir: what\n  at f:2:7\n    a +\n    ^\n");
});

Deno.test("faultText() tells all faults of a plan", () => {
  const text = faultText(
    new Faults([new Fault("x", "a"), new Fault("x", "b")]),
  );
  assertEquals(text, "weir: a\nweir: b\n");
});

Deno.test("faultText() uses colour only when asked, and never in the text itself", () => {
  const fault = new Fault("x", "a\u001b[31m", {
    place: { source: "f", excerpt: "abc", caret: 1 },
    mend: "b",
  });
  assert(!faultText(fault).includes("\u001b"));
  const coloured = faultText(fault, { colour: true });
  assertStringIncludes(coloured, "\u001b[1;31mweir:\u001b[0m a\\x1b[31m");
  // deno-lint-ignore no-control-regex
  assertEquals(coloured.replaceAll(/\u001b\[[\d;]*m/g, ""), faultText(fault));
});

Deno.test("errorText() shows a mistake of weir's own without a stack trace", () => {
  const text = errorText(new TypeError("x is\nno function"));
  assertEquals(
    text.split("\n")[0],
    "weir: this is a mistake in weir: TypeError: x is\\nno function",
  );
  assert(!/\bat .*:\d+:\d+/.test(text));
});

Deno.test("placeText() has the numbers that are known", () => {
  assertEquals(placeText({ source: "a", line: 1, column: 2 }), "a:1:2");
  assertEquals(placeText({ source: "a", line: 1 }), "a:1");
  assertEquals(placeText({ source: "stdin" }), "stdin");
});
