import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testPackages } from "../../cli/install/slim.ts";

const checkout = new URL("../../", import.meta.url);
/** What a program says and how it ends. */
interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in a clean environment. */
async function run(
  program: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly stdin?: string;
  },
): Promise<Ended> {
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: options.cwd,
    env: { ...options.env },
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(options.stdin ?? ""))
    .catch(() => {});
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

async function copy(from: URL, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    await copy(new URL(`${from.href}/${name}`), `${to}/${name}`);
  }
}

/** Certificates and proxies, which a company's machine needs to reach the registry. */
function network(): Record<string, string> {
  const names =
    /^(?:DENO_CERT|DENO_TLS_CA_STORE|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|NPM_CONFIG_REGISTRY|(?:HTTPS?|NO|ALL)_PROXY)$/i;
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => names.test(name)),
  );
}

Deno.test("install refuses politely where it may not write", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // A file stands where the folder should be.
    const data = `${folder}/data`;
    await Deno.writeTextFile(data, "");
    const script = new URL("cli/install.ts", checkout);
    const { code, stderr } = await run(Deno.execPath(), [
      "run",
      "-A",
      script.pathname,
    ], {
      cwd: folder,
      env: { HOME: folder, XDG_DATA_HOME: data, PATH: "/usr/bin" },
    });
    assertEquals(code, 2);
    assert(/^weir: cannot write .*\n {2}Choose .*\n$/.test(stderr), stderr);
    assert(!/\bat file:/.test(stderr), stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "an installed weir runs without its checkout, from another folder",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.realPath(await Deno.makeTempDir());
    try {
      const copied = `${folder}/checkout`;
      await Deno.mkdir(copied);
      for (
        const name of [
          "cli",
          "lib",
          "types",
          "mod.ts",
          "deno.json",
          "deno.lock",
        ]
      ) {
        const from = new URL(name, checkout);
        if (await Deno.stat(from).catch(() => null)) {
          await copy(from, `${copied}/${name}`);
        }
      }
      const home = `${folder}/home dir`;
      await Deno.mkdir(home);
      const env = { ...network(), HOME: home, PATH: "/usr/bin:/bin" };
      const installed = await run(Deno.execPath(), [
        "run",
        "-A",
        "cli/install.ts",
      ], { cwd: copied, env });
      if (/error sending request|dns error|timed out/.test(installed.stderr)) {
        // deno-lint-ignore no-console
        console.log("skipped: the npm registry cannot be reached");
        return;
      }
      assertEquals(installed.code, 0, installed.stderr);
      assertStringIncludes(installed.stdout, "is not on your PATH yet");
      await Deno.remove(copied, { recursive: true });

      const weir = `${home}/.local/bin/weir`;
      // As cron starts it: hardly any environment, and another folder.
      const cron = { cwd: "/", env: { HOME: home, PATH: "/usr/bin:/bin" } };
      const rows = '{"status":200,"ip":"a"}\n{"status":503,"ip":"b"}\n';
      const filtered = await run(weir, ["filter", "status >= 500"], {
        ...cron,
        stdin: rows,
      });
      assertEquals(filtered, {
        code: 0,
        stdout: '{"status":503,"ip":"b"}\n',
        stderr: "",
      });
      const asked = await run(
        weir,
        ["sql", "SELECT count(*) AS n, max(status) AS most FROM events"],
        { ...cron, stdin: rows },
      );
      assertEquals(asked, {
        code: 0,
        stdout: '{"n":2,"most":503}\n',
        stderr: "",
      });
      // One that DuckDB answers, in its worker.
      const queried = await run(
        weir,
        ["sql", "SELECT ip FROM events ORDER BY status DESC"],
        { ...cron, stdin: rows },
      );
      assertEquals(queried, {
        code: 0,
        stdout: '{"ip":"b"}\n{"ip":"a"}\n',
        stderr: "",
      });
      // What is loaded only where it is needed.
      const table = `${folder}/geo.csv`;
      await Deno.writeTextFile(table, "ip,country\nb,NO\n");
      const zipped = new Blob([rows]).stream()
        .pipeThrough(new CompressionStream("gzip"));
      await Deno.writeFile(`${folder}/rows.gz`, zipped);
      const words = [
        ["--help"],
        ["--version"],
        ["explain", "filter", "status = 1"],
        [`${folder}/rows.gz`, "filter", "status = 503", "-o", "table"],
        [
          "sql",
          "SELECT country FROM events JOIN geo USING (ip)",
          "--table",
          `geo=${table}`,
          "-o",
          "arrow",
        ],
      ];
      for (const word of words) {
        const { code, stderr } = await run(weir, word, {
          ...cron,
          stdin: rows,
        });
        assertEquals([code, stderr], [0, ""], word.join(" "));
      }
      const wrong = await run(weir, ["filter", "status >="], cron);
      assertEquals(wrong.code, 2);
      assertStringIncludes(wrong.stderr, "filter expression:1:");

      const text = await Deno.readTextFile(weir);
      assertStringIncludes(text, "/joined/main.js", installed.stdout);

      const cached = `${home}/.local/share/weir/deno/npm`;
      const hosts = await Array.fromAsync(Deno.readDir(cached));
      assert(hosts.length > 0);
      for (const { name: registry } of hosts) {
        for await (const { name } of Deno.readDir(`${cached}/${registry}`)) {
          const left = [...testPackages, "binaryen", "@esbuild"];
          assert(!left.includes(name), name);
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
