import { environment, type Started, startWords } from "./shim.ts";
import { namesIn, runDeno } from "./steps.ts";

/** The folder of the joined modules, in that of the sources. */
const FOLDER = "joined";
/** What the joined modules find beside them: they name it by its place, so that it cannot be joined. */
export const COMPANIONS = [
  "lib/kernel/kernel_module.js",
  "lib/kernel/kernel.wasm",
  "lib/engine/duckdb_worker.ts",
] as const;
/** Stays apart: what compiled WebAssembly becomes is none of the joiner's languages, and DuckDB is a package of its own. */
const EXTERNAL = ["*/kernel_module.js", "@duckdb/*"];

/**
 * Joins the modules of the command into a few files of JavaScript: it starts
 * in half the time that its 400 modules take one by one. What a run does not
 * need stays in files of its own.
 *
 * @returns What to start instead, or why the modules cannot be joined.
 */
export async function joinModules(
  started: Started,
): Promise<Started | { readonly problem: string }> {
  const { app } = started;
  await Deno.remove(`${app}/${FOLDER}`, { recursive: true }).catch(() => {});
  const problem = await runDeno(started, [
    "bundle",
    "--quiet",
    "--platform=deno",
    "--code-splitting",
    `--outdir=${FOLDER}`,
    ...EXTERNAL.map((name) => `--external=${name}`),
    `--config=${app}/deno.json`,
    started.main,
  ]);
  await removeJoiner(started.cache);
  if (problem !== null) return { problem };
  for (const path of COMPANIONS) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    await Deno.copyFile(`${app}/${path}`, `${app}/${FOLDER}/${name}`);
  }
  const joined = { ...started, main: `${FOLDER}/main.js` };
  return await firstRuns(joined) ?? joined;
}

/** What is asked of the joined modules: one question for the command itself, one for the engine. */
const QUESTIONS = [
  ["filter", "n = 1"],
  ["sql", "SELECT n FROM events"],
];
const ROW = '{"n":1}\n';

/**
 * Runs the command before anybody else does. It shows that it works, and Deno
 * keeps what it compiles, so that the user's first run is as quick as all others.
 */
async function firstRuns(
  started: Started,
): Promise<{ readonly problem: string } | null> {
  for (const question of QUESTIONS) {
    const child = new Deno.Command(started.deno, {
      args: [...startWords(started), ...question],
      env: environment(started),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    // It may have ended already, which is then told by what it said.
    await writer.write(new TextEncoder().encode(ROW)).catch(() => {});
    await writer.close().catch(() => {});
    const { stdout, stderr } = await child.output();
    const text = new TextDecoder();
    if (text.decode(stdout) !== ROW) {
      const [said] = text.decode(stderr).trim().split("\n");
      return { problem: said || `no answer to ${question.join(" ")}` };
    }
  }
  return null;
}

/** Removes the package that did the joining, which Deno fetched for it. */
async function removeJoiner(cache: string): Promise<void> {
  const paths = [`${cache}/dl`];
  for (const registry of await namesIn(`${cache}/npm`)) {
    paths.push(`${cache}/npm/${registry}/@esbuild`);
  }
  for (const path of paths) {
    await Deno.remove(path, { recursive: true }).catch(() => {});
  }
}
