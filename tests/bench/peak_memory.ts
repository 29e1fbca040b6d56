/** How often memory is looked at, in milliseconds. */
const EVERY_MS = 5;
/** Programs around the measured one. */
const AROUND = new Set(["sh", "cat", "wc", "taskset"]);

/**
 * Watches the greatest resident memory of a process and those it started.
 *
 * This is for Linux where `/usr/bin/time` is not installed. The kernel keeps
 * the greatest value by itself, so only growth in the last milliseconds can be
 * missed.
 *
 * @returns A function that stops watching and gives the greatest value in
 * bytes, of the largest process.
 */
export function watchPeakMemory(pid: number): () => number {
  let peakBytes = 0;
  const look = () => peakBytes = Math.max(peakBytes, peakOf(pid));
  look();
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    return peakBytes;
  };
}

function peakOf(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const name = /^Name:\s*(.*)$/m.exec(status)?.[1] ?? "";
    const kib = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? "0";
    const own = AROUND.has(name) ? 0 : Number(kib) * 1024;
    const children = Deno.readTextFileSync(
      `/proc/${pid}/task/${pid}/children`,
    ).trim();
    if (children === "") return own;
    return Math.max(own, ...children.split(" ").map((c) => peakOf(Number(c))));
  } catch (error) {
    // It ended while we looked.
    if (error instanceof Deno.errors.NotFound) return 0;
    // The same, told in another way by the kernel (ESRCH).
    if (error instanceof Error && "code" in error && error.code === "ESRCH") {
      return 0;
    }
    throw error;
  }
}
