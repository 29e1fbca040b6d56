import { assert, assertEquals, assertRejects } from "@std/assert";
import { Fault } from "../../lib/core/mod.ts";
import { stdinSource } from "../../lib/source/mod.ts";

const CONFIG = new URL("../../deno.json", import.meta.url).pathname;
const DOOR = new URL("../../lib/source/mod.ts", import.meta.url).href;

/** Runs a program that has `source`, stdin, with the given stdin. */
function running(program: string, stdin: "piped" | "null"): Deno.ChildProcess {
  const code =
    `import { stdinSource } from "${DOOR}"; const source = stdinSource(); const into = new Uint8Array(65536);${program}`;
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", "--config", CONFIG, code],
    stdin,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("stdinSource() hands on what a pipe has, however little", async () => {
  const child = running(
    `for (let n = await source.read(into); n !== null; n = await source.read(into)) Deno.stdout.writeSync(new TextEncoder().encode(n + (source.regular ? " file" : " pipe") + "\\n"));`,
    "piped",
  );
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  for (const text of ["a\n", "bcd\n", "x"]) {
    await writer.write(new TextEncoder().encode(text));
    // The answer is awaited before the next bytes are written.
    assertEquals((await reader.read()).value, `${text.length} pipe\n`);
  }
  await writer.close();
  assertEquals((await reader.read()).done, true);
  assertEquals((await child.status).code, 0);
  await child.stderr.cancel();
});

Deno.test("stdinSource() lets a read that waits end when it is closed", async () => {
  const child = running(
    `const waiting = source.read(into); setTimeout(() => source.close(), 50); Deno.stdout.writeSync(new TextEncoder().encode(String(await waiting)));`,
    "piped",
  );
  const text = await new Response(child.stdout).text();
  assertEquals(text, "null");
  await child.stdin.close();
  await child.stderr.cancel();
  assertEquals((await child.status).code, 0);
});

Deno.test({
  name: "stdinSource() reads a redirected file at once",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const file = Deno.makeTempFileSync();
    Deno.writeTextFileSync(file, "twelve bytes");
    const program =
      `import { stdinSource } from "${DOOR}"; const s = stdinSource(); console.log(s.regular, s.read(new Uint8Array(99)));`;
    const { stdout } = await new Deno.Command("sh", {
      args: [
        "-c",
        `"$0" eval --no-check --config "$1" "$2" < "$3"`,
        Deno.execPath(),
        CONFIG,
        program,
        file,
      ],
    }).output();
    Deno.removeSync(file);
    assertEquals(new TextDecoder().decode(stdout), "true 12\n");
  },
});

Deno.test("stdinSource() makes a fault of a read that fails", async () => {
  const source = stdinSource({
    read: () => Promise.reject(new Error("input/output error (os error 5)")),
    readSync: () => null,
    close() {},
  });
  const fault = await assertRejects(
    async () => await source.read(new Uint8Array(1)),
    Fault,
  );
  assertEquals(fault.code, "input/unreadable");
  assert(fault.message.includes("os error 5"));
});
