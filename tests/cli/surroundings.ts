import type { Surroundings } from "../../cli/parse/surroundings.ts";

/** Files that are there for a test: their names, and the texts of job files. */
export function pretended(
  files: Readonly<Record<string, string>> = {},
  outputPath: string | null = null,
): Surroundings {
  return {
    exists: (path) => Object.hasOwn(files, path),
    readText: (path) => files[path] ?? "",
    outputPath: () => outputPath,
  };
}
