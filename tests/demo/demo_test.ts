import { assert, assertEquals } from "@std/assert";
import { DuckDBInstance } from "@duckdb/node-api";

const ROOT = new URL("../../", import.meta.url);
const REAL_LOG = new URL(
  "../shared/corpora/access-log/apache_combined_10k.log",
  ROOT,
);
const hasRealLog = await Deno.stat(REAL_LOG).then(() => true, () => false);
const isWindows = Deno.build.os === "windows";
const root = decodeURIComponent(ROOT.pathname).replace(/\/$/, "");

/** Runs a program in the root of the project, with only this Deno on its PATH. */
async function run(program: string, args: readonly string[]): Promise<string> {
  const bin = await Deno.makeTempDir({ prefix: "weir-demo-" });
  try {
    await Deno.symlink(Deno.execPath(), `${bin}/deno`);
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args: [...args],
      cwd: ROOT,
      env: { PATH: `${bin}:/usr/bin:/bin`, INIT_CWD: root, NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    assertEquals(code, 0, text.decode(stderr));
    return text.decode(stdout);
  } finally {
    await Deno.remove(bin, { recursive: true });
  }
}

const demo = () => run(Deno.execPath(), ["run", "-A", "cli/demo.ts"]);

/** The command line that a demo ends with. */
function commandLine(output: string): string {
  const at = output.lastIndexOf("\ncat ");
  assert(at > 0, output);
  return output.slice(at + 1);
}

Deno.test({
  name: "the demo answers for every hour, and ends with the command that did",
  ignore: isWindows,
  async fn() {
    const output = await demo();
    const table = output.split("\n\n")[1]!;
    const [header, ...rows] = table.split("\n");
    assertEquals(header!.split(/ +/), [
      "window_start",
      "status",
      "path",
      "hits",
      "ips",
      "percent",
    ]);
    const hours = rows.filter((row) => row.startsWith("2026-05-04T"));
    assertEquals(
      hours.map((row) => row.slice(11, 13)).join(" "),
      "06 07 08 09 10 11 12 13 14 15 16 17",
    );
    assertEquals(rows.length, 2 * hours.length);
    for (const line of output.split("\n")) assert(line.length <= 80, line);

    const again = await run("sh", ["-c", commandLine(output)]);
    assertEquals(again, `${table}\n`);
  },
});

/** What native DuckDB says to the demo's question about a log. */
const ORACLE = `
  WITH log AS (
    SELECT unnest(string_split(content, chr(10))) AS line FROM read_text($1)
  ), parts AS (
    SELECT regexp_extract(
      line,
      '^(\\S+) \\S+ \\S+ \\[(\\S+) \\+0000\\] "\\S+ (.*) HTTP/[0-9.]+" ([0-9]+) ',
      ['ip', 'time', 'path', 'status']
    ) AS part FROM log WHERE line <> ''
  ), events AS (
    SELECT part.ip AS ip, part.path AS path, part.status::BIGINT AS status,
      date_trunc('hour', strptime(part.time, '%d/%b/%Y:%H:%M:%S')) AS hour
    FROM parts WHERE part.status::BIGINT >= 400
  ), answers AS (
    SELECT strftime(hour, '%Y-%m-%dT%H:%M:%SZ') AS window_start,
      status, path, count(*) AS hits, count(DISTINCT ip) AS ips,
      round(100 * count(*) / sum(count(*)) OVER (PARTITION BY hour), 1) AS percent
    FROM events GROUP BY hour, status, path
  )
  FROM answers QUALIFY row_number() OVER (
    PARTITION BY window_start
    ORDER BY hits DESC, status, path, ips, percent
  ) <= 2
  ORDER BY window_start, hits DESC, status, path, ips, percent`;

Deno.test({
  name: `the demo's command gives DuckDB's answer for a real log${
    hasRealLog ? "" : " (skipped: there is no ../shared/corpora)"
  }`,
  ignore: isWindows || !hasRealLog,
  async fn() {
    const log = decodeURIComponent(REAL_LOG.pathname);
    const command = commandLine(await demo())
      .replace("fixtures/access.log", `'${log}'`)
      .replace("-o table", "-o ndjson");
    const output = await run("sh", ["-c", command]);
    const answer = output.trimEnd().split("\n").map((line) => JSON.parse(line));

    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll(ORACLE, [log]);
      const expected = reader.getRowObjectsJson().map((row) => ({
        ...row,
        status: Number(row.status),
        hits: Number(row.hits),
        ips: Number(row.ips),
      }));
      assert(expected.length > 100);
      assertEquals(answer, expected);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  },
});
