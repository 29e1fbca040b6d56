// What a run does with files, devices and its surroundings.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gzipSync } from "node:zlib";
import { permissions } from "../../cli/install/shim.ts";
import { type Ended, run, shell, shellWords, withFolder } from "./child.ts";

const FIXTURE = decodeURIComponent(
  new URL("../../fixtures/access.log", import.meta.url).pathname,
);
const unix = { ignore: Deno.build.os === "windows" };

/** A message of weir's: what, where, how to mend it, and no stack. */
function assertFault({ stdout, stderr, code }: Ended, what: string): void {
  assertEquals([stdout, code], ["", 2], stderr);
  assertStringIncludes(stderr, what);
  assert(stderr.startsWith("weir: "), stderr);
  assert(
    !stderr.includes("mistake in weir") && !/\.ts:\d/.test(stderr),
    stderr,
  );
}

for (
  const args of [
    ["filter", "true"],
    ["filter", "true", "-o", "csv"],
    ["filter", "true", "-o", "arrow"],
    ["window", "1m", "--time=t", "then", "agg"],
    ["sql", "SELECT x FROM (SELECT * FROM events)"],
  ]
) {
  Deno.test({
    name: `${args.join(" ")} to a full disk is an error that says so`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      const { stderr, code } = await shell(
        `printf '{"t":1,"x":2}\\n' | ${shellWords(args)} > /dev/full`,
      );
      assertEquals(code, 2);
      assertStringIncludes(
        stderr,
        "weir: cannot write the output: no space is left\n",
      );
      assert(!stderr.includes("mistake in weir"), stderr);
    },
  });
}

Deno.test({
  name:
    "write, --bad-to and --late to a full disk are errors that name the file",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const rows = '{"t":100}\nbad\n{"t":1}\n';
    const window = ["window", "10s", "--time=t", "--watermark=0s", "then"];
    for (
      const args of [
        ["write", "/dev/full"],
        ["filter", "true", "--bad-to", "/dev/full"],
        [...window, "agg", "--late", "/dev/full"],
      ]
    ) {
      const { stderr, code } = await run(args, rows);
      assertEquals(code, 2, stderr);
      assertStringIncludes(stderr, "no space is left\n  at /dev/full\n");
    }
  },
});

Deno.test("a folder, a missing file and a missing folder are errors that say so", () =>
  withFolder(async (folder) => {
    assertFault(await run([folder, "filter", "true"]), "it is a directory");
    assertFault(
      await run([`${folder}/none.log`, "filter", "true"]),
      `${folder}/none.log`,
    );
    assertFault(
      await run(["write", `${folder}/none/out.csv`], '{"a":1}\n'),
      "its folder is not there",
    );
  }));

Deno.test({
  name: "a file that may not be read is an error that says so",
  // Whoever is root may read everything.
  ignore: Deno.build.os === "windows" || Deno.uid() === 0,
  fn: () =>
    withFolder(async (folder) => {
      const path = `${folder}/secret.log`;
      await Deno.writeTextFile(path, "x\n");
      await Deno.chmod(path, 0o000);
      assertFault(await run([path, "filter", "true"]), "permission denied");
    }),
});

Deno.test("no input gives no rows, an empty CSV its header, and a count of zero", async () => {
  for (
    const [args, stdin, stdout] of [
      [["filter", "a > 1"], "", ""],
      [["filter", "a > 1"], "\n\n", ""],
      [["filter", "a > 1"], "a,b\n", "a,b\n"],
      [["select", "b", "-o", "csv"], "a,b\n", "b\n"],
      [["agg", "count(*) AS n"], "", '{"n":0}\n'],
      [["window", "1m", "--time=t", "then", "agg"], "", ""],
      [["sql", "SELECT count(*) AS n FROM events"], "", '{"n":0}\n'],
    ] as const
  ) {
    const ended = await run(args, stdin);
    assertEquals(ended, { stdout, stderr: "", code: 0 }, args.join(" "));
  }
});

Deno.test("a last row without a line end is a row, and gets one", async () => {
  const { stdout, code } = await run(["filter", "a > 0"], '{"a":1}\n{"a":2}');
  assertEquals([stdout, code], ['{"a":1}\n{"a":2}\n', 0]);
});

Deno.test("gzip that was cut gives the good rows, says so and ends with status 2", () =>
  withFolder(async (folder) => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `{"n":${n * 7919}}\n`)
      .join("");
    const packed = gzipSync(rows);
    const path = `${folder}/cut.ndjson.gz`;
    await Deno.writeFile(path, packed.subarray(0, packed.length / 2));
    for (
      const ended of [
        await run([path, "filter", "true"]),
        await run(["filter", "true"], packed.subarray(0, packed.length / 2)),
      ]
    ) {
      const { stdout, stderr, code } = ended;
      assertEquals(code, 2, stderr);
      assert(stdout.length > 1000 && rows.startsWith(stdout.slice(0, 1000)));
      assertStringIncludes(stderr, "weir: ");
      assert(!stderr.includes("mistake in weir"), stderr);
    }
  }));

Deno.test("files of several members, written and read with gzip", () =>
  withFolder(async (folder) => {
    await run(["write", `${folder}/one.ndjson.gz`], '{"a":1}\n');
    await run(["write", `${folder}/two.ndjson.gz`], '{"a":2}\n');
    const both = new Uint8Array([
      ...await Deno.readFile(`${folder}/one.ndjson.gz`),
      ...await Deno.readFile(`${folder}/two.ndjson.gz`),
    ]);
    const { stdout, code } = await run(["filter", "true"], both);
    assertEquals([stdout, code], ['{"a":1}\n{"a":2}\n', 0]);
  }));

Deno.test("results, bad rows and late rows each go where they are sent, and stdout holds results only", () =>
  withFolder(async (folder) => {
    const rows =
      '{"t":1,"x":1}\n{"t":30,"x":2}\nbad line\n{"t":2,"x":3}\n{"t":61,"x":"y"}\n';
    const { stdout, stderr, code } = await run([
      "set",
      "x = x + 1",
      "then",
      "write",
      `${folder}/tee.csv`,
      "then",
      "window",
      "10s",
      "--time=t",
      "--watermark=0s",
      "then",
      "agg",
      "count(*) AS n",
      "--stats",
      "--bad-to",
      `${folder}/bad`,
      "--late",
      `${folder}/late`,
    ], rows);
    assertEquals(code, 0, stderr);
    assertEquals(
      stdout.trimEnd().split("\n").map((line) => JSON.parse(line).n),
      [1, 1, 1],
    );
    const read = (name: string) => Deno.readTextFile(`${folder}/${name}`);
    assertEquals(await read("bad"), "bad line\n");
    assertEquals(
      await read("late"),
      '{"t":2,"x":3,"_late_by_us":20000000}\n',
    );
    assertEquals(await read("tee.csv"), "t,x\n1,2\n30,3\n2,4\n61,\n");
    for (const part of ["read 5 = kept 3", "late 1", "bad 1", "unreadable"]) {
      assertStringIncludes(stderr, part);
    }
  }));

Deno.test("messages of every command go to stderr, data to stdout", async () => {
  const bad = '{"x":1}\nno row\n{"x":"y"}\n';
  for (
    const args of [
      ["filter", "x > 0"],
      ["set", "y = x + 1"],
      ["select", "x"],
      ["drop", "z"],
      ["rename", "x AS y"],
      ["sort", "x"],
      ["limit", "5"],
      ["top", "3", "x"],
      ["flatten"],
      ["agg", "sum(x) AS s"],
      ["sql", "SELECT count(*) AS n FROM events"],
    ]
  ) {
    const { stdout, stderr } = await run([...args, "--stats"], bad);
    for (const line of stdout.trimEnd().split("\n")) JSON.parse(line);
    assertStringIncludes(stderr, "bad 1");
    for (const line of stderr.trimEnd().split("\n")) {
      assert(line.startsWith("weir: ") || line.startsWith("  "), line);
    }
  }
});

Deno.test({
  name: "no run needs the network, a time zone or a language of the system",
  ...unix,
  async fn() {
    const args = [
      FIXTURE,
      "window",
      "1d",
      "then",
      "sql",
      "SELECT count(*) AS n, max(path) AS p FROM (SELECT * FROM events)",
    ];
    const usual = await run(args);
    assertEquals(usual.code, 0, usual.stderr);
    // Some of the environment is the runtime's own: where its modules are.
    const own = Object.fromEntries(
      ["PATH", "HOME", "DENO_DIR"].flatMap((name) => {
        const value = Deno.env.get(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const far = await run(args, "", {
      flags: ["-A", "--deny-net", "--no-remote", "--cached-only"],
      env: { ...own, TZ: "Pacific/Apia" },
    });
    assertEquals(far, usual);
  },
});

/** What an installed weir may do; here its code comes from the checkout. */
const INSTALLED = permissions(false);

Deno.test({
  name:
    "an installed weir sees that stdin is a file, whose windows wait for its end",
  ...unix,
  async fn() {
    await withFolder(async (folder) => {
      // Later by more than the delay of a live input.
      const rows = [100, 1, 50].map((t) => `{"t":${t}}\n`).join("");
      await Deno.writeTextFile(`${folder}/rows.ndjson`, rows);
      const stage = ["window", "10s", "--time", "t", "then", "agg"];
      const file = `'${folder}/rows.ndjson'`;
      const windows = async (text: string): Promise<string[]> => {
        const { stdout, stderr, code } = await shell(text);
        assertEquals([stderr, code], ["", 0]);
        return stdout.trim().split("\n").map((line) =>
          JSON.parse(line).window_start
        );
      };
      const all = [
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:50Z",
        "1970-01-01T00:01:40Z",
      ];
      const words = shellWords(stage, INSTALLED);
      assertEquals(await windows(`${words} < ${file}`), all);
      // One process that says it to another (C6).
      const first = shellWords(
        ["filter", "true", "--time", "t", "-o", "weir"],
        INSTALLED,
      );
      assertEquals(await windows(`${first} < ${file} | ${words}`), all);
      // A pipe is live, whatever is written into it.
      const live = await shell(`cat ${file} | ${words}`);
      assertStringIncludes(live.stderr, "2 rows were late");
    });
  },
});

for (
  const [why, flags] of [
    ["the permission", INSTALLED],
    ["the package", ["-A", "--cached-only"]],
  ] as const
) {
  Deno.test(`--engine native without ${why} says how it is installed`, async () => {
    await withFolder(async (folder) => {
      const { imports, ...rest } = JSON.parse(
        await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
      );
      if (why === "the package") delete imports["@duckdb/node-api"];
      const config = `${folder}/deno.json`;
      await Deno.writeTextFile(
        config,
        JSON.stringify({ ...rest, imports, lock: false }),
      );
      const ended = await run(
        ["sql", "SELECT x FROM events", "--engine", "native"],
        '{"x":1}\n',
        { flags, config },
      );
      assertFault(ended, "cannot start DuckDB (native): it is not installed");
      assertStringIncludes(ended.stderr, "deno task install --native");
    });
  });
}
