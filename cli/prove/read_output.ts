/**
 * The lines that an engine has written into a folder, whatever files it made
 * of them. Names that begin with `_` or `.` are the engine's own.
 */
export async function readOutput(folder: string): Promise<readonly string[]> {
  const parts: (readonly string[])[] = [];
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    // An output without rows may have no folder.
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  for (const { name, isDirectory } of entries) {
    if (name.startsWith("_") || name.startsWith(".")) continue;
    const path = `${folder}/${name}`;
    if (isDirectory) parts.push(await readOutput(path));
    else {
      const text = await Deno.readTextFile(path);
      parts.push(text.split("\n").filter((line) => line !== ""));
    }
  }
  return parts.flat();
}
