import { assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);
const FIXTURES = new URL("fixtures/", ROOT);

/** A command of a document and what it must print. */
interface Example {
  /** The document, from the root of the project. */
  readonly document: string;
  /** Line of the command, counted from 1. */
  readonly line: number;
  readonly command: string;
  /** Lines of output; a line `...` stands for any number of lines. */
  readonly expected: readonly string[];
}

function documents(): string[] {
  const found = ["README.md"];
  const folder = (path: string) => {
    for (const entry of Deno.readDirSync(new URL(path, ROOT))) {
      if (entry.isDirectory) folder(`${path}${entry.name}/`);
      else if (entry.name.endsWith(".md")) found.push(path + entry.name);
    }
  };
  try {
    folder("docs/");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(new URL(path, ROOT));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/**
 * The examples in the blocks ```console of a document. A line `$ COMMAND`
 * begins one, lines `> MORE` continue it, and what follows is its output.
 */
function* examplesIn(document: string): Generator<Example> {
  const lines = textOf(document).split("\n");
  let inside = false;
  let command = "";
  let from = 0;
  let expected: string[] = [];
  for (const [at, line] of lines.entries()) {
    const starts = inside && line.startsWith("$ ");
    if ((starts || line.startsWith("```")) && command !== "") {
      yield { document, line: from, command, expected };
      command = "";
    }
    if (line.startsWith("```")) {
      inside = line === "```console";
    } else if (starts) {
      [command, from, expected] = [line.slice(2), at + 1, []];
    } else if (inside && line.startsWith("> ") && expected.length === 0) {
      command += `\n${line.slice(2)}`;
    } else if (inside) {
      expected.push(line);
    }
  }
}

/** What a command wrote, line by line. */
interface Printed {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/**
 * Whether output is what a document says, where `...` alone on a line stands
 * for any lines. The lines of each stream must come in their order; which of
 * the two streams a terminal shows first is nobody's promise.
 */
function matches(
  { stdout, stderr }: Printed,
  expected: readonly string[],
): boolean {
  const known = new Map<string, boolean>();
  const from = (out: number, err: number, at: number): boolean => {
    const key = `${out},${err},${at}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const takes = (more: number) =>
      out < stdout.length && from(out + 1, err, at + more) ||
      err < stderr.length && from(out, err + 1, at + more);
    const line = expected[at];
    const found = line === undefined
      ? out === stdout.length && err === stderr.length
      : line === "..."
      ? from(out, err, at + 1) || takes(0)
      : stdout[out] === line && from(out + 1, err, at + 1) ||
        stderr[err] === line && from(out, err + 1, at + 1);
    known.set(key, found);
    return found;
  };
  return from(0, 0, 0);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A folder with the fixtures of the top, and a `weir` that is this checkout. */
async function workshop(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "weir-docs-" });
  await Deno.mkdir(`${folder}/bin`);
  for await (const entry of Deno.readDir(FIXTURES)) {
    if (!entry.isFile || /\.(md|ts)$/.test(entry.name)) continue;
    await Deno.copyFile(
      new URL(entry.name, FIXTURES),
      `${folder}/${entry.name}`,
    );
  }
  const config = decodeURIComponent(new URL("deno.json", ROOT).pathname);
  const main = decodeURIComponent(new URL("cli/main.ts", ROOT).pathname);
  const shim = `${folder}/bin/weir`;
  await Deno.writeTextFile(
    shim,
    `#!/bin/sh\nexec ${
      [Deno.execPath(), "run", "-A", "--quiet", "--config", config, main]
        .map(quoted).join(" ")
    } "$@"\n`,
  );
  await Deno.chmod(shim, 0o755);
  return folder;
}

async function run(command: string, folder: string): Promise<Printed> {
  const { stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", command],
    cwd: folder,
    env: {
      PATH: `${folder}/bin:${Deno.env.get("PATH") ?? ""}`,
      NO_COLOR: "1",
      COLUMNS: "80",
    },
    stdin: "null",
  }).output();
  return { stdout: linesOf(stdout), stderr: linesOf(stderr) };
}

function linesOf(bytes: Uint8Array): string[] {
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

for (const document of documents()) {
  const examples = [...examplesIn(document)];
  if (examples.length === 0) continue;
  // The examples of a document share a folder: one may read what one before it wrote.
  Deno.test({
    name: `the examples of ${document} print what it says`,
    ignore: Deno.build.os === "windows",
    async fn(t) {
      const folder = await workshop();
      try {
        for (const { line, command, expected } of examples) {
          const name = command.replaceAll("\n", " ");
          await t.step(`${document}:${line}: ${name}`, async () => {
            const actual = await run(command, folder);
            if (matches(actual, expected)) return;
            assertEquals([...actual.stdout, ...actual.stderr], expected);
          });
        }
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

Deno.test("an example is a command, its lines, and what it prints", () => {
  const printed = (stdout: string, stderr = ""): Printed => ({
    stdout: [...stdout],
    stderr: [...stderr],
  });
  assertEquals(matches(printed("ab"), ["a", "b"]), true);
  assertEquals(matches(printed("ab"), ["b", "a"]), false);
  assertEquals(matches(printed("ab"), ["a"]), false);
  assertEquals(matches(printed("a"), ["a", "b"]), false);
  assertEquals(matches(printed(""), []), true);
  assertEquals(matches(printed("a"), []), false);
  assertEquals(matches(printed("", "a"), []), false);
  assertEquals(matches(printed("axyb"), ["a", "...", "b"]), true);
  assertEquals(matches(printed("a"), ["a", "..."]), true);
  assertEquals(matches(printed("ab"), ["...", "c"]), false);
  assertEquals(matches(printed("ab", "1"), ["a", "1", "b"]), true);
  assertEquals(matches(printed("ab", "1"), ["1", "a", "b"]), true);
  assertEquals(matches(printed("ab", "1"), ["b", "1", "a"]), false);
  assertEquals(matches(printed("ab", "12"), ["...", "2", "b"]), true);
});
