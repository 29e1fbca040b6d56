// A run that is stopped: what is complete is out, what is held is open, and the account balances.
import { assertEquals } from "@std/assert";
import { weir } from "./weir.ts";

const WINDOW = ["window", "10s", "--time", "t", "--watermark", "0s", "then"];
const rows = (...times: number[]) =>
  times.map((t) => `{"t":${t},"x":${t % 7}}\n`).join("");

/** Stops a run after its input; counts that are zero are left out. */
async function stopped(args: readonly string[], stdin: string) {
  const { stdout, exit, account } = await weir(args, { stdin, stopped: true });
  const counts = Object.fromEntries(
    ["read", "filtered", "late", "bad", "open"].map((
      name,
    ) => [name, account![name]]).filter(([, count]) => count !== 0),
  );
  return { lines: stdout.split("\n").length - 1, exit, ...counts };
}

Deno.test("rows of open windows are open, those of complete ones are not", async () => {
  assertEquals(
    await stopped([...WINDOW, "agg", "count(*) AS n"], rows(1, 2, 11, 12, 25)),
    { lines: 2, exit: 130, read: 5, open: 1 },
  );
  assertEquals(
    await stopped([...WINDOW, "sort", "x"], rows(1, 2, 11, 12, 25)),
    { lines: 4, exit: 130, read: 5, open: 1 },
  );
});

Deno.test("a filter that holds nothing leaves nothing open", async () => {
  assertEquals(
    await stopped(["filter", "t > 1"], rows(1, 2, 3)),
    { lines: 2, exit: 130, read: 3, filtered: 1 },
  );
});

Deno.test("rows of the input that a second window holds are open, be they sorted or not", async () => {
  assertEquals(
    await stopped(
      [...WINDOW, "sort", "x", "then", "window", "1h", "then", "agg"],
      rows(1, 2, 11, 12, 25),
    ),
    { lines: 0, exit: 130, read: 5, open: 5 },
  );
});

Deno.test("rows that a stage made are no rows of the input, and are not counted as open", async () => {
  const inner = [...WINDOW, "agg", "count(*) AS n", "--by", "x", "then"];
  assertEquals(
    await stopped(
      [...inner, "window", "1h", "then", "agg", "sum(n) AS n"],
      rows(1, 2, 3, 4, 5, 11, 12),
    ),
    { lines: 0, exit: 130, read: 7, open: 2 },
  );
  assertEquals(
    await stopped(
      [
        ...WINDOW,
        "sql",
        "SELECT unnest(range(1000)) AS n FROM events",
        "then",
        "window",
        "1h",
        "then",
        "agg",
        "--engine",
        "native",
      ],
      rows(1, 2, 11),
    ),
    { lines: 0, exit: 130, read: 3, open: 1 },
  );
});

Deno.test("a run that is stopped before its first line has read nothing", async () => {
  assertEquals(
    await stopped(["filter", "x > 1"], ""),
    { lines: 0, exit: 130 },
  );
  assertEquals(
    await stopped(["filter", "x > 1", "-o", "csv"], '{"x"'),
    { lines: 0, exit: 130 },
  );
});
