// User SQL that reaches out, against each of the three walls alone: our own
// reading of the statement, DuckDB's lock, and the permissions of the worker.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Fault, type Query } from "../../lib/core/mod.ts";
import { DatabaseError, type Driver } from "../../lib/engine/driver.ts";
import { openNative } from "../../lib/engine/duckdb_native.ts";
import { openWasm } from "../../lib/engine/duckdb_wasm.ts";
import { engineOn } from "../../lib/engine/engine.ts";
import { paneOf, rowsOf } from "../format/arrow_tables.ts";

const OPEN = { memoryLimitBytes: null, threads: 1 } as const;

/** Where the probes aim: a file with a secret, a server that counts, and room for files that must not appear. */
interface Target {
  readonly folder: string;
  readonly file: string;
  readonly url: string;
  readonly hits: () => number;
  readonly files: () => string[];
}

async function withTarget(
  use: (target: Target) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/secret.csv`;
  await Deno.writeTextFile(file, "a\nsecret\n");
  let hits = 0;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => {
      hits++;
      return new Response("a\nnet\n");
    },
  );
  try {
    await use({
      folder,
      file,
      url: `http://127.0.0.1:${server.addr.port}/x.csv`,
      hits: () => hits,
      files: () => [...Deno.readDirSync(folder)].map(({ name }) => name),
    });
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Statements that read, write or fetch what is not theirs. */
function reachingOut({ folder, file, url }: Target): string[] {
  return [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    `SELECT * FROM read_csv('${file}')`,
    `SELECT content FROM read_text('${file}')`,
    `SELECT content FROM "read_blob"('${file}')`,
    `SELECT * FROM sniff_csv('${file}')`,
    `SELECT * FROM events JOIN '${file}' ON true`,
    `WITH t AS (SELECT * FROM read_csv('${file}')) SELECT * FROM t`,
    `SELECT (SELECT max(content) FROM read_text('${file}'))`,
    `COPY (SELECT 1 AS a) TO '${folder}/out.csv'`,
    `COPY events FROM '${file}'`,
    `EXPORT DATABASE '${folder}/out'`,
    `IMPORT DATABASE '${folder}'`,
    `ATTACH '${folder}/out.db' AS out`,
    `SELECT * FROM read_csv('${url}')`,
    `SELECT * FROM '${url}'`,
    "LOAD httpfs",
    `LOAD '${folder}/x.duckdb_extension'`,
  ];
}

/** Statements that would change how DuckDB runs. */
const CONFIGURING = [
  "SET enable_external_access=true",
  "SET lock_configuration=false",
  "SET GLOBAL memory_limit='1TB'",
  "SET autoload_known_extensions=true",
  "SET ieee_floating_point_ops=true",
  "RESET lock_configuration",
  "RESET enable_external_access",
  "PRAGMA memory_limit='1TB'",
  "PRAGMA enable_external_access=true",
];

/** Statements that do not only read, and ways to smuggle one in. */
const WRITING = [
  "INSTALL httpfs",
  "CALL enable_logging('QueryLog', storage='file')",
  "SELECT * FROM enable_logging()",
  "SELECT * FROM query('DELETE FROM events')",
  "SELECT * FROM main.query('SELECT 1')",
  "FROM query_table('events')",
  "SELECT * FROM arrow_scan(1, 2, 3)",
  "CREATE TABLE t (a INTEGER)",
  "CREATE OR REPLACE MACRO p50(x) AS 1",
  "INSERT INTO events VALUES (1)",
  "DELETE FROM events",
  "UPDATE events SET n = 2",
  "DROP TABLE events",
  "ALTER TABLE events ADD COLUMN x INTEGER",
  "TRUNCATE events",
  "BEGIN",
  "COMMIT",
  "EXPLAIN SELECT 1",
  "EXPLAIN ANALYZE DELETE FROM events",
  "PREPARE x AS SELECT 1",
  "EXECUTE x",
  "VACUUM",
  "CHECKPOINT",
  "USE main",
  "SET VARIABLE x = 1",
  "DETACH memory",
  "DESCRIBE events",
  "SHOW TABLES",
  "SELECT 1; DROP TABLE events",
  "SELECT 1;; SELECT 2",
  "SELECT 1) TO '/tmp/x'; --",
  "WITH a AS (SELECT 1) DELETE FROM events",
  "WITH a AS (SELECT 1), b(c) AS MATERIALIZED (SELECT 2) INSERT INTO events SELECT 1",
  "WITH RECURSIVE a AS (SELECT 1) UPDATE events SET n = 1",
  "/* SELECT */ DROP TABLE events",
  "((DROP TABLE events))",
  "",
  "-- nothing",
  ";",
  "WITH",
  "WITH a",
];

Deno.test("our reading of the statement alone refuses all of it before DuckDB hears of it", async () => {
  const asked: string[] = [];
  const silent: Driver = {
    name: "wasm",
    version: () => Promise.resolve("v0"),
    load: () => Promise.reject(new Error("it was asked to load")),
    query(sql) {
      asked.push(sql);
      return Promise.reject(new Error("it was asked"));
    },
    close: () => Promise.resolve(),
  };
  const engine = engineOn(silent);
  const target: Target = {
    folder: "/tmp/x",
    file: "/tmp/x/secret.csv",
    url: "http://127.0.0.1/x.csv",
    hits: () => 0,
    files: () => [],
  };
  for (const text of [...reachingOut(target), ...CONFIGURING, ...WRITING]) {
    const query: Query = {
      text,
      source: "sql query",
      parameters: {},
      nowUs: 0,
    };
    const fault = await assertRejects(
      () => engine.run(query, [paneOf({ n: [1] })]),
      Fault,
      "cannot run sql query",
      text,
    );
    assert(fault.mend !== null && fault.place !== null, text);
  }
  assertEquals(asked, []);
});

Deno.test("without any wall DuckDB does read files, so that the probes mean something", async () => {
  await withTarget(async ({ file, folder, files }) => {
    const driver = openWasm({ ...OPEN, sandbox: "sql", lock: false });
    try {
      const answer = await driver.query(`SELECT * FROM read_csv('${file}')`);
      assertEquals(rowsOf(answer), [["secret"]]);
      await driver.query(`COPY (SELECT 1 AS a) TO '${folder}/out.csv'`);
      assert(files().includes("out.csv"));
      await driver.query("SET ieee_floating_point_ops=true");
    } finally {
      await driver.close();
    }
  });
});

for (const open of [openWasm, openNative]) {
  Deno.test(`DuckDB's lock alone refuses files, network and settings (${open.name})`, async () => {
    await withTarget(async (target) => {
      const driver = open({ ...OPEN, sandbox: "sql", lock: true });
      try {
        await driver.load("events", paneOf({ n: [1] }));
        for (const text of [...reachingOut(target), ...CONFIGURING]) {
          await assertRejects(
            () => driver.query(text),
            DatabaseError,
            "",
            text,
          );
        }
        // What it was given still works.
        assertEquals(
          rowsOf(await driver.query("SELECT 1 / 0, n FROM events")),
          [[null, 1]],
        );
      } finally {
        await driver.close();
      }
      assertEquals(target.files(), ["secret.csv"]);
      assertEquals(target.hits(), 0);
    });
  });
}

Deno.test("the worker's permissions alone refuse files and network", async () => {
  await withTarget(async (target) => {
    const driver = openWasm({ ...OPEN, sandbox: "full", lock: false });
    try {
      await driver.load("events", paneOf({ n: [1] }));
      for (const text of reachingOut(target)) {
        await assertRejects(() => driver.query(text), DatabaseError, "", text);
      }
      assertEquals(rowsOf(await driver.query("SELECT n FROM events")), [[1]]);
    } finally {
      await driver.close();
    }
    assertEquals(target.files(), ["secret.csv"]);
    assertEquals(target.hits(), 0);
  });
});

Deno.test("the worker of the full sandbox has no more than it needs", async () => {
  // A process that grants only what the command needs can still start it.
  const program = `
    import { createEngine } from "${new URL(
    "../../lib/engine/mod.ts",
    import.meta.url,
  )}";
    const engine = createEngine({ kind: "wasm", sandbox: "full" });
    const column = { layout: "values", tags: new Uint8Array([4]), numbers: new Float64Array([7]), spans: new Uint32Array(2), bytes: new Uint8Array() };
    const pane = { window: null, fields: [{ name: "n", type: "ANY" }], columns: [column], rows: 1 };
    const [rows] = await engine.run({ text: "SELECT n + 1 AS n FROM events", source: "q", parameters: {}, nowUs: 0 }, [pane]);
    await Deno.stdout.write(new TextEncoder().encode(String(rows.columns[0].numbers[0])));
    await engine.close();
  `;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, program);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--config",
        new URL("../../deno.json", import.meta.url).pathname,
        "--allow-read",
        "--allow-sys=cpus",
        file,
      ],
    }).output();
    const text = new TextDecoder();
    assertEquals([code, text.decode(stdout)], [0, "8"], text.decode(stderr));
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("DuckDB's own chatter does not reach stdout or stderr", async () => {
  const program = `
    import { openWasm } from "${new URL(
    "../../lib/engine/duckdb_wasm.ts",
    import.meta.url,
  )}";
    const driver = openWasm({ sandbox: "full", lock: false, memoryLimitBytes: null, threads: 1 });
    await driver.query("SELECT * FROM read_text('/etc/passwd')").catch(() => {});
    await driver.close();
  `;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, program);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--quiet",
        "--config",
        new URL("../../deno.json", import.meta.url).pathname,
        file,
      ],
    }).output();
    assertEquals([stdout.length, new TextDecoder().decode(stderr)], [0, ""]);
  } finally {
    await Deno.remove(file);
  }
});
