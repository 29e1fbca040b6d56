import { main } from "../../cli/main.ts";
import { FixedClock } from "../../lib/time/mod.ts";

/** What the command said. */
export interface Said {
  /** The exit status. */
  readonly status: number;
  /** Its results. */
  readonly stdout: string;
  /** Its messages. */
  readonly stderr: string;
}

/** Runs the command as a shell does, apart from the process. */
export async function weir(
  words: readonly string[],
  signal?: AbortSignal,
): Promise<Said> {
  const said = { stdout: "", stderr: "" };
  const status = await main(words, {
    stdin: new ReadableStream(),
    stdout: (bytes) => {
      said.stdout += new TextDecoder().decode(bytes);
      return Promise.resolve();
    },
    stderr: (text) => void (said.stderr += text),
    isTerminal: false,
    columns: 80,
    clock: new FixedClock(1_777_939_200_000_000),
    ...(signal === undefined ? {} : { signal }),
  });
  return { status, ...said };
}

/** Works in a folder that has a job, `slow.weir`, and its input, `rows.ndjson`. */
export async function withJob<T>(
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.writeTextFile(
      `${folder}/rows.ndjson`,
      '{"ts":"2024-01-01T00:00:01Z","ms":12}\n',
    );
    await Deno.writeTextFile(`${folder}/slow.weir`, "filter ms > 10\n");
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
