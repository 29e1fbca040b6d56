import { assert, assertEquals } from "@std/assert";
import {
  allFlags,
  commands,
  type Flag,
  formatNicknames,
  formats,
  stages,
} from "../../cli/options.ts";
import { displayWidth } from "../../cli/terminal/width.ts";

Deno.test("flags of one name all take a value or none does", () => {
  const byName = Map.groupBy(allFlags, ({ flag }) => flag.name);
  for (const [name, found] of byName) {
    const takesValue = found.map(({ flag }) => flag.value !== undefined);
    assertEquals(new Set(takesValue).size, 1, name);
  }
});

Deno.test("names are kebab-case nouns, and none begins with no-", () => {
  for (const { flag } of allFlags) {
    assert(/^[a-z]+(-[a-z]+)*$/.test(flag.name), flag.name);
    assert(!flag.name.startsWith("no-"), flag.name);
  }
});

Deno.test("letters belong to one flag each", () => {
  const letters = new Map<string, Flag>();
  for (const { flag } of allFlags) {
    if (flag.short === undefined) continue;
    const other = letters.get(flag.short);
    assert(other === undefined || other.name === flag.name, flag.short);
    letters.set(flag.short, flag);
  }
});

Deno.test("stages and commands have names of their own", () => {
  const names = [...stages, ...commands].map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
});

Deno.test("every summary fits on its line of help, and is no sentence", () => {
  for (const { name, summary } of [...stages, ...commands]) {
    assert(displayWidth(summary) <= 68, `${name}: ${summary}`);
    assert(!summary.endsWith("."), name);
  }
  for (const { flag } of allFlags) {
    assert(!flag.summary.endsWith("."), flag.name);
    assert(flag.about === "" || flag.about.endsWith("."), flag.name);
  }
});

Deno.test("every stage has an example, and every example names its stage", () => {
  for (const { name, examples } of stages) {
    assert(examples.length > 0, name);
    for (const { command, shows } of examples) {
      assert(
        new RegExp(`\\b${name}\\b`).test(command) ||
          /^weir 'SELECT /.test(command),
        command,
      );
      assert(!shows.endsWith("."), shows);
    }
  }
});

Deno.test("nicknames of formats are no formats, and mean one", () => {
  const names = formats.map(({ name }) => name);
  for (const [nickname, name] of Object.entries(formatNicknames)) {
    assert(!names.includes(nickname), nickname);
    assert(names.includes(name), name);
  }
});
