import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { recut } from "../recut.ts";
import { bytesOf, good, type Outcome, weir } from "./weir.ts";

/** More rows of one shape than the beginning of an input holds. */
const MANY = Array.from(
  { length: 2_000 },
  (_, n) =>
    `{"a":${n},"b":"${"x".repeat(40)}","ts":"2026-01-01T00:00:${
      String(n % 60).padStart(2, "0")
    }Z"}\n`,
).join("");
const LATE = '{"a":2000,"z":1}\n';
const SELECT = "then select 'a, b, ts, z'";

async function inFile(
  text: string,
  run: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/in.ndjson`, text);
    await run(`${folder}/in.ndjson`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What must not follow from how the input comes. */
const told = ({ stdout, stderr, exit, account }: Outcome, source: string) => ({
  stdout,
  stderr: stderr.replaceAll(source, "INPUT"),
  exit,
  account: { ...account, bytes: 0, firstBad: null },
});

Deno.test("a field that comes behind the beginning of the input is a fault that names select", async () => {
  const outcome = await weir(["select", "*", "-o", "csv"], {
    stdin: MANY + LATE + MANY,
  });
  assertEquals(outcome.exit, 2);
  assertEquals(outcome.stdout.split("\n").length, 1 + 2_000 + 1);
  assertEquals(
    outcome.stderr,
    `weir: cannot add a column z: the columns are fixed by the beginning of the input
  at stdin:2001:11
    {"a":2000,"z":1}
              ^^^
  Name the columns that you want: ${SELECT}
`,
  );
});

Deno.test("a late field is the same fault wherever the input is cut", async () => {
  const text = MANY + LATE + MANY + '{"q":1}\n';
  const args = ["filter", "a <> 5", "-o", "csv"];
  const whole = told(await weir(args, { stdin: text }), "stdin");
  assertEquals(whole.exit, 2);
  for (const size of [50, 5_000, 100_000]) {
    const chunks = recut(bytesOf(text), size, `late ${size}`);
    assertEquals(told(await weir(args, { stdin: chunks }), "stdin"), whole);
  }
  await inFile(text, async (path) => {
    assertEquals(told(await weir([path, ...args]), path), whole);
  });
});

Deno.test("a field that only rows have that are left out is no fault", async () => {
  const stdout = await good(["filter", "z IS NULL", "-o", "csv"], {
    stdin: MANY + LATE + MANY,
  });
  assertEquals(stdout.split("\n").length, 1 + 4_000 + 1);
});

Deno.test("a late field that is dropped, computed or renamed away is no fault", async () => {
  const stdin = MANY + LATE;
  for (
    const stage of [["drop", "z"], ["set", "z = a"], ["rename", "z AS b2"]]
  ) {
    await good([...stage, "-o", "csv"], { stdin });
  }
});

Deno.test("a late field is a fault behind sort and held windows too, with its place", async () => {
  for (
    const stages of [
      ["sort", "a DESC"],
      ["window", "1m", "then", "sort", "a DESC"],
    ]
  ) {
    const late = '{"a":2000,"ts":"2026-01-01T00:00:01Z","z":1}\n';
    const outcome = await weir([...stages, "-o", "csv"], {
      stdin: MANY + late + MANY,
    });
    assertEquals([outcome.exit, stages.length > 2], [2, stages.length > 2]);
    assertStringIncludes(outcome.stderr, "cannot add a column z");
    assertStringIncludes(outcome.stderr, "at stdin:2001:");
  }
});

Deno.test("write in the middle and -o arrow do not lose a late field in silence", async () => {
  await inFile(MANY + LATE, async (path) => {
    const file = path.replace("in.ndjson", "out.csv");
    const written = await weir([path, "write", file, "then", "agg"]);
    assertEquals(written.exit, 2);
    assertStringIncludes(written.stderr, SELECT);
    const arrow = await weir([path, "-o", "arrow", "filter", "a >= 0"]);
    assertEquals(arrow.exit, 2);
    assertStringIncludes(arrow.stderr, SELECT);
  });
});

Deno.test("odd names are in the command to paste as they must be written", async () => {
  const { stderr } = await weir(["filter", "true", "-o", "csv"], {
    stdin: MANY + `{"it's \\"q\\"":1,"select":2}\n`,
  });
  assertStringIncludes(
    stderr,
    `then select 'a, b, ts, "it'\\''s ""q""", "select"'`,
  );
});

Deno.test("a later file whose fields differ is a fault that names select", async () => {
  await inFile('{"a":1}\n', async (path) => {
    const other = path.replace("in.ndjson", "other.ndjson");
    await Deno.writeTextFile(other, '{"b":1}\n');
    const { exit, stderr, stdout } = await weir([
      path,
      other,
      "filter",
      "true",
      "-o",
      "csv",
    ]);
    assertEquals([exit, stdout], [2, "a\n1\n"]);
    assertStringIncludes(stderr, "then select 'a, b'");
    assertStringIncludes(stderr, `${other}:1:2`);
  });
});

Deno.test("NDJSON takes fields whenever they come", async () => {
  const stdout = await good(["set", "c = 1"], { stdin: MANY + LATE });
  assert(stdout.endsWith('{"a":2000,"z":1,"c":1}\n'));
});
