/**
 * Brings `deno.dev.json` and `deno.lock` into step with `deno.json` and
 * `deno.dev.lock`: `deno task lock`.
 *
 * Deno fetches all packages of a lock file as soon as a task is run or a
 * program imports one of them. So `deno.json` and its lock file hold what
 * weir itself needs, and what else the repository needs stands in
 * `deno.dev.json`: two packages, and half of all bytes.
 *
 * @module
 */
import {
  type Config,
  devPackages,
  jsonText,
  type Lock,
  packageOf,
  slimLock,
} from "./slim.ts";

/** A file in the root of the project. */
export interface RootFile {
  /** Its name. */
  readonly name: string;
  /** What it holds. */
  readonly text: string;
}

/**
 * The files that follow from the others.
 *
 * @param config `deno.json`.
 * @param dev `deno.dev.json`, of which the packages for developers are kept.
 * @param devLock `deno.dev.lock`.
 */
export function followingFiles(
  config: Config,
  dev: Config,
  devLock: Lock,
): readonly RootFile[] {
  const { tasks: _tasks, ...shared } = config;
  const added = Object.entries(dev.imports ?? {}).filter(([, target]) =>
    devPackages.includes(packageOf(target))
  );
  return [
    {
      name: "deno.dev.json",
      text: jsonText({
        ...shared,
        lock: { path: "./deno.dev.lock", frozen: true },
        imports: { ...config.imports, ...Object.fromEntries(added) },
      }),
    },
    { name: "deno.lock", text: jsonText(slimLock(devLock, devPackages)) },
  ];
}

if (import.meta.main) {
  const root = new URL("../../", import.meta.url);
  const read = async (name: string) =>
    JSON.parse(await Deno.readTextFile(new URL(name, root)));
  const files = followingFiles(
    await read("deno.json"),
    await read("deno.dev.json"),
    await read("deno.dev.lock"),
  );
  for (const { name, text } of files) {
    await Deno.writeTextFile(new URL(name, root), text);
  }
}
