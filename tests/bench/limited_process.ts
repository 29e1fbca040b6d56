/** Process groups that run now. */
const running = new Set<number>();

/** How a process that had a limit of time ended. */
export interface Ended {
  /** Its status. */
  readonly code: number;
  /** Whether the limit ended it. */
  readonly expired: boolean;
  /** What it wrote to stdout, if that was asked for. */
  readonly stdout: string;
  /** What it wrote to stderr. */
  readonly stderr: string;
}

/**
 * Runs a command to its end or to the limit, whichever comes first.
 *
 * It leads a process group of its own, so that at the limit all that it
 * started goes with it, even what does not listen to SIGTERM. An interrupt
 * from the terminal therefore does not reach it: {@linkcode stopAll} does.
 *
 * @throws {Deno.errors.NotFound} If there is no such program.
 */
export async function runLimited(
  words: readonly string[],
  options: {
    readonly limitMs: number;
    readonly env: Readonly<Record<string, string>>;
    readonly stdout: "piped" | "null";
    /** Told the id of the process once it runs. */
    readonly started?: (pid: number) => void;
  },
): Promise<Ended> {
  const [program, ...args] = words;
  const child = new Deno.Command(program!, {
    args,
    env: options.env,
    stdin: "null",
    stdout: options.stdout,
    stderr: "piped",
    detached: true,
  }).spawn();
  running.add(child.pid);
  options.started?.(child.pid);
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    killGroup(child.pid);
  }, options.limitMs);
  try {
    const output = await child.output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
    return {
      code: output.code,
      expired,
      stdout: options.stdout === "piped" ? text(output.stdout) : "",
      stderr: text(output.stderr),
    };
  } finally {
    clearTimeout(timer);
    running.delete(child.pid);
  }
}

/** Ends everything that {@linkcode runLimited} has running. */
export function stopAll(): void {
  for (const pid of running) killGroup(pid);
}

function killGroup(pid: number): void {
  try {
    Deno.kill(-pid, "SIGKILL");
  } catch (error) {
    // It ended by itself just now.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
