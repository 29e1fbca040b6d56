/** A process that stays when the program that started it ends. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  /** Where it writes what it says. */
  readonly log: string;
}

/** How long a service may take to answer, and to end. */
const ANSWER_MS = 120_000;
const END_MS = 20_000;
const LOOK_MS = 200;
const TOLD_LINES = 15;

/** Becomes the process, once its log is open, while the first shell ends. */
const START = 'exec "$@" >"$0" 2>&1 & echo $!';

/**
 * Starts a service that is no child of this program, which can end before it.
 *
 * @param options Its words, its log, and the settings of its environment.
 */
export async function startService(
  name: string,
  options: {
    readonly words: readonly string[];
    readonly log: string;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<Service> {
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", START, options.log, ...options.words],
    env: { ...options.env },
    stdin: "null",
    detached: true,
  }).output();
  const text = new TextDecoder();
  const pid = Number(text.decode(stdout));
  if (code !== 0 || !(pid > 0)) {
    throw new TypeError(`Cannot start ${name}: ${text.decode(stderr)}`);
  }
  return { name, pid, log: options.log };
}

/**
 * Waits until a service answers.
 *
 * @param answers Asks it once; `false` and a throw both mean not yet.
 * @throws {TypeError} If it ends, or does not answer in time; the end of its
 * log is in the message.
 */
export async function untilAnswers(
  service: Service,
  answers: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + ANSWER_MS;
  while (!await answers().catch(() => false)) {
    const runs = await commandLine(service.pid) !== null;
    if (runs && Date.now() < end) {
      await pause(LOOK_MS);
      continue;
    }
    const log = await Deno.readTextFile(service.log).catch(() => "");
    const told = log.trimEnd().split("\n").slice(-TOLD_LINES).join("\n");
    throw new TypeError(
      `Cannot use ${service.name}: it ${
        runs ? `gave no answer in ${ANSWER_MS / 1_000} s` : "ended by itself"
      }; its log is ${service.log}\n${told}`,
    );
  }
}

/**
 * Ends a service, by force if it must.
 *
 * @param mark A part of its command line. A process without it has got the
 * number since, and is left alone.
 * @returns Whether it ran.
 */
export async function stopService(
  { pid }: Service,
  mark: string,
): Promise<boolean> {
  const runs = async () => (await commandLine(pid))?.includes(mark) ?? false;
  if (!await runs()) return false;
  const end = Date.now() + END_MS;
  let signal: Deno.Signal = "SIGTERM";
  signalTo(pid, signal);
  while (await runs()) {
    if (signal === "SIGTERM" && Date.now() >= end) {
      signal = "SIGKILL";
      signalTo(pid, signal);
    }
    await pause(LOOK_MS);
  }
  return true;
}

/** The words of a process; `null` if there is none, or it has ended. */
async function commandLine(pid: number): Promise<string | null> {
  // Small images of Linux have no ps.
  if (Deno.build.os !== "linux") return await psLine(pid) || null;
  while (true) {
    const line = await readProcess(pid, "cmdline");
    if (line !== "") return line;
    // Empty too for a moment, while a process becomes another program.
    const state = /\) (\S)/u.exec(await readProcess(pid, "stat"))?.[1] ?? "X";
    if ("ZX".includes(state)) return null;
    await pause(1);
  }
}

function readProcess(pid: number, file: string): Promise<string> {
  return Deno.readTextFile(`/proc/${pid}/${file}`).catch(ignoreMissing);
}

async function psLine(pid: number): Promise<string> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-ww", "-o", "command=", "-p", String(pid)],
    stdin: "null",
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

/** Signals a process, unless it has ended just now. */
function signalTo(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    ignoreMissing(error);
  }
}

function ignoreMissing(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "";
  // It ended between the opening of its file and the reading, which has no class of its own.
  if (error instanceof Error && error.message.startsWith("No such process")) {
    return "";
  }
  throw error;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Finds ports of the loopback that nobody listens at. */
export function freePorts(count: number): number[] {
  // All are held until all are found, so that no two are the same.
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const ports = listeners.map(({ addr }) => addr.port);
  for (const listener of listeners) listener.close();
  return ports;
}
