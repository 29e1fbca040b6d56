import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Host, pathAdvice, places } from "../../../cli/install/places.ts";
import {
  permissions,
  shellShim,
  startWords,
  windowsShim,
} from "../../../cli/install/shim.ts";

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

const started = {
  deno: "/opt/my deno/deno",
  app: "/home/o'neil/app",
  main: "cli/main.ts",
  joined: false,
  cache: "/c",
  native: false,
};

Deno.test("only joined modules are compiled whole, because Deno keeps all that comes of it", () => {
  const eager = (words: readonly string[]) =>
    words.some((word) => /^--v8-flags=.*--no-lazy\b/.test(word));
  assert(eager(startWords({ ...started, joined: true })));
  assert(!eager(startWords(started)));
});

Deno.test("the command quotes paths with blanks and quotes", () => {
  const shim = shellShim(started);
  assertStringIncludes(shim, "deno='/opt/my deno/deno'");
  assertStringIncludes(shim, `'/home/o'\\''neil/app/cli/main.ts' "$@"`);
  assertStringIncludes(windowsShim(started), '"/opt/my deno/deno" "run"');
});
