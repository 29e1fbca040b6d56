const ROOT = new URL("../../", import.meta.url);
const encoder = new TextEncoder();

function pathOf(name: string): string {
  return decodeURIComponent(new URL(name, ROOT).pathname);
}

/** How a child is started. */
export interface ChildOptions {
  /** Flags of the runtime in place of all permissions. */
  readonly flags?: readonly string[];
  /** A file in place of the project's own `deno.json`. */
  readonly config?: string;
  /** The whole environment, in place of this process's own with `NO_COLOR`. */
  readonly env?: Readonly<Record<string, string>>;
}

function command(
  args: readonly string[],
  { flags = ["-A"], config = pathOf("deno.json"), env }: ChildOptions,
  streams: Pick<Deno.CommandOptions, "stdin" | "stdout" | "stderr">,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      ...flags,
      "--config",
      config,
      pathOf("cli/main.ts"),
      ...args,
    ],
    ...(env === undefined
      ? { env: { NO_COLOR: "1" } }
      : { env: { ...env }, clearEnv: true }),
    ...streams,
  });
}

/** The words with which a shell starts the command, with all permissions or with those that are given. */
export function shellWords(
  args: readonly string[],
  flags: readonly string[] = ["-A"],
): string {
  const words = [
    Deno.execPath(),
    "run",
    "--quiet",
    ...flags,
    "--config",
    pathOf("deno.json"),
    pathOf("cli/main.ts"),
    ...args,
  ];
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}

/** What a process gave that was run to its end. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Starts the command, writes stdin and closes it, and waits for its end. */
export async function run(
  args: readonly string[],
  stdin: string | Uint8Array = "",
  options: ChildOptions = {},
): Promise<Ended> {
  const child = new Child(args, options);
  const written = child.write(stdin).then(() => child.end(), () => {});
  const stdout = child.rest();
  const code = await child.status();
  await written;
  const ended = { stdout: await stdout, stderr: await child.stderr(), code };
  await child.close();
  return ended;
}

/** Runs a shell command, and gives what it wrote. */
export async function shell(text: string): Promise<Ended> {
  const { stdout, stderr, code } = await new Deno.Command("sh", {
    args: ["-c", text],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return {
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
    code,
  };
}

/** A command that hangs is ended, so that its test fails. */
const LONGEST_MS = 30_000;

/** A running command whose streams the test holds. */
export class Child {
  readonly #process: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #stdout: ReadableStreamDefaultReader<Uint8Array>;
  readonly #stderr: Promise<void>;
  readonly #decoder = new TextDecoder();
  #messages = "";
  #wake: (() => void)[] = [];
  #held = "";
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(args: readonly string[], options: ChildOptions = {}) {
    this.#process = command(args, options, {
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdin = this.#process.stdin.getWriter();
    this.#stdout = this.#process.stdout.getReader();
    this.#stderr = this.#listen();
    this.#timer = setTimeout(() => this.#end(), LONGEST_MS);
  }

  #end(): void {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
  }

  async #listen(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.#process.stderr) {
      this.#messages += decoder.decode(chunk, { stream: true });
      this.#wake.splice(0).forEach((wake) => wake());
    }
    this.#wake.splice(0).forEach((wake) => wake());
  }

  /** The number of the process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Writes to stdin; settled when the pipe has taken it. */
  async write(data: string | Uint8Array): Promise<void> {
    await this.#stdin.write(
      typeof data === "string" ? encoder.encode(data) : data,
    );
  }

  /** Ends stdin. */
  async end(): Promise<void> {
    await this.#stdin.close();
  }

  /** Leaves stdin, however the process has. */
  async leave(): Promise<void> {
    await this.#stdin.abort().catch(() => {});
  }

  /** The next bytes of stdout; `null` at its end. */
  async chunk(): Promise<Uint8Array | null> {
    const { value, done } = await this.#stdout.read();
    return done ? null : value;
  }

  /** The next line of stdout, waited for. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf("\n");
      if (end !== -1) {
        const line = this.#held.slice(0, end);
        this.#held = this.#held.slice(end + 1);
        return line;
      }
      const bytes = await this.chunk();
      if (bytes === null) throw new Error(`no line: ${this.#messages}`);
      this.#held += this.#decoder.decode(bytes, { stream: true });
    }
  }

  /** All of stdout that is still to come. */
  async rest(): Promise<string> {
    for (;;) {
      const bytes = await this.chunk();
      if (bytes === null) return this.#held + this.#decoder.decode();
      this.#held += this.#decoder.decode(bytes, { stream: true });
    }
  }

  /** Closes the reading end of stdout, as `head` does. */
  async closeStdout(): Promise<void> {
    await this.#stdout.cancel();
  }

  /** Waits until stderr has a text. */
  async message(text: string): Promise<void> {
    while (!this.#messages.includes(text)) {
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** All of stderr, once the process has ended. */
  async stderr(): Promise<string> {
    await this.#stderr;
    return this.#messages;
  }

  kill(signal: Deno.Signal): void {
    this.#process.kill(signal);
  }

  /** Waits for the end of the process; its exit status. */
  async status(): Promise<number> {
    const { code } = await this.#process.status;
    return code;
  }

  /** Ends the process if it still runs, and gives back its streams. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#end();
    await this.#process.status;
    await this.leave();
    await this.#stdout.cancel();
    await this.#stderr;
  }
}

/** Runs a test with a child that is ended with it. */
export async function withChild(
  args: readonly string[],
  work: (child: Child) => Promise<void>,
  options: ChildOptions = {},
): Promise<void> {
  const child = new Child(args, options);
  try {
    await work(child);
  } finally {
    await child.close();
  }
}

/** Memory of a process that is in use, in bytes. */
export function residentBytes(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
}

/** Whether this system tells how much memory a process has. */
export const TELLS_MEMORY = Deno.build.os === "linux";

/** Rows of NDJSON, numbered, about 100 bytes each. */
export function numberedRows(from: number, count: number): Uint8Array {
  let text = "";
  for (let n = from; n < from + count; n++) {
    text += `{"n":${n},"t":${n / 1000},"path":"/api/orders/${n % 977}",` +
      `"status":${n % 10 === 0 ? 500 : 200},"agent":"a made up agent"}\n`;
  }
  return encoder.encode(text);
}

/** A folder that is removed with the test. */
export async function withFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "weir-process-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
