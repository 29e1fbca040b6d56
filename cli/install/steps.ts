import { Fault } from "../../lib/core/mod.ts";
import type { Places } from "./places.ts";
import { environment, shellShim, type Started, windowsShim } from "./shim.ts";
import type { SourceFile } from "./sources.ts";

/** What a folder holds; nothing where there is none. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/**
 * The Deno that runs this, where it will stay. One that npx fetched lies in a
 * cache that npm empties, so it is linked or copied.
 */
export async function lastingDeno(data: string): Promise<string> {
  const path = Deno.execPath();
  if (!/[/\\]_npx[/\\]/.test(path)) return path;
  const name = Deno.build.os === "windows" ? "deno.exe" : "deno";
  const kept = `${data}/bin/${name}`;
  await Deno.mkdir(`${data}/bin`, { recursive: true });
  const fresh = `${kept}.new`;
  await Deno.remove(fresh).catch(() => {});
  try {
    await Deno.link(path, fresh);
  } catch {
    // Another file system.
    await Deno.copyFile(path, fresh);
  }
  await Deno.rename(fresh, kept);
  return kept;
}

/** Writes files below a folder. */
export async function writeFiles(
  folder: string,
  files: readonly SourceFile[],
): Promise<void> {
  for (const { path, bytes } of files) {
    const target = `${folder}/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), {
      recursive: true,
    });
    await Deno.writeFile(target, bytes);
  }
}

/**
 * Fetches the packages, and compiles the modules.
 *
 * @throws {Fault} If the registry cannot be reached, or holds something else than the lock file says.
 */
export async function cache(
  started: Started,
  modules: readonly string[],
): Promise<void> {
  const problem = await runDeno(started, [
    "cache",
    "--quiet",
    "--frozen",
    `--config=${started.app}/deno.json`,
    ...modules,
  ]);
  if (problem === null) return;
  throw new Fault(
    "install/fetch",
    `cannot fetch the packages of weir: ${problem}`,
    {
      mend:
        "They come from the npm registry. Behind a company's proxy set HTTPS_PROXY, and DENO_CERT to its certificate",
    },
  );
}

/**
 * Runs the installed Deno in the folder of the sources.
 *
 * @returns `null` where all went well, else the first line of what it said.
 */
export async function runDeno(
  started: Started,
  args: readonly string[],
): Promise<string | null> {
  const { code, stderr } = await new Deno.Command(started.deno, {
    args: [...args],
    cwd: started.app,
    env: { ...environment(started), NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code === 0) return null;
  const said = new TextDecoder().decode(stderr).trim().split("\n")
    .find((line) => line.trim() !== "") ?? `status ${code}`;
  return said.replace(/^error: /, "");
}

/** Written beside and renamed, so that there is never half a command. */
export async function writeCommand(
  found: Places,
  started: Started,
): Promise<void> {
  await Deno.mkdir(found.bin, { recursive: true });
  const fresh = `${found.command}.${crypto.randomUUID()}`;
  const text = Deno.build.os === "windows"
    ? windowsShim(started)
    : shellShim(started);
  await Deno.writeTextFile(fresh, text, { createNew: true, mode: 0o755 });
  await Deno.rename(fresh, found.command);
}

/** Removes the sources of other versions; nothing points to them any more. */
export async function removeOthers(data: string, app: string): Promise<void> {
  for (const name of await namesIn(data)) {
    const path = `${data}/${name}`;
    if (/^app-[0-9a-f]{12}$/.test(name) && path !== app) {
      await Deno.remove(path, { recursive: true });
    }
  }
}
