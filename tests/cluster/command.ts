/** How a command is run. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMs?: number;
}

/** A command that hangs is ended after this time. */
const LIMIT_MS = 600_000;
/** Of what a failed command said, this much is repeated. */
const TOLD_LINES = 12;

/**
 * Runs a command to its end, and gives what it wrote to stdout and stderr.
 *
 * @throws {TypeError} If it cannot be started, fails, or outlasts its limit;
 * the end of what it said is in the message.
 */
export async function runCommand(
  words: readonly string[],
  { cwd, env, limitMs = LIMIT_MS }: CommandOptions = {},
): Promise<string> {
  const [program = "", ...args] = words;
  const output = await new Deno.Command(program, {
    args,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    stdin: "null",
    signal: AbortSignal.timeout(limitMs),
  }).output().catch((error: unknown) => {
    throw new TypeError(`Cannot run ${program}`, { cause: error });
  });
  const decoder = new TextDecoder();
  const said = decoder.decode(output.stdout) + decoder.decode(output.stderr);
  if (output.success) return said;
  const end = said.trimEnd().split("\n").slice(-TOLD_LINES);
  const how = output.signal === null
    ? `ended with status ${output.code}`
    : `was ended by ${output.signal} (its limit is ${limitMs / 1_000} s)`;
  throw new TypeError(
    `Cannot go on: ${words.join(" ")} ${how}\n${end.join("\n")}`,
  );
}
