import { assertEquals } from "@std/assert";
import { allFlags } from "../../cli/options.ts";
import { modulesIn, textOf } from "../module_graph.ts";

/** Modules that print programs: flags in them are those of the program, and of what runs it. */
const PRINTERS = new Set([
  "lib/export/spark/print_main.ts",
  "lib/export/spark/print_spark.ts",
]);
/** Flags that are not weir's own, where they are named, and why. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  // Arguments of the program that `weir export spark` prints.
  "cli/commands/submit.ts": ["mode", "checkpoint"],
  // What Java says of itself where it is too old.
  "lib/export/spark/submit_faults.ts": ["add-opens"],
};
const KNOWN = new Set(
  allFlags.flatMap(({ flag: { name } }) => [name, `no-${name}`]),
);

/** What stands in quotes in a module, comments left out: its texts. */
function textsOf(path: string): readonly string[] {
  const code = textOf(path).replace(/\/\*[^]*?\*\//gu, "")
    .replace(/^\s*\/\/.*$/gmu, "");
  return code.match(
    /"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/(?:\\.|[^/\n])+\/u/gu,
  ) ??
    [];
}

Deno.test("every flag that a message of the clusters names is a flag of weir", () => {
  const modules = [
    ...modulesIn("lib/export/"),
    ...modulesIn("cli/commands/"),
    ...modulesIn("cli/prove/"),
    ...modulesIn("cli/terminal/"),
  ].filter((path) => !PRINTERS.has(path));
  const unknown = modules.flatMap((path) =>
    textsOf(path).flatMap((text) =>
      [...text.matchAll(/(?<![\w-])--([a-z][a-z-]*)/gu)]
        .map((match) => match[1]!)
        .filter((name) => !KNOWN.has(name) && !FOREIGN[path]?.includes(name))
        .map((name) => `${path}: --${name}`)
    )
  );
  assertEquals(unknown, []);
});

Deno.test("every flag that is let pass as another's is there", () => {
  for (const [path, names] of Object.entries(FOREIGN)) {
    const texts = textsOf(path).join("\n");
    assertEquals(names.filter((name) => !texts.includes(`--${name}`)), []);
  }
});
