import { assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { readOutput } from "../../../cli/prove/read_output.ts";
import { writeSample } from "../../../cli/prove/sample.ts";

/** A folder with files, and what a sample of them is. */
async function sampled(
  files: Readonly<Record<string, string | Uint8Array>>,
  most: number,
  header = false,
) {
  const folder = await Deno.makeTempDir({ prefix: "weir-sample-" });
  try {
    for (const [name, content] of Object.entries(files)) {
      await Deno.writeFile(
        `${folder}/${name}`,
        typeof content === "string"
          ? new TextEncoder().encode(content)
          : content,
      );
    }
    const inputs = Object.keys(files).map((name) => `${folder}/${name}`);
    const { lines, cut, path } = await writeSample(
      inputs,
      `${folder}/sample`,
      most,
      header,
      () => {},
    );
    return { lines, cut, text: await Deno.readTextFile(path) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("writeSample() takes the first lines of all inputs in their order", async () => {
  assertEquals(await sampled({ a: "1\n2\n", b: "3\n4\n" }, 3), {
    lines: 3,
    cut: true,
    text: "1\n2\n3\n",
  });
  assertEquals(await sampled({ a: "1\n2\n", b: "3\n" }, 9), {
    lines: 3,
    cut: false,
    text: "1\n2\n3\n",
  });
});

Deno.test("writeSample() ends the last line of an input that has no end", async () => {
  assertEquals((await sampled({ a: "1", b: "2" }, 9)).text, "1\n2\n");
});

Deno.test("writeSample() tells whether the inputs have more", async () => {
  assertEquals((await sampled({ a: "1\n2\n" }, 2)).cut, false);
  assertEquals((await sampled({ a: "1\n2\n", b: "3\n" }, 2)).cut, true);
  assertEquals((await sampled({ a: "1\n2\n3\n" }, 2)).cut, true);
});

Deno.test("writeSample() keeps the header of the first input and leaves out the others", async () => {
  assertEquals(await sampled({ a: "h\n1\n", b: "h\n2\n" }, 9, true), {
    lines: 2,
    cut: false,
    text: "h\n1\n2\n",
  });
});

Deno.test("writeSample() undoes gzip", async () => {
  const bytes = new Uint8Array(gzipSync("1\n2\n"));
  assertEquals((await sampled({ "a.gz": bytes }, 9)).text, "1\n2\n");
});

Deno.test("writeSample() takes lines that are longer than a read", async () => {
  const long = "x".repeat(200_000);
  assertEquals(
    (await sampled({ a: `${long}\n2\n3\n` }, 2)).text,
    `${long}\n2\n`,
  );
});

Deno.test("readOutput() gathers all parts of a folder but the engine's own", async () => {
  const folder = await Deno.makeTempDir({ prefix: "weir-output-" });
  try {
    await Deno.mkdir(`${folder}/batch=1`);
    await Deno.writeTextFile(`${folder}/part-0`, "1\n2\n");
    await Deno.writeTextFile(`${folder}/batch=1/part-1.json`, "3\n");
    await Deno.writeTextFile(`${folder}/_SUCCESS`, "");
    await Deno.writeTextFile(`${folder}/.part-0.crc`, "x");
    assertEquals((await readOutput(folder)).toSorted(), ["1", "2", "3"]);
    assertEquals(await readOutput(`${folder}/none`), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
