import { assert, assertEquals, assertThrows } from "@std/assert";
import { Fault } from "../../lib/core/mod.ts";
import {
  fileSource,
  gunzipSource,
  inputPaths,
  memorySource,
} from "../../lib/source/mod.ts";

/** Runs in a folder of its own that holds these files, and removes it. */
async function inFolder(
  files: readonly string[],
  run: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync();
  try {
    for (const file of files) {
      const path = `${folder}/${file}`;
      Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      Deno.writeTextFileSync(path, `${file}\n`);
    }
    await run(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("fileSource() reads a regular file at once", () =>
  inFolder(["a.log"], (folder) => {
    const source = fileSource(`${folder}/a.log`);
    const into = new Uint8Array(4);
    assertEquals([source.name, source.regular], [`${folder}/a.log`, true]);
    assertEquals(source.read(into), 4);
    assertEquals(source.read(into), 2);
    assertEquals(source.read(into), null);
    source.close();
    source.close();
  }));

Deno.test({
  name: "fileSource() waits for a pipe by its path, and closing ends the wait",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder([], async (folder) => {
      const path = `${folder}/pipe`;
      await new Deno.Command("mkfifo", { args: [path] }).output();
      const writer = await Deno.open(path, { read: true, write: true });
      const source = fileSource(path);
      assertEquals(source.regular, false);
      writer.writeSync(new TextEncoder().encode("live"));
      const into = new Uint8Array(100);
      assertEquals(await source.read(into), 4);
      source.close();
      writer.close();
    }),
});

Deno.test("fileSource() names the nearest file where there is none", () =>
  inFolder(["access.log", "error.log"], (folder) => {
    const fault = assertThrows(() => fileSource(`${folder}/acces.log`), Fault);
    assertEquals(fault.code, "input/missing");
    assertEquals(fault.place, { source: `${folder}/acces.log` });
    assertEquals(fault.mend, `Did you mean ${folder}/access.log?`);
    const far = assertThrows(() => fileSource(`${folder}/zzzzzz`), Fault);
    assert(!far.mend!.startsWith("Did you mean"), far.mend!);
    const nowhere = assertThrows(
      () => fileSource(`${folder}/no/such/folder.log`),
      Fault,
    );
    assertEquals(nowhere.code, "input/missing");
  }));

Deno.test("fileSource() refuses a folder, and tells how its files are named", () =>
  inFolder(["a.log"], (folder) => {
    const fault = assertThrows(() => fileSource(folder), Fault);
    assertEquals(fault.code, "input/directory");
    assertEquals(fault.mend, `Name the files in it, such as '${folder}/*.log'`);
  }));

Deno.test("inputPaths() leaves names as they are, and puts the files of a pattern in their place, sorted", () =>
  inFolder([
    "b.log",
    "a.log",
    "c.txt",
    ".hidden.log",
    "sub/d.log",
    "sub/deep/e.log",
    ".git/f.log",
  ], (folder) => {
    const paths = (...inputs: string[]) =>
      inputPaths(
        inputs.map((input) => input === "-" ? input : `${folder}/${input}`),
      ).map((path) => path.replace(`${folder}/`, ""));
    assertEquals(paths("c.txt", "-", "*.log"), [
      "c.txt",
      "-",
      "a.log",
      "b.log",
    ]);
    assertEquals(paths("**/*.log"), [
      "a.log",
      "b.log",
      "sub/d.log",
      "sub/deep/e.log",
    ]);
    assertEquals(paths("**"), [
      "a.log",
      "b.log",
      "c.txt",
      "sub/d.log",
      "sub/deep/e.log",
    ]);
    assertEquals(paths("sub/**/*.log"), ["sub/d.log", "sub/deep/e.log"]);
    assertEquals(paths("*/d.log"), ["sub/d.log"]);
    assertEquals(paths(".*.log"), [".hidden.log"]);
    assertEquals(paths("[ab].log"), ["a.log", "b.log"]);
    assertEquals(paths("[!a].log"), ["b.log"]);
    assertEquals(paths("?.{log,txt}"), ["a.log", "b.log", "c.txt"]);
  }));

Deno.test("inputPaths() takes the file that bears the name of a pattern", () =>
  inFolder(["[a].log", "a.log", "x{1}.log"], (folder) => {
    assertEquals(inputPaths([`${folder}/[a].log`, `${folder}/x{1}.log`]), [
      `${folder}/[a].log`,
      `${folder}/x{1}.log`,
    ]);
    assertEquals(inputPaths([`${folder}/\\[a\\].lo?`]), [`${folder}/[a].log`]);
  }));

Deno.test("inputPaths() tells of every input that names nothing", () =>
  inFolder(["a.log"], (folder) => {
    const one = assertThrows(() => inputPaths([`${folder}/*.gz`]), Fault);
    assertEquals(one.code, "input/no_match");
    const both = assertThrows(() =>
      inputPaths([`${folder}/*.gz`, `${folder}/a.lgo`, `${folder}/a.log`])
    );
    assert(both instanceof Error && "faults" in both);
    assertEquals((both.faults as Fault[]).map(({ code }) => code), [
      "input/no_match",
      "input/missing",
    ]);
  }));

Deno.test("memorySource() gives its bytes in chunks", () => {
  const source = memorySource("hello", {
    chunkBytes: 2,
    name: "greeting",
    regular: false,
  });
  const into = new Uint8Array(10);
  assertEquals([source.name, source.regular], ["greeting", false]);
  assertEquals([
    source.read(into),
    source.read(into),
    source.read(into),
    source.read(into),
  ], [2, 2, 1, null]);
});

Deno.test("gunzipSource() closes what it reads from", () =>
  inFolder(["a.log"], (folder) => {
    const source = gunzipSource(fileSource(`${folder}/a.log`));
    assertEquals(source.read(new Uint8Array(100)), 6);
    source.close();
  }));
