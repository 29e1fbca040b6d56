import { assert, assertEquals } from "@std/assert";
import {
  COMPANIONS,
  joinModules,
  WORKER,
} from "../../../cli/install/bundle.ts";

const checkout = new URL("../../../", import.meta.url);

Deno.test("what modules find by their own place is beside the joined ones", async () => {
  const found: string[] = [];
  for (const folder of ["cli", "lib"]) {
    for await (const path of modulesIn(folder)) {
      const text = await Deno.readTextFile(new URL(path, checkout));
      // Scripts are started by themselves, and not joined.
      if (text.includes("import.meta.main") && path !== "cli/main.ts") continue;
      const here = new URL(path, checkout);
      const places = text.matchAll(
        /new URL\("([^"]+)", import\.meta\.url\)|import source \w+ from "([^"]+)"/g,
      );
      for (const [, file, source] of places) {
        found.push(
          new URL(file ?? source!, here).href.slice(checkout.href.length),
        );
        if (source !== undefined) found.push(path);
      }
      const uses = text.replaceAll(
        /import\.meta\.(?:main\b|resolve\("@)|new URL\("[^"]+", import\.meta\.url\)/g,
        "",
      );
      assert(!/import\.meta\b/.test(uses), `${path} knows its place`);
    }
  }
  assertEquals(found.sort(), [...COMPANIONS, WORKER].sort());
});

async function* modulesIn(folder: string): AsyncIterable<string> {
  for await (
    const { name, isDirectory } of Deno.readDir(new URL(folder, checkout))
  ) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* modulesIn(path);
    else if (/\.[jt]s$/.test(name) && !name.endsWith(".d.ts")) yield path;
  }
}

Deno.test({
  name: "modules that cannot be joined, or do not run then, are told of",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    const app = `${folder}/app`;
    try {
      for (const path of COMPANIONS) {
        const parent = path.slice(0, path.lastIndexOf("/"));
        await Deno.mkdir(`${app}/${parent}`, { recursive: true });
        await Deno.writeTextFile(`${app}/${path}`, "");
      }
      const join = async (deno: string) => {
        await Deno.writeTextFile(`${folder}/deno`, `#!/bin/sh\n${deno}\n`, {
          mode: 0o755,
        });
        return await joinModules({
          deno: `${folder}/deno`,
          app,
          main: "cli/main.ts",
          joined: false,
          cache: `${folder}/cache`,
          native: false,
        });
      };
      const bundle =
        `[ "$1" = bundle ] && { mkdir -p joined; echo '"./duckdb_worker.ts"' > joined/a.js; exit; }`;
      assertEquals(await join("echo 'error: no network' >&2; exit 1"), {
        problem: "no network",
      });
      assertEquals(await join(`${bundle}; exit 0`), {
        problem: "no answer to filter n = 1",
      });
      assertEquals(await join(`${bundle}; echo 'weir: broken' >&2`), {
        problem: "weir: broken",
      });
      assertEquals(await join(`${bundle}; echo '{"n":1}'`), {
        deno: `${folder}/deno`,
        app,
        main: "joined/main.js",
        joined: true,
        cache: `${folder}/cache`,
        native: false,
      });
      const named = await Deno.readTextFile(`${app}/joined/a.js`);
      assertEquals(named, '"./duckdb_worker.js"\n');
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
