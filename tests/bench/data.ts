import { sha256Of } from "./file_hash.ts";
import {
  type DataOptions,
  generate,
  GENERATOR,
  type Manifest,
} from "./generate.ts";

/** The generated files of one seed and size. */
export interface Data {
  /** The folder, relative to the repository root. */
  readonly folder: string;
  /** What it holds. */
  readonly manifest: Manifest;
}

/** The folder of a seed and size, relative to the repository root. */
export function dataFolder(options: DataOptions): string {
  return `tests/bench/data/${options.megabytes}mb-seed${options.seed}`;
}

/** Path, size and rows of one generated file. */
export function dataFile(
  data: Data,
  name: string,
): { readonly path: string; readonly bytes: number; readonly rows: number } {
  const written = data.manifest.files[name];
  if (written === undefined) {
    throw new TypeError(`Cannot find ${name} among the generated files`);
  }
  return { path: `${data.folder}/${name}`, ...written };
}

/**
 * Gives the files of a seed and size, made anew unless they are there already.
 *
 * A file counts as there when the manifest is of this generator and the file
 * has the size and the SHA-256 that it tells. Reading them for that also
 * brings them into the cache of the file system.
 */
export async function ensureData(
  options: DataOptions,
  say: (line: string) => void,
): Promise<Data> {
  const folder = dataFolder(options);
  const manifestPath = `${folder}/manifest.json`;
  const kept = await readManifest(manifestPath);
  if (
    kept !== null && kept.generator === GENERATOR &&
    await filesMatch(folder, kept)
  ) {
    say(`data: ${folder} is as its manifest tells`);
    return { folder, manifest: kept };
  }
  say(`data: writing ${folder}`);
  const startMs = performance.now();
  await Deno.mkdir(folder, { recursive: true });
  const manifest = generate(folder, options);
  await Deno.writeTextFile(manifestPath, JSON.stringify(manifest, null, 2));
  const tookS = (performance.now() - startMs) / 1000;
  say(`data: written in ${tookS.toFixed(1)} s`);
  return { folder, manifest };
}

async function readManifest(path: string): Promise<Manifest | null> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

async function filesMatch(
  folder: string,
  manifest: Manifest,
): Promise<boolean> {
  for (const [name, written] of Object.entries(manifest.files)) {
    const path = `${folder}/${name}`;
    const there = await Deno.stat(path).catch(() => null);
    if (there?.size !== written.bytes) return false;
    if (sha256Of(path) !== written.sha256) return false;
  }
  return true;
}
