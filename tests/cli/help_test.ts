import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  allExamples,
  formatsText,
  helpText,
  referenceText,
} from "../../cli/help/mod.ts";
import { wrappedCommand } from "../../cli/help/wrap.ts";
import { allFlags, commands, stages } from "../../cli/options.ts";
import { parseArguments } from "../../cli/parse/arguments.ts";
import { posixWords } from "../../cli/parse/posix_words.ts";
import { displayWidth } from "../../cli/terminal/width.ts";
import { assertGolden } from "./golden.ts";
import { pretended } from "./surroundings.ts";

const topics = [...stages, ...commands].map(({ name }) => name);

Deno.test("-h fits a screen of 80 by 24, with a line left for the prompt", () => {
  for (const topic of [null, ...topics]) {
    const lines = helpText(topic, false).trimEnd().split("\n");
    assert(lines.length <= 23, `${topic}: ${lines.length} lines`);
    for (const line of lines) assert(displayWidth(line) <= 80, line);
  }
});

Deno.test("--help fits 80 columns", () => {
  for (const topic of [null, ...topics]) {
    for (const line of helpText(topic, true).split("\n")) {
      assert(displayWidth(line) <= 80, line);
    }
  }
});

Deno.test("help looks as it was read and approved", () => {
  assertGolden("help_short.txt", helpText(null, false));
  assertGolden("help_long.txt", helpText(null, true));
  assertGolden(
    "help_short_topics.txt",
    topics.map((topic) => `$ weir ${topic} -h\n${helpText(topic, false)}`)
      .join("\n"),
  );
  assertGolden(
    "help_long_topics.txt",
    topics.map((topic) => `$ weir ${topic} --help\n${helpText(topic, true)}`)
      .join("\n"),
  );
  assertGolden("formats.txt", formatsText());
});

Deno.test("every stage, command and flag is on the long help", () => {
  const text = helpText(null, true);
  for (const name of topics) assert(text.includes(`\n  ${name} `), name);
  for (const { flag, stage, command } of allFlags) {
    const owner = stage ?? command;
    const help = owner === null ? text : helpText(owner.name, true);
    assert(help.includes(`--${flag.initiallyOn ? "no-" : ""}${flag.name}`));
  }
});

Deno.test("every flag has help of its own", () => {
  for (const { flag } of allFlags) {
    const text = helpText(`--${flag.name}`, true);
    assert(text.includes(flag.name), flag.name);
    assert(!text.includes("undefined"), text);
  }
  // One flag of a name for the run, others of two stages.
  assertEquals(helpText("--format", true).match(/^--format/gm)?.length, 2);
  assertEquals(helpText("--by", true).match(/^--by/gm)?.length, 2);
});

Deno.test("helpText() refuses a topic that is none", () => {
  assertThrows(() => helpText("bogus", false), RangeError);
});

Deno.test("every example is read without a fault", () => {
  const files = pretended({
    "errors.weir": "filter status >= 500",
    "hourly.weir": "window 1h\nagg",
  });
  for (const { command } of allExamples()) {
    const [first, ...argv] = wordsOf(command);
    assertEquals(first, "weir", command);
    parseArguments(argv, files);
  }
});

Deno.test("an example that help breaks into lines says the same to a shell", () => {
  for (const { command } of allExamples()) {
    const broken = wrappedCommand(command, 2).join("\n")
      .replaceAll(/ \\\n\s*/g, " ");
    const said = (text: string) =>
      wordsOf(text).map((word) => word.replaceAll(/\s+/g, " "));
    assertEquals(said(broken), said(command), broken);
  }
});

/** The words of the last command of a pipe, as a shell has them. */
function wordsOf(command: string): readonly string[] {
  const words = posixWords(
    { source: "example", text: command },
    0,
    command.length,
  )
    .map((word) => word.text);
  return words.slice(words.lastIndexOf("|") + 1);
}

Deno.test("the reference has every stage, command, flag and example", () => {
  const text = referenceText();
  for (const { name } of stages) assert(text.includes(`\n### ${name}\n`), name);
  for (const { name } of commands) assert(text.includes(`### weir ${name}\n`));
  for (const { flag } of allFlags) {
    assert(
      text.includes(`--${flag.name}`) || flag.initiallyOn === true ||
        ["help", "version"].includes(flag.name),
      flag.name,
    );
  }
  for (const { command } of allExamples()) assert(text.includes(command));
});

Deno.test("the reference is as deno fmt would have it", async () => {
  const file = await Deno.makeTempFile({ suffix: ".md" });
  try {
    await Deno.writeTextFile(file, referenceText());
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["fmt", "--check", "--no-config", file],
      stdout: "null",
      stderr: "piped",
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(file);
  }
});

const reference = new URL("../../docs/reference.md", import.meta.url);
let written: string | null = null;
try {
  written = Deno.readTextFileSync(reference);
} catch {
  // Not written yet.
}

Deno.test({
  name: `docs/reference.md is what the option table says${
    written === null ? " (skipped: it is not there)" : ""
  }`,
  ignore: written === null,
  fn() {
    assertEquals(written?.replaceAll("\r\n", "\n"), referenceText());
  },
});
