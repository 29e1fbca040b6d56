import { assertEquals, assertRejects } from "@std/assert";
import { installedWeir } from "./installed_weir.ts";

/** Runs with a stand-in for Deno: a script that is told where things go. */
async function installBy(script: string) {
  const folder = await Deno.makeTempDir();
  try {
    const deno = `${folder}/deno`;
    await Deno.writeTextFile(deno, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const [program = "", ...words] = await installedWeir(folder, deno);
    const shown = (text: string) => text.replaceAll(folder, "FOLDER");
    const asked = shown(await Deno.readTextFile(`${folder}/asked`));
    return { program: shown(program), words, asked };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "installedWeir() installs this checkout into the folder it is given",
  ignore: Deno.build.os === "windows",
  async fn() {
    const record = 'echo "$@" "$XDG_DATA_HOME" > "$XDG_DATA_HOME/asked"';
    assertEquals(await installBy(record), {
      program: "FOLDER/bin/weir",
      words: [],
      asked: "run -A cli/install.ts --bin FOLDER/bin FOLDER\n",
    });
  },
});

Deno.test({
  name: "installedWeir() tells why weir cannot be installed, and what to do",
  ignore: Deno.build.os === "windows",
  async fn() {
    await assertRejects(
      () => installBy("echo 'weir: no network' >&2; exit 2"),
      TypeError,
      "weir: no network\n  --weir COMMAND",
    );
  },
});
