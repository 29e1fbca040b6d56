// What a user reads when a query is wrong: their own text, a caret, a mend.
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Engine,
  Fault,
  type Pane,
  type Query,
} from "../../lib/core/mod.ts";
import { createEngine } from "../../lib/engine/mod.ts";
import { paneOf, tableOf } from "../format/arrow_tables.ts";

const PANE = paneOf({
  host: ["a", "b"],
  ms: [1, 2.5],
  status: [200, 500],
  Level: ["x", "y"],
  at: [1, 2],
});

interface Wrong {
  readonly text: string;
  readonly code: string;
  readonly what: string;
  /** Line and column of the caret, and the text that it covers. */
  readonly at: readonly [number, number, string] | null;
  readonly mend: string | null;
}

const LISTED = "events has host, ms, status, Level, at";
const WINDOW = " on the window 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z";

const WRONG: readonly Wrong[] = [
  {
    text: "SELECT hsot FROM events",
    code: "sql/query",
    what: "cannot run sql query: there is no column hsot",
    at: [1, 8, "hsot"],
    mend: `Did you mean host? Else ${LISTED}`,
  },
  {
    text: "SELECT nothing_like_it FROM events",
    code: "sql/query",
    what: "cannot run sql query: there is no column nothing_like_it",
    at: [1, 8, "nothing_like_it"],
    mend: LISTED,
  },
  {
    text:
      "-- ü\nSELECT\n  'é\u{1f600}', now(), $p, 1.5, stauts -- here\nFROM events;",
    code: "sql/query",
    what: "cannot run sql query: there is no column stauts",
    at: [3, 26, "stauts"],
    mend: `Did you mean status? Else ${LISTED}`,
  },
  {
    text: "SELECT level FROM events",
    code: "sql/query",
    what: "cannot run sql query: there is no column level",
    at: [1, 8, "level"],
    mend: `Did you mean Level? Else ${LISTED}`,
  },
  {
    text: "SELECT e.foo FROM events e",
    code: "sql/query",
    what: "cannot run sql query: there is no column foo",
    at: [1, 10, "foo"],
    mend: LISTED,
  },
  {
    text: 'SELECT count(*) FROM events WHERE Level = "error"',
    code: "sql/query",
    what: "cannot run sql query: there is no column error",
    at: [1, 43, '"error"'],
    mend:
      `Write 'error' if it is a text: double quotes name a column. ${LISTED}`,
  },
  {
    text: "SELECT * FROM evens",
    code: "sql/query",
    what: "cannot run sql query: there is no table evens",
    at: [1, 15, "evens"],
    mend:
      "Did you mean events? Else pass --table evens=FILE to hand a file to the query",
  },
  {
    text: "SELECT * FROM users",
    code: "sql/query",
    what: "cannot run sql query: there is no table users",
    at: [1, 15, "users"],
    mend: "pass --table users=FILE to hand a file to the query",
  },
  {
    text: "SELECT conut(*) FROM events",
    code: "sql/query",
    what: "cannot run sql query: there is no function conut",
    at: [1, 8, "conut"],
    mend: "Did you mean count?",
  },
  {
    text: "SELECT json_extract(host, '$.a') FROM events",
    code: "sql/query",
    what:
      "cannot run sql query: json_extract is in DuckDB's extension json, and queries load none",
    at: [1, 8, "json_extract"],
    mend:
      "Name the path itself, such as user.id or tags[1]: weir reads JSON before the query does",
  },
  {
    text: "SELECT * FROM 'logs/geo.csv'",
    code: "sql/file",
    what: "cannot run sql query: it names a file, and queries see no files",
    at: [1, 15, "'logs/geo.csv'"],
    mend:
      "Name the file before the query and read it as events, or pass --table geo=logs/geo.csv and write FROM geo",
  },
  {
    text: "SELECT * FROM read_csv('it''s.csv')",
    code: "sql/file",
    what:
      "cannot run sql query: read_csv reads files, and queries see no files",
    at: [1, 15, "read_csv"],
    mend:
      "Name the file before the query and read it as events, or pass --table name='it'\\''s.csv' and write FROM name",
  },
  {
    text: "SELECT * FROM events WHERE\n ms > > 2",
    code: "sql/query",
    what: 'cannot run sql query: syntax error at or near ">"',
    at: [2, 7, ">"],
    mend: null,
  },
  {
    text: "SELECT at, ms FROM events",
    code: "sql/query",
    what: 'cannot run sql query: syntax error at or near ","',
    at: [1, 10, ","],
    mend: 'Write "at" in double quotes: it is a word of SQL as well as a field',
  },
  {
    text: "SELECT (ms FROM events",
    code: "sql/brackets",
    what: "cannot run sql query: a ( has no partner",
    at: [1, 8, "("],
    mend: "Add the bracket that is missing, or take this one away",
  },
  {
    text: "SELECT host, count(*) FROM events",
    code: "sql/query",
    what:
      'cannot run sql query: column "host" must appear in the GROUP BY clause or must be part of an aggregate function',
    at: [1, 8, "host"],
    mend: "Add it to GROUP BY, or write GROUP BY ALL",
  },
  {
    text: "SELECT $nope",
    code: "sql/parameter",
    what: "cannot run sql query: the parameter $nope has no value",
    at: [1, 8, "$nope"],
    mend: "Pass --param nope=value",
  },
  {
    text: "SELECT host::INTEGER FROM events",
    code: "sql/failed",
    what:
      `cannot run sql query${WINDOW}: Could not convert string 'a' to INT32 when casting from source column host`,
    at: [1, 12, "::"],
    mend: "Write TRY_CAST for CAST to have NULL where a value does not convert",
  },
  {
    text: "SELECT $secret::INTEGER + ms FROM events",
    code: "sql/failed",
    what:
      `cannot run sql query${WINDOW}: Could not convert string $secret to INT32`,
    at: [1, 15, "::"],
    mend: "Write TRY_CAST for CAST to have NULL where a value does not convert",
  },
  {
    text: "SELECT 9223372036854775807 + status FROM events",
    code: "sql/failed",
    what:
      `cannot run sql query${WINDOW}: Overflow in addition of INT64 (9223372036854775807 + 200)`,
    at: null,
    mend: null,
  },
  {
    text: "SELECT list(range) FROM range(100000000)",
    code: "sql/memory",
    what: `cannot run sql query${WINDOW}: DuckDB is out of memory`,
    at: null,
    mend:
      "Pass --engine native, which may use all memory, fold rows as they come with a stage 'agg', or make the windows smaller",
  },
];

Deno.test("a query that is wrong", async (t) => {
  const engine: Engine = createEngine({
    kind: "wasm",
    memoryLimitBytes: 60_000_000,
  });
  const failing = (text: string, pane: Pane = PANE): Promise<Fault> => {
    const query: Query = {
      text,
      source: "sql query",
      parameters: { p: "it's", secret: "hunter2" },
      nowUs: 0,
    };
    return assertRejects(() => engine.run(query, [pane]), Fault);
  };
  try {
    await engine.addTable("geo", tableOf({ host: ["a"] }));
    for (const { text, code, what, at, mend } of WRONG) {
      await t.step(text, async () => {
        const fault = await failing(text);
        assertEquals([fault.code, fault.message, fault.mend, fault.status], [
          code,
          what,
          mend,
          2,
        ]);
        const { source, line, column, excerpt, caret, caretLength } = fault
          .place!;
        assertEquals(source, "sql query");
        if (at === null) assertEquals([line, column, caret], [1, 1, undefined]);
        else {
          assertEquals(
            [line, column, excerpt!.slice(caret, caret! + caretLength!)],
            [...at],
          );
          assertEquals(excerpt, text.split("\n")[line! - 1]);
        }
        assert(
          fault.code === "sql/query" ? fault.cause instanceof Error : true,
        );
      });
    }
    await t.step("over the whole input names no window", async () => {
      const fault = await failing(
        "SELECT host::INTEGER FROM events",
        { ...PANE, window: null },
      );
      assertEquals(
        fault.message,
        "cannot run sql query: Could not convert string 'a' to INT32 when casting from source column host",
      );
    });
    await t.step(
      "shows names that differ by case as the user wrote them",
      async () => {
        const fault = await failing(
          "SELECT Host, count(*) FROM events",
          paneOf({ host: ["x"], Host: ["y"] }),
        );
        assert(
          fault.message.includes("column Host must appear"),
          fault.message,
        );
        assertEquals(fault.place!.column, 8);
      },
    );
    await t.step("by too many rows names the ways out", async () => {
      const text = "x".repeat(1_000);
      const fault = await failing(
        "SELECT count(*) FROM events",
        paneOf({ s: Array.from({ length: 100_000 }, () => text) }),
      );
      assertEquals(fault.code, "sql/memory");
      assert(fault.mend!.includes("--engine native"));
    });
    await t.step("does not stop the next one", async () => {
      const query: Query = {
        text: "SELECT 1",
        source: "q",
        parameters: {},
        nowUs: 0,
      };
      assertEquals((await engine.run(query, [PANE]))[0]!.rows, 1);
    });
  } finally {
    await engine.close();
  }
});
