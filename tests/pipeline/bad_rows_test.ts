// What becomes of rows that cannot be used, in their order among the others.
import { assertEquals } from "@std/assert";
import { recut } from "../recut.ts";
import { bytesOf, weir } from "./weir.ts";

/** What a run prints, whole and byte by byte, which must be the same. */
async function run(args: readonly string[], stdin: string, terminal = false) {
  const whole = await weir(args, { stdin, terminal });
  const cut = await weir(args, {
    stdin: recut(bytesOf(stdin), 1, stdin),
    terminal,
  });
  assertEquals(
    [cut.stdout, cut.stderr, cut.account],
    [whole.stdout, whole.stderr, whole.account],
  );
  return whole;
}

const TIMED = ["--time", "t", "filter", "_time IS NOT NULL"];
const ROWS = '{"t":1}\nno json\n{"t":"never"}\n{"t":2}\n{"x":3}\n';

Deno.test("kept bad lines leave in their place, those without a time too", async () => {
  const { stdout, account } = await run([...TIMED, "--bad", "keep"], ROWS);
  assertEquals(stdout, ROWS);
  assertEquals([account!.read, account!.bad], [5, 3]);
});

Deno.test("a kept bad line of CSV stands behind the header", async () => {
  const rows = "a,b\n1,2,3\n4,5\n";
  const { stdout } = await run(["filter", "a > 1", "--bad", "keep"], rows);
  assertEquals(stdout, rows);
});

Deno.test("what a kept bad line says to a terminal is shown, not sent", async () => {
  const { stdout } = await run(
    ["filter", "true", "--bad", "keep", "-o", "lines"],
    '{"a":1}\n\x1b[2J\n',
    true,
  );
  assertEquals(stdout.includes("\x1b"), false);
});

Deno.test("the first bad row ends a run that fails, with the rows before it written", async () => {
  for (
    const [rows, written, read] of [
      ['{"t":1}\n{"t":2}\n{"t":"never"}\n{"t":3}\n', 2, 3],
      ['{"t":1}\nno json\n{"t":"never"}\n', 1, 2],
      ['{"t":"never"}\nno json\n', 0, 1],
    ] as const
  ) {
    const { stdout, exit, account } = await run(
      [...TIMED, "--bad", "fail"],
      rows,
    );
    assertEquals(exit, 2);
    assertEquals(
      stdout,
      rows.split("\n").slice(0, written).map((line) => `${line}\n`).join(""),
    );
    assertEquals([account!.read, account!.bad], [read, 1]);
  }
});

Deno.test("bad rows of both kinds go aside in the order in which they came", async () => {
  const path = await Deno.makeTempFile();
  try {
    const { stdout, stderr } = await run([...TIMED, "--bad-to", path], ROWS);
    assertEquals(stdout, '{"t":1}\n{"t":2}\n');
    assertEquals(
      await Deno.readTextFile(path),
      'no json\n{"t":"never"}\n{"x":3}\n',
    );
    assertEquals(
      stderr.split("\n")[0],
      "weir: cannot read row as JSON: a value is expected",
    );
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("nothing behind the row that ends a run is told of or counted", async () => {
  for (
    const [args, rows] of [
      [["limit", "1"], '{"x":1}\nno json\n'],
      [["filter", "x > 0", "then", "limit", "1"], '{"x":1}\n{"x":"y"}\n'],
      [["limit", "1", "then", "set", "z = y"], '{"x":1,"y":2}\n{"x":2}\n'],
      [["limit", "2", "then", "limit", "1"], '{"x":1}\n{"x":2}\n'],
      [
        ["limit", "1", "then", "filter", "_time IS NOT NULL", "--time", "t"],
        '{"t":1}\n{"t":"never"}\n',
      ],
    ] as const
  ) {
    const { stderr, account } = await run(args, rows);
    assertEquals(stderr, "", args.join(" "));
    assertEquals([account!.read, account!.bad, account!.unreadable], [1, 0, 0]);
  }
});

Deno.test("a field that only a row behind the last has is one that no row had", async () => {
  const { stderr } = await run(
    ["limit", "1", "then", "set", "z = y"],
    '{"x":1}\n{"y":2}\n',
  );
  assertEquals(
    stderr.split("\n")[0],
    "weir: no row had the field y: it was NULL in all of them",
  );
});

Deno.test("a time that cannot be read before the last row is bad, and not filtered", async () => {
  const { account } = await run(
    [...TIMED, "then", "limit", "1"],
    '{"t":"never"}\n{"t":1}\n{"t":2}\n',
  );
  assertEquals(
    [account!.read, account!.bad, account!.filtered],
    [2, 1, 0],
  );
});

Deno.test("a value that cannot be read behind a sort is told of with its own row", async () => {
  const { stderr } = await run(
    ["sort", "a", "then", "filter", "b > 0"],
    '{"a":3,"b":1}\n{"a":1,"b":"z"}\n{"a":2,"b":2}\n',
  );
  // Rows that were held do not know their line any more.
  assertEquals(
    stderr.split("\n")[1],
    '  unreadable  1  first at stdin: cannot read "z" in b as NUMBER',
  );
});

Deno.test("more names of fields than can be kept hurt only what wants all of them", async () => {
  const many = Array.from({ length: 2_500 }, (_, n) => `{"k${n}":${n}}\n`);
  const stdin = many.join("");
  const kept = await weir(["filter", "k5 = 5"], { stdin });
  assertEquals([kept.stdout, kept.stderr, kept.exit], [many[5], "", 0]);
  const first = await weir(["limit", "1"], { stdin });
  assertEquals([first.stdout, first.exit], [many[0], 0]);
  const table = await weir(["filter", "true", "-o", "csv"], { stdin });
  assertEquals([table.stdout, table.exit], ["", 2]);
  assertEquals(
    table.stderr,
    "weir: cannot lay rows out as columns as they have too many fields\n" +
      "  Name the fields that you need, as in select 'a, b'\n",
  );
});
