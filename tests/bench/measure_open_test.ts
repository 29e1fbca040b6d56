import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Ran } from "./measure.ts";
import { measureOpen } from "./measure_open.ts";
import { wallOnly } from "./meter.ts";

/** Runs a command that reads a file of three lines. */
async function open(
  words: readonly string[],
  look: (ran: Ran) => void | Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const feed = [`${folder}/in`];
    await Deno.writeTextFile(feed[0]!, "1\n2\n3\n");
    const place = { folder, meter: wallOnly, overheadMs: 0 };
    await look(await measureOpen({ words, feed }, place));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("measureOpen() gives the answer that comes when the input ends", async () => {
  await open(["sort", "-r"], async ({ failure, outPath }) => {
    assertEquals(failure, null);
    assertEquals(await Deno.readTextFile(outPath), "3\n2\n1\n");
  });
});

Deno.test("measureOpen() tells with what status a command failed, and what it said", async () => {
  await open(["sh", "-c", "echo no luck >&2; exit 3"], ({ failure }) => {
    assertStringIncludes(failure!, "status 3: no luck");
  });
});

Deno.test({
  name: "measureOpen() leaves out memory that only the answer takes",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const script =
      "await new Response(Deno.stdin.readable).text(); new Uint8Array(4e8).fill(1)";
    await open([Deno.execPath(), "eval", script], ({ failure, sample }) => {
      assertEquals(failure, null);
      const { peakBytes } = sample;
      assert(peakBytes! > 10e6 && peakBytes! < 300e6, `${peakBytes}`);
    });
  },
});
