import { environment, type Started, startWords } from "./shim.ts";
import { namesIn, runDeno } from "./steps.ts";

/** The folder of the joined modules, in that of the sources. */
const FOLDER = "joined";
/** What the joined modules find beside them: they name it by its place, so that it cannot be joined. */
export const COMPANIONS = [
  "lib/kernel/kernel_module.js",
  "lib/kernel/kernel.wasm",
] as const;
/** Found by its place as well, and joined by itself: its package loads in half the time where Deno keeps it compiled, which it does for modules only. */
export const WORKER = "lib/engine/duckdb_worker.ts";
/** Stays apart: what compiled WebAssembly becomes is none of the joiner's languages, and the packages of DuckDB are found by their places. */
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
  const external = EXTERNAL.map((name) => `--external=${name}`);
  const problem =
    await join(started, [started.main, "--code-splitting", ...external]) ??
      await join(started, [WORKER]);
  await removeJoiner(started.cache);
  if (problem !== null) return { problem };
  for (const path of COMPANIONS) {
    await Deno.copyFile(`${app}/${path}`, `${app}/${FOLDER}/${nameOf(path)}`);
  }
  await renameWorker(`${app}/${FOLDER}`);
  const joined = { ...started, main: `${FOLDER}/main.js`, joined: true };
  return await firstRuns(joined) ?? joined;
}

function join(
  started: Started,
  args: readonly string[],
): Promise<string | null> {
  return runDeno(started, [
    "bundle",
    "--quiet",
    "--platform=deno",
    "--minify",
    `--outdir=${FOLDER}`,
    `--config=${started.app}/deno.json`,
    ...args,
  ]);
}

/** Has the joined modules start the joined worker: they name it as it was called. */
async function renameWorker(folder: string): Promise<void> {
  const name = nameOf(WORKER);
  for (const file of await namesIn(folder)) {
    if (!file.endsWith(".js")) continue;
    const path = `${folder}/${file}`;
    const text = await Deno.readTextFile(path);
    if (!text.includes(name)) continue;
    const renamed = text.replaceAll(name, name.replace(/\.ts$/, ".js"));
    await Deno.writeTextFile(path, renamed);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
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
