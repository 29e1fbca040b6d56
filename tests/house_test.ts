import { assertEquals } from "@std/assert";
import { parse } from "@std/toml/parse";
import { goldenFaults } from "./golden_case.ts";
import {
  codeOf,
  exists,
  filesIn,
  imports,
  modulesIn,
  textOf,
} from "./module_graph.ts";

/** The floors of design.md: a folder may use what stands lower, and nothing else. */
const FLOORS: Readonly<Record<string, number>> = {
  "lib/core": 0,
  "lib/time": 0,
  "lib/kernel": 0,
  "lib/regex": 0,
  "lib/format": 1,
  "lib/sql": 1,
  "lib/window": 1,
  "lib/nexmark": 1,
  "lib/stream": 2,
  "lib/source": 2,
  "lib/sink": 2,
  "lib/engine": 3,
  "lib/pipeline": 4,
  "mod.ts": 6,
  "cli": 7,
  "lib/api": 5,
  "lib/export": 5,
};
const PURE = Object.keys(FLOORS).filter((folder) => FLOORS[folder]! <= 1);
/** Programs that are run by a task and imported by no module: not part of the library. */
const TOOLS = ["lib/kernel/build.ts"];
const MAX_LINES = 400;

/** The modules of floors 0 and 1. */
function pureModules(): string[] {
  return PURE.flatMap((room) => modulesIn(`${room}/`))
    .filter((path) => !TOOLS.includes(path));
}

/** The folder that has a floor, such as `lib/core`; `null` outside of all. */
function roomOf(path: string): string | null {
  const room = Object.keys(FLOORS).find((folder) =>
    path === folder || path.startsWith(`${folder}/`)
  );
  return room ?? null;
}

/** Files in which a word of the code matches, each with the match. */
function mentions(files: Iterable<string>, word: RegExp): string[] {
  const found: string[] = [];
  for (const path of files) {
    const match = word.exec(codeOf(path));
    if (match !== null) found.push(`${path}: ${match[0]}`);
  }
  return found;
}

Deno.test("every folder of lib has a floor", () => {
  const rooms = modulesIn("lib/").map((path) =>
    path.split("/").slice(0, 2).join("/")
  );
  assertEquals(rooms.filter((room) => !(room in FLOORS)), []);
});

Deno.test("the imports of every module are seen, types included", async () => {
  const edges = await imports();
  const modules = [...modulesIn("lib/"), ...modulesIn("cli/")];
  assertEquals(modules.filter((path) => !edges.has(path)), []);
  assertEquals(edges.get("lib/core/account.ts"), ["lib/core/fault.ts"]);
});

Deno.test("a file imports only from floors below and from its own folder", async () => {
  const wrong: string[] = [];
  for (const [from, targets] of await imports()) {
    const room = roomOf(from);
    if (room === null) continue;
    for (const to of targets) {
      const other = roomOf(to);
      if (other === null || other === room) continue;
      if (FLOORS[other]! >= FLOORS[room]!) wrong.push(`${from} -> ${to}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("no module leans on tests, fixtures or types of its own outside lib and cli", async () => {
  const wrong: string[] = [];
  for (const [from, targets] of await imports()) {
    for (const to of targets) {
      if (
        roomOf(to) === null && !to.startsWith("types/") && to !== "deno.json"
      ) {
        wrong.push(`${from} -> ${to}`);
      }
    }
  }
  assertEquals(wrong, []);
});

Deno.test("no module imports a program that a task runs", async () => {
  const wrong = [...await imports()].filter(([, targets]) =>
    targets.some((to) => TOOLS.includes(to))
  );
  assertEquals(wrong.map(([from]) => from), []);
});

Deno.test("there is no import cycle, types included", async () => {
  const edges = await imports();
  const done = new Set<string>();
  const way: string[] = [];
  const cycles: string[] = [];
  const visit = (path: string) => {
    const at = way.indexOf(path);
    if (at !== -1) {
      cycles.push([...way.slice(at), path].join(" -> "));
      return;
    }
    if (done.has(path)) return;
    way.push(path);
    for (const to of edges.get(path) ?? []) visit(to);
    way.pop();
    done.add(path);
  };
  for (const path of edges.keys()) visit(path);
  assertEquals(cycles, []);
});

Deno.test("every folder of lib has a door", () => {
  const rooms = new Set(
    modulesIn("lib/").map((path) => path.split("/").slice(0, 2).join("/")),
  );
  assertEquals([...rooms].filter((room) => !exists(`${room}/mod.ts`)), []);
});

Deno.test("a door names its exports one by one", () => {
  const doors = ["mod.ts", ...modulesIn("lib/")].filter((path) =>
    path.endsWith("mod.ts") && exists(path)
  );
  assertEquals(mentions(doors, /export\s+(type\s+)?\*/), []);
});

Deno.test("floors 0 and 1 are pure: no Deno, console, clock, chance, timers or streams", () => {
  const outside =
    /\b(Deno|console|process|performance|fetch|setTimeout|setInterval|queueMicrotask)\b\s*[.(]|\bMath\.random\b|\bDate\.now\b|\bDate\.parse\b|\bnew Date\(\s*\)|\bTemporal\.Now\b|\bnew (Worker|ReadableStream|WritableStream|TransformStream)\b/;
  assertEquals(
    mentions(pureModules(), outside).filter((found) =>
      found !== "lib/time/clock.ts: Date.now"
    ),
    [],
  );
});

Deno.test("floors 0 and 1 are synchronous", () => {
  assertEquals(
    mentions(pureModules(), /\b(async|await)\b/).filter((found) =>
      // hyparquet reads files only by promises.
      !found.startsWith("lib/format/parquet.ts: ")
    ),
    [],
  );
});

Deno.test("only lib/time/clock.ts asks the machine for the time", () => {
  const files = [...modulesIn("lib/"), ...modulesIn("cli/"), "mod.ts"]
    .filter((path) => exists(path) && path !== "lib/time/clock.ts");
  assertEquals(
    mentions(files, /\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b/),
    [],
  );
});

Deno.test("nothing reads an event time with Date.parse", () => {
  const files = [...modulesIn("lib/"), ...modulesIn("cli/")];
  assertEquals(
    mentions(files, /\bDate\.parse\b|\bnew Date\(\s*["'`a-z]/),
    [],
  );
});

Deno.test("only the command prints, exits, or reads arguments and environment", () => {
  const files = [...modulesIn("lib/"), "mod.ts"].filter(exists);
  assertEquals(
    mentions(
      files,
      /\bconsole\.|\bDeno\.(exit|exitCode|env|args|addSignalListener)\b|\bprocess\.(exit|env|argv)\b/,
    ),
    [],
  );
});

Deno.test("nothing prints with console, which hides a broken pipe", () => {
  assertEquals(mentions(modulesIn("cli/"), /\bconsole\./), []);
});

Deno.test(`a file of more than ${MAX_LINES} lines says why at its top`, () => {
  const long = [
    ...modulesIn("lib/"),
    ...modulesIn("cli/"),
    ...modulesIn("tests/"),
    ...modulesIn("fixtures/"),
  ]
    .filter((path) => {
      const text = textOf(path);
      return text.split("\n").length - 1 > MAX_LINES &&
        !/^\/\/ Past \d+ lines\b.*:/.test(text);
    });
  assertEquals(
    long,
    [],
    "split it, or begin it with `// Past 400 lines: the reason`",
  );
});

Deno.test("every @std import has types in types/std.d.ts", () => {
  const { imports } = JSON.parse(textOf("deno.json")) as {
    imports: Record<string, string>;
  };
  const types = textOf("types/std.d.ts");
  const untyped = Object.keys(imports).filter((key) =>
    key.startsWith("@std/") && !types.includes(`declare module "${key}" {`)
  );
  assertEquals(untyped, []);
});

Deno.test("no file names a registry's host or a path of the machine it was written on", () => {
  // Put together here, so that this file does not name them either.
  const words = [
    ["registry", "npmjs", "org"],
    ["registry", "yarnpkg", "com"],
    ["npm", "jsr", "io"],
    ["esm", "sh"],
    ["unpkg", "com"],
    ["cdn", "jsdelivr", "net"],
  ].map((parts) => parts.join("."));
  words.push(["", "work", "main"].join("/"), ["", "work", "shared"].join("/"));
  const wrong: string[] = [];
  for (const path of filesIn("")) {
    if (/\.(wasm|gz|parquet|arrow)$/.test(path)) continue;
    const text = textOf(path);
    for (const word of words) {
      if (text.includes(word)) wrong.push(`${path}: ${word}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("every golden case can be read and holds nothing unknown", () => {
  const wrong: string[] = [];
  for (const path of filesIn("tests/cases/")) {
    if (!path.endsWith(".toml")) {
      wrong.push(`${path}: not a case`);
      continue;
    }
    if (!/^[a-z0-9_/]+\.toml$/.test(path)) {
      wrong.push(`${path}: names are in snake_case`);
    }
    try {
      const faults = goldenFaults(parse(textOf(path)));
      wrong.push(...faults.map((fault) => `${path}: ${fault}`));
    } catch (error) {
      wrong.push(`${path}: ${(error as Error).message}`);
    }
  }
  assertEquals(wrong, []);
});
