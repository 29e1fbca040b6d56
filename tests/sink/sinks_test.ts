import { gunzipSync } from "node:zlib";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Fault, type Sink } from "../../lib/core/mod.ts";
import {
  BrokenPipe,
  fileSink,
  memorySink,
  stdoutSink,
} from "../../lib/sink/mod.ts";
import { gzipInto } from "../../lib/sink/gzip_sink.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;
const DOOR = new URL("../../lib/sink/mod.ts", import.meta.url).href;

Deno.test("stdoutSink() writes on until all bytes are taken", async () => {
  const written: number[] = [];
  const sink = stdoutSink({
    write(chunk) {
      const taken = Math.min(2, chunk.length);
      written.push(...chunk.subarray(0, taken));
      return Promise.resolve(taken);
    },
  });
  await sink.write(bytes("hello"));
  await sink.write(new Uint8Array(0));
  await sink.close();
  assertEquals(new TextDecoder().decode(Uint8Array.from(written)), "hello");
});

Deno.test("stdoutSink() tells a reader that has left from a disk that is full", async () => {
  const failing = (error: Error) =>
    stdoutSink({ write: () => Promise.reject(error) }).write(bytes("x"));
  await assertRejects(
    () => failing(new Deno.errors.BrokenPipe("gone")),
    BrokenPipe,
  );
  await assertRejects(
    () => failing(Object.assign(new Error("gone"), { code: "EPIPE" })),
    BrokenPipe,
  );
  const full = await assertRejects(
    () =>
      failing(
        Object.assign(new Error("No space left on device (os error 28)"), {
          code: "ENOSPC",
        }),
      ),
    Fault,
  );
  assertEquals([full.code, full.message], [
    "output/failed",
    "cannot write the output: no space is left",
  ]);
  assertEquals(full.place, { source: "stdout" });
});

Deno.test({
  name: "stdoutSink() raises BrokenPipe within a process whose reader leaves",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const program = `import { stdoutSink, BrokenPipe } from "${DOOR}";
      const sink = stdoutSink(); const chunk = new TextEncoder().encode("y\\n".repeat(50000));
      try { for (;;) await sink.write(chunk); } catch (error) { Deno.exit(error instanceof BrokenPipe ? 7 : 8); }`;
    const { stdout } = await new Deno.Command("bash", {
      args: [
        "-c",
        `"$0" eval --no-check --config "$1" "$2" | head -n 1; echo "\${PIPESTATUS[0]}"`,
        Deno.execPath(),
        CONFIG,
        program,
      ],
    }).output();
    assertEquals(new TextDecoder().decode(stdout), "y\n7\n");
  },
});

Deno.test({
  name: "fileSink() reports a full disk by the name of the file",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const sink = fileSink("/dev/full");
    const fault = await assertRejects(() => sink.write(bytes("x")), Fault);
    assertEquals([fault.message, fault.place], [
      "cannot write the output: no space is left",
      { source: "/dev/full" },
    ]);
    await sink.close();
  },
});

Deno.test("fileSink() empties the file, or goes on at its end", async () => {
  const path = Deno.makeTempFileSync();
  Deno.writeTextFileSync(path, "old\n");
  const sink = fileSink(path);
  await sink.write(bytes("new\n"));
  await sink.close();
  await sink.close();
  const more = fileSink(path, { append: true });
  await more.write(bytes("more\n"));
  await more.close();
  assertEquals(Deno.readTextFileSync(path), "new\nmore\n");
  Deno.removeSync(path);
});

Deno.test("fileSink() leaves the file as it was until it is written, and where it is discarded", async () => {
  const path = Deno.makeTempFileSync();
  Deno.writeTextFileSync(path, "before");
  await fileSink(path).discard!();
  assertEquals(Deno.readTextFileSync(path), "before");
  const written = fileSink(path);
  assertEquals(Deno.readTextFileSync(path), "before");
  await written.write(new TextEncoder().encode("x"));
  assertEquals(Deno.readTextFileSync(path), "x");
  await written.close();
  await fileSink(path).close();
  assertEquals(Deno.readTextFileSync(path), "");
  Deno.writeTextFileSync(path, "before");
  const zipped = fileSink(path, { gzip: true });
  await zipped.discard!();
  assertEquals(Deno.readTextFileSync(path), "before");
  Deno.removeSync(path);
});

Deno.test("fileSink() compresses by the ending of the name, and takes back its bytes after each write", async () => {
  const path = Deno.makeTempFileSync({ suffix: ".gz" });
  const sink = fileSink(path);
  const buffer = bytes("line 000000\n");
  let expected = "";
  for (let line = 0; line < 20_000; line++) {
    const text = `line ${String(line).padStart(6, "0")}\n`;
    buffer.set(bytes(text));
    await sink.write(buffer);
    expected += text;
  }
  await sink.close();
  await sink.close();
  assertEquals(
    new TextDecoder().decode(gunzipSync(Deno.readFileSync(path))) === expected,
    true,
  );
  const empty = fileSink(path);
  await empty.close();
  assertEquals(gunzipSync(Deno.readFileSync(path)).length, 0);
  Deno.removeSync(path);
});

Deno.test("fileSink() says why a file cannot be opened", () => {
  const folder = Deno.makeTempDirSync();
  const missing = assertThrows(() => fileSink(`${folder}/no/x.log`), Fault);
  assertEquals([missing.code, missing.message], [
    "output/unwritable",
    "cannot open the output: its folder is not there",
  ]);
  const isFolder = assertThrows(() => fileSink(folder), Fault);
  assertEquals(isFolder.message, "cannot open the output: it is a directory");
  Deno.removeSync(folder);
});

Deno.test("a compressed sink passes on the failure of what it writes to, and does not hang", async () => {
  const full: Sink = {
    name: "full",
    write: () => Promise.reject(new Fault("output/failed", "no space is left")),
    close: () => Promise.resolve(),
  };
  const sink = gzipInto(full);
  await assertRejects(async () => {
    const noise = crypto.getRandomValues(new Uint8Array(65_536));
    for (let round = 0; round < 100; round++) await sink.write(noise);
    await sink.close();
  }, Fault);
});

Deno.test("memorySink() keeps what is written, until it is closed", async () => {
  const sink = memorySink();
  const chunk = bytes("ab");
  await sink.write(chunk);
  chunk.fill(0);
  await sink.write(bytes("c\n"));
  await sink.close();
  assertEquals(sink.text(), "abc\n");
  assert(sink.closed);
  assertThrows(() => sink.write(bytes("d")), TypeError);
});
