import { assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** The codes that a text names. */
function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/\bP0\d\d\b/gu)].map(([code]) => code);
}

function* sources(folder: URL): Generator<URL> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}

Deno.test("docs/portability.md tells every code that a check can tell, and no other", () => {
  const told = new Set(
    codesIn(Deno.readTextFileSync(new URL("docs/portability.md", ROOT))),
  );
  const used = new Set(
    [...sources(new URL("lib/export/", ROOT))].flatMap((file) =>
      codesIn(Deno.readTextFileSync(file))
    ),
  );
  assertEquals([...told].sort(), [...used].sort());
});
