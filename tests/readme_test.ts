import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

Deno.test("the program in README.md prints what it says", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", ROOT));
  const [, program, printed] =
    /```ts\n(.*?)```\n\nIt prints\n\n```text\n(.*?)```/s.exec(readme) ?? [];
  assert(program !== undefined && printed !== undefined);
  // Read from stdin, its imports and paths mean what they mean in this folder.
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--ext=ts", "-"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  assertEquals(code, 0, text.decode(stderr));
  assertEquals(text.decode(stdout), printed);
});
