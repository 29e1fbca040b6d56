/** The root of the project. */
const ROOT = new URL("../", import.meta.url);

/** Paths of files below a folder, from the root of the project, without what is not ours. */
export function* filesIn(folder: string): Generator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(new URL(folder, ROOT))];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const entry of entries) {
    const path = folder + entry.name;
    if (/^(\.git|coverage|node_modules|tests\/bench\/data)$/.test(path)) {
      continue;
    }
    if (entry.isDirectory) yield* filesIn(`${path}/`);
    else yield path;
  }
}

/** The text of a file. */
export function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** The modules of the project that the type checker reads; AssemblyScript is none. */
export function modulesIn(folder: string): string[] {
  return [...filesIn(folder)].filter((path) =>
    path.endsWith(".ts") && !path.endsWith(".d.ts") &&
    !path.startsWith("lib/kernel/assembly/")
  ).sort();
}

/** Text without comments and without what stands in quotes, for looking for words. */
export function codeOf(path: string): string {
  return textOf(path)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:])\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}

interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly specifier?: string; readonly error?: string };
      readonly type?: { readonly specifier?: string; readonly error?: string };
    }[];
  }[];
}

let graph: ReadonlyMap<string, readonly string[]> | null = null;

/** Which file imports which, types included, asked of the runtime for every file at once. */
export async function imports(): Promise<
  ReadonlyMap<string, readonly string[]>
> {
  if (graph !== null) return graph;
  const folder = await Deno.makeTempDir();
  try {
    const files = [...modulesIn("lib/"), ...modulesIn("cli/"), "mod.ts"]
      .filter((path) => exists(path));
    const root = `${folder}/root.ts`;
    await Deno.writeTextFile(
      root,
      files.map((path) => `import "${new URL(path, ROOT)}";\n`).join(""),
    );
    const config = decodeURIComponent(new URL("deno.json", ROOT).pathname);
    const { stdout, stderr, success } = await new Deno.Command(
      Deno.execPath(),
      { args: ["info", "--json", "--config", config, root] },
    ).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    const info = JSON.parse(new TextDecoder().decode(stdout)) as Info;
    const edges = new Map<string, string[]>();
    for (const { specifier, dependencies = [] } of info.modules) {
      if (!specifier.startsWith(ROOT.href)) continue;
      const to = dependencies.flatMap((
        { code, type },
      ) => [code?.specifier, type?.specifier]).filter((target) =>
        target?.startsWith(ROOT.href)
      );
      edges.set(
        specifier.slice(ROOT.href.length),
        [...new Set(to)].map((target) => target!.slice(ROOT.href.length)),
      );
    }
    return graph = edges;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Whether there is such a file. */
export function exists(path: string): boolean {
  try {
    return Deno.statSync(new URL(path, ROOT)).isFile;
  } catch {
    return false;
  }
}
