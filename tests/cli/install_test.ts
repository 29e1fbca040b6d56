import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Host, pathAdvice, places } from "../../cli/install/places.ts";
import { permissions, shellShim, windowsShim } from "../../cli/install/shim.ts";
import {
  nativePackage,
  slimConfig,
  slimLock,
  testPackages,
} from "../../cli/install/slim.ts";

const checkout = new URL("../../", import.meta.url);
const hasMain = await Deno.stat(new URL("cli/main.ts", checkout)).then(
  () => true,
  () => false,
);

function host(variables: Record<string, string>, os = "linux"): Host {
  return { os, variable: (name) => variables[name] };
}

Deno.test("places() follows HOME, XDG_DATA_HOME and --bin", () => {
  assertEquals(places(host({ HOME: "/h" }), null), {
    bin: "/h/.local/bin",
    command: "/h/.local/bin/weir",
    data: "/h/.local/share/weir",
  });
  assertEquals(places(host({ HOME: "/h", XDG_DATA_HOME: "/d" }), "/b"), {
    bin: "/b",
    command: "/b/weir",
    data: "/d/weir",
  });
});

Deno.test("pathAdvice() has the line for the user's shell, or nothing to say", () => {
  const bin = "/h/.local/bin";
  const advice = (shell: string, path = "/usr/bin") =>
    pathAdvice(host({ HOME: "/h", PATH: path, SHELL: shell }), bin);
  assertEquals(advice("/bin/bash", `/usr/bin:${bin}/`), null);
  assertEquals(
    advice("/bin/bash"),
    `echo 'export PATH="$HOME/.local/bin:$PATH"' >> ~/.bashrc`,
  );
  assertEquals(
    advice("/usr/bin/zsh"),
    `echo 'export PATH="$HOME/.local/bin:$PATH"' >> ~/.zshrc`,
  );
  assertEquals(
    advice("/usr/bin/fish"),
    'fish_add_path "$HOME/.local/bin"',
  );
});

Deno.test("the command may not use the network, start programs or load libraries", () => {
  for (const flag of permissions(false)) {
    assert(!/^(?:-A|--allow-(?:all|net|run|ffi))/.test(flag), flag);
  }
  assert(permissions(true).includes("--allow-ffi"));
});

Deno.test("the command quotes paths with blanks and quotes", () => {
  const started = {
    deno: "/opt/my deno/deno",
    app: "/home/o'neil/app",
    main: "cli/main.ts",
    cache: "/c",
    native: false,
  };
  const shim = shellShim(started);
  assertStringIncludes(shim, "deno='/opt/my deno/deno'");
  assertStringIncludes(shim, `'/home/o'\\''neil/app/cli/main.ts' "$@"`);
  assertStringIncludes(windowsShim(started), '"/opt/my deno/deno" "run"');
});

Deno.test("slimLock() keeps what the kept packages need, and nothing else", () => {
  const lock = slimLock({
    version: "5",
    specifiers: { "npm:a@1": "1.0.0", "npm:@s/t@2": "2.0.0" },
    npm: {
      "a@1.0.0": { integrity: "x", dependencies: ["b@1.0.0", "c"] },
      "b@1.0.0": {},
      "b@2.0.0": {},
      "c@1.0.0": { optionalDependencies: ["@o/d"] },
      "@o/d@1.0.0": { dependencies: ["a"] },
      "@s/t@2.0.0": { dependencies: ["b@2.0.0"] },
    },
    workspace: { dependencies: ["npm:a@1", "npm:@s/t@2"] },
  }, ["@s/t"]);
  assertEquals(lock, {
    version: "5",
    specifiers: { "npm:a@1": "1.0.0" },
    npm: {
      "a@1.0.0": { integrity: "x", dependencies: ["b@1.0.0", "c"] },
      "b@1.0.0": {},
      "c@1.0.0": { optionalDependencies: ["@o/d"] },
      "@o/d@1.0.0": { dependencies: ["a"] },
    },
    workspace: { dependencies: ["npm:a@1"] },
  });
});

Deno.test("the packages of tests and of the native engine are not installed", () => {
  const read = (name: string) =>
    JSON.parse(Deno.readTextFileSync(new URL(name, checkout)));
  const without = [...testPackages, nativePackage];
  const config = slimConfig(read("deno.json"), without);
  const lock = slimLock(read("deno.lock"), without);
  const names = [
    ...Object.keys(config.imports ?? {}),
    ...Object.keys(lock.npm ?? {}),
  ];
  for (const name of [...without, "binaryen", "@duckdb/node-bindings"]) {
    assert(!names.some((found) => found.startsWith(name)), name);
  }
  assert(names.some((found) => found.startsWith("@duckdb/duckdb-wasm")));
  // Every import has its package, so that a frozen lock file holds.
  for (const target of Object.values(config.imports ?? {})) {
    assert(
      Object.keys(lock.specifiers ?? {}).some((specifier) =>
        target.startsWith(specifier)
      ),
      target,
    );
  }
});

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
  name: `an installed weir runs without its checkout, from another folder${
    hasMain ? "" : " (skipped: there is no cli/main.ts yet)"
  }`,
  ignore: !hasMain || Deno.build.os === "windows",
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

      const cached = `${home}/.local/share/weir/deno/npm`;
      const hosts = await Array.fromAsync(Deno.readDir(cached));
      assert(hosts.length > 0);
      for (const { name: registry } of hosts) {
        for await (const { name } of Deno.readDir(`${cached}/${registry}`)) {
          assert(!testPackages.includes(name) && name !== "binaryen", name);
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
