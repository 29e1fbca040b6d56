// The big list of naughty strings as field values, through the command and back.
import { assert, assertEquals } from "@std/assert";
import { tableFromIPC } from "@uwdata/flechette";
import { bytesOf, good, rowsOf, weir } from "./weir.ts";

const LIST = new URL("../../../shared/corpora/blns/blns.json", import.meta.url);

/** Every naughty string, and what only tests think of; an empty list where the corpus is absent. */
function naughty(): string[] {
  try {
    const strings = JSON.parse(Deno.readTextFileSync(LIST)) as string[];
    return [
      ...strings,
      "\0",
      "\ufeff",
      "\r",
      "\n",
      "\r\n",
      "a\n",
      '"',
      "\u2028",
      "\x1b[31mred\x1b[0m",
      "\x9b31m",
      "x".repeat(70_000),
    ].map((text) => text.toWellFormed());
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

const STRINGS = naughty();
const INPUT = STRINGS.map((s, i) => `${JSON.stringify({ i, s })}\n`).join("");
/** Stages after which values are written by weir, not passed on. */
const STAGES = ["set", "c = s", "then", "select", "i, c AS s"];

function corpusTest(name: string, fn: () => Promise<void>): void {
  const there = STRINGS.length > 0;
  Deno.test({
    name: there ? name : `${name} (skipped: there is no ${LIST.pathname})`,
    ignore: !there,
    fn,
  });
}

function assertStrings(rows: readonly Record<string, unknown>[]): void {
  assertEquals(rows.map(({ i }) => i), STRINGS.map((_, i) => i));
  assertEquals(rows.map(({ s }) => s), STRINGS);
}

corpusTest("naughty strings leave as NDJSON as they came", async () => {
  assertEquals(await good(["filter", "true"], { stdin: INPUT }), INPUT);
  assertStrings(rowsOf(await good(STAGES, { stdin: INPUT })));
  assertStrings(
    rowsOf(await good(["set", "i = i + 0"], { stdin: INPUT })),
  );
});

for (const format of ["csv", "tsv"]) {
  corpusTest(
    `naughty strings come back from ${format}, written anew or as they were`,
    async () => {
      for (const stages of [STAGES, ["filter", "true"]]) {
        const text = await good([...stages, "-o", format], { stdin: INPUT });
        const types = ["--types", "s=VARCHAR"];
        const back = await good(
          ["--format", format, ...types, "select", "i, s"],
          { stdin: text },
        );
        assertStrings(rowsOf(back));
        // Kept lines of CSV leave as they came, line ends in cells too.
        assertEquals(
          await good(["--format", format, "filter", "true"], { stdin: text }),
          text,
        );
      }
    },
  );
}

corpusTest("any Arrow reader reads naughty strings", async () => {
  const { bytes, exit } = await weir([...STAGES, "-o", "arrow"], {
    stdin: INPUT,
  });
  assertEquals(exit, 0);
  const table = tableFromIPC(bytes, {});
  // This reader drops a byte order mark at the beginning of a text.
  assertEquals(
    [...table.getChild("s")],
    STRINGS.map((s) => s.replace(/^\ufeff/u, "")),
  );
});

corpusTest("naughty strings pass from weir to weir", async () => {
  for (const stages of [STAGES, ["filter", "true"]]) {
    const { bytes, exit } = await weir([...stages, "-o", "weir"], {
      stdin: INPUT,
    });
    assertEquals(exit, 0);
    assertStrings(rowsOf(await good(["select", "i, s"], { stdin: [bytes] })));
  }
});

corpusTest("naughty strings in a table do nothing to a terminal", async () => {
  const stages = [...STAGES, "then", "filter", "length(s) < 1000"];
  for (const terminal of [true, false]) {
    const text = await good([...stages, "-o", "table"], {
      stdin: INPUT,
      terminal,
    });
    assert(text.split("\n").length > STRINGS.length);
    if (!terminal) continue;
    const found = text.split("\n").find((line) =>
      /[\p{Cc}\p{Bidi_C}]/u.test(line)
    );
    assertEquals(found, undefined);
  }
});

corpusTest("naughty strings go to DuckDB and come back", async () => {
  const rows = rowsOf(
    await good(
      ["sql", "SELECT i, s FROM (SELECT i, s FROM events) ORDER BY i"],
      { stdin: INPUT },
    ),
  );
  assertStrings(rows);
});

corpusTest("naughty strings are told apart as groups", async () => {
  const rows = rowsOf(
    await good(["agg", "min(i) AS i, count(*) AS n", "--by", "s"], {
      stdin: INPUT + INPUT,
    }),
  );
  const distinct = [...new Set(STRINGS)];
  assertEquals(rows.length, distinct.length);
  assertEquals(
    new Map(rows.map(({ s, n }) => [s, n])),
    new Map(
      distinct.map((s) => [s, 2 * STRINGS.filter((one) => one === s).length]),
    ),
  );
});

corpusTest(
  "a naughty string as a literal finds its own rows and no others",
  async () => {
    for (const s of new Set(STRINGS)) {
      if (s.length > 10_000) continue;
      const literal = `'${s.replaceAll("'", "''")}'`;
      const kept = await good(["filter", `s = ${literal}`], { stdin: INPUT });
      assertEquals(
        rowsOf(kept).map((row) => row.s),
        STRINGS.filter((one) => one === s),
      );
    }
  },
);

corpusTest(
  "a naughty string as a parameter is text, or the value that it says",
  async () => {
    for (const s of new Set(STRINGS)) {
      // NULL equals nothing, a truth value no text, and a number has 128 bits.
      if (
        s.length > 10_000 || /^(null|true|false|\d{39,})$/iu.test(s)
      ) continue;
      const kept = await good(["filter", "s = $v", "--param", `v=${s}`], {
        stdin: INPUT,
      });
      assert(rowsOf(kept).some((row) => row.s === s), JSON.stringify(s));
    }
  },
);

corpusTest(
  "bad rows with naughty strings make messages of whole lines",
  async () => {
    const stdin = STRINGS.map((s) => `{"s":${JSON.stringify(s)}\n`).join("") +
      bytesOf("").join("");
    const { stderr } = await weir(["filter", "true"], { stdin });
    assertEquals(stderr.trimEnd().split("\n").length, 6, stderr);
  },
);
