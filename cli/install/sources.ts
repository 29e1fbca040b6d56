/** A file of the project, by its path in it. */
export interface SourceFile {
  /** With `/` between folders. */
  readonly path: string;
  /** What it holds. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is installed of a checkout: folders whole, or single files. */
const INSTALLED = ["cli", "lib", "types", "mod.ts", "LICENSE"];
/** Sources of the kernel: what is built of them is installed. */
const LEFT_OUT = /^lib\/kernel\/assembly\//;

/** Reads the files to install, in the order of their paths. */
export async function readSources(checkout: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const path of INSTALLED) await read(checkout, path, files);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function read(
  checkout: string,
  path: string,
  into: SourceFile[],
): Promise<void> {
  if (LEFT_OUT.test(`${path}/`)) return;
  let isFolder: boolean;
  try {
    isFolder = (await Deno.stat(`${checkout}/${path}`)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  if (!isFolder) {
    into.push({ path, bytes: await Deno.readFile(`${checkout}/${path}`) });
    return;
  }
  for await (const entry of Deno.readDir(`${checkout}/${path}`)) {
    if (!entry.name.startsWith(".")) {
      await read(checkout, `${path}/${entry.name}`, into);
    }
  }
}

/** Twelve digits that tell these files from all others. */
export async function fingerprint(
  files: readonly SourceFile[],
): Promise<string> {
  const parts: BlobPart[] = files.flatMap(({ path, bytes }) => [
    `${path}\n${bytes.length}\n`,
    bytes,
  ]);
  const whole = await new Blob(parts).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return digest.toHex().slice(0, 12);
}

/**
 * The modules to fetch and compile: all that are not imported from somewhere
 * by their own path would be missed otherwise, as workers are. Those that
 * import a package that is not installed are left out.
 */
export function modulesToCache(
  files: readonly SourceFile[],
  without: readonly string[],
): readonly string[] {
  const decoder = new TextDecoder();
  return files
    .filter(({ path }) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .filter(({ bytes }) => {
      const text = decoder.decode(bytes);
      return !without.some((name) => text.includes(`"${name}`));
    })
    .map(({ path }) => path);
}
