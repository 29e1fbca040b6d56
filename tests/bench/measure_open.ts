import type { Command, Place, Ran } from "./measure.ts";
import { watchPeakMemory } from "./peak_memory.ts";
import { shellText, shellWord } from "./shell_text.ts";

/** Nothing here takes longer unless it hangs. */
const LIMIT_MS = 300_000;
/** From the last byte to the look at the memory: what is still in the pipe is read in a fraction of it. */
const REST_MS = 1_000;

/**
 * Runs a command to its end, and tells its greatest memory up to the moment
 * when it has read all of its input and does not know yet that there is no
 * more: what it holds to be able to answer, without the making of the answer.
 *
 * That is the resident memory of the whole process, the runtime and its code
 * included. The wall time is that to its end, less the rest before the look.
 *
 * @param command Its `feed` is what it reads from a pipe.
 * @returns The memory is `null` where there is no `/proc`.
 */
export async function measureOpen(
  { words, feed }: Command,
  { folder, overheadMs }: Place,
): Promise<Ran> {
  const outPath = `${folder}/out`;
  const startMs = performance.now();
  const child = new Deno.Command("sh", {
    args: ["-c", `exec ${shellText(words)} > ${shellWord(outPath)}`],
    env: { NO_COLOR: "1", LC_ALL: "C" },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
    signal: AbortSignal.timeout(LIMIT_MS),
  }).spawn();
  const complaint = new Response(child.stderr).text();
  const peak = Deno.build.os === "linux" ? watchPeakMemory(child.pid) : null;
  let peakBytes: number | null = null;
  try {
    for (const path of feed ?? []) {
      const file = await Deno.open(path);
      await file.readable.pipeTo(child.stdin, { preventClose: true });
    }
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    peakBytes = peak?.() ?? null;
    await child.stdin.close();
  } catch (error) {
    // It ended before its input did: its status tells why.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  } finally {
    peak?.();
  }
  const { code } = await child.status;
  const wallMs = performance.now() - startMs - REST_MS - overheadMs;
  const said = (await complaint).trim();
  return {
    sample: { wallMs, userMs: null, systemMs: null, peakBytes },
    outPath,
    complaint: said,
    failure: code === 0 ? null : `status ${code}: ${said.slice(0, 400)}`,
  };
}
