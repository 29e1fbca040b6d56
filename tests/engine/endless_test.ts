// A query that runs for ever must not make the process unkillable.
import { assert, assertEquals } from "@std/assert";

const CONFIG = new URL("../../deno.json", import.meta.url).pathname;
const ENGINE = new URL("../../lib/engine/mod.ts", import.meta.url).href;

/** Starts an endless query, says so, and goes on with `then` once a byte comes in. */
function program(kind: string, then: string): string {
  return `
    import { createEngine } from "${ENGINE}";
    const engine = createEngine({ kind: "${kind}", sandbox: "full" });
    const say = (text) => Deno.stdout.writeSync(new TextEncoder().encode(text + "\\n"));
    await engine.version();
    const pane = { window: null, fields: [], columns: [], rows: 1 };
    const query = { text: "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range % 7 = b.range % 11", source: "q", parameters: {}, nowUs: 0 };
    const answer = engine.run(query, [pane]).then(() => say("answered"), (error) => say("rejected: " + error.message));
    say("running");
    await Deno.stdin.read(new Uint8Array(1));
    ${then}
  `;
}

async function runAndTell(
  kind: string,
  then: string,
): Promise<{ code: number; stdout: string; seconds: number }> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, program(kind, then));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "--config", CONFIG, file],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const [told, rest] = child.stdout.tee();
    const reader = told.getReader();
    await reader.read();
    // Long enough for the query to be in full swing.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const writer = child.stdin.getWriter();
    const before = performance.now();
    await writer.write(Uint8Array.of(10));
    await writer.close();
    const drained = (async () => {
      while (!(await reader.read()).done);
    })();
    const [stdout, { code }] = await Promise.all([
      new Response(rest).text(),
      child.status,
      drained,
    ]);
    return { code, stdout, seconds: (performance.now() - before) / 1000 };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("a process that runs an endless query in wasm exits at once when told to", async () => {
  const { code, stdout, seconds } = await runAndTell(
    "wasm",
    "await engine.close(); await answer; say('closed'); Deno.exit(130);",
  );
  assertEquals(stdout, "running\nrejected: the engine was closed\nclosed\n");
  assertEquals(code, 130);
  assert(seconds < 5, `it took ${seconds} s`);
});

Deno.test("close() stops an endless query of the native engine, so that the process ends by itself", async () => {
  const { code, stdout, seconds } = await runAndTell(
    "native",
    "await engine.close(); await answer; say('closed');",
  );
  assertEquals(stdout, "running\nrejected: the engine was closed\nclosed\n");
  assertEquals(code, 0);
  assert(seconds < 5, `it took ${seconds} s`);
});
