import { Fault } from "../lib/core/mod.ts";
import { BrokenPipe, stdoutSink } from "../lib/sink/mod.ts";
import { isStdinFile, stdinSource } from "../lib/source/mod.ts";
import { SystemClock } from "../lib/time/mod.ts";
import type { MainIo } from "./io.ts";
import { parseArguments } from "./parse/arguments.ts";
import { terminal } from "./terminal/terminal.ts";

export type { MainIo } from "./io.ts";

const encoder = new TextEncoder();

/**
 * Runs the command.
 *
 * @param argv The words behind `weir`.
 * @param io What it has around it.
 * @returns The exit status (C9).
 */
export async function main(
  argv: readonly string[],
  io: MainIo,
): Promise<number> {
  try {
    return await command(argv, io);
  } catch (error) {
    // Who has stopped it knows that it has ended.
    if (io.signal?.aborted === true && error === io.signal.reason) {
      return Number(error);
    }
    // Nobody reads on, and that is no fault.
    if (error instanceof Error && error.name === "BrokenPipe") return 0;
    const { errorText } = await import("./fault_text.ts");
    io.stderr(errorText(error, { colour: io.messageColour ?? false }));
    return error instanceof Fault ? error.status : 2;
  }
}

async function command(argv: readonly string[], io: MainIo): Promise<number> {
  const asked = parseArguments(argv);
  const print = async (text: string): Promise<number> => {
    await io.stdout(encoder.encode(text));
    return 0;
  };
  // What is not needed for a plain run is imported where it is.
  switch (asked.kind) {
    case "run": {
      const { runCommand } = await import("./commands/run_command.ts");
      return await runCommand(
        asked.spec,
        asked.job,
        { argv, why: asked.why },
        io,
      );
    }
    case "explain": {
      const { explainCommand } = await import("./commands/explain.ts");
      return await explainCommand(asked.spec, io);
    }
    case "outgrow": {
      const { outgrowCommand } = await import("./commands/outgrow_command.ts");
      return await outgrowCommand(asked, io);
    }
    case "bench": {
      const { benchCommand } = await import("./commands/bench.ts");
      return await benchCommand(asked.options, io);
    }
    case "check": {
      const { checkCommand } = await import("./commands/check.ts");
      return await checkCommand(asked, io);
    }
    case "export": {
      const { exportCommand } = await import("./commands/export.ts");
      return await exportCommand(asked, argv, io);
    }
    case "submit": {
      const { submitCommand } = await import("./commands/submit.ts");
      return await submitCommand(asked.words, argv, io);
    }
    case "prove": {
      const { proveCommand } = await import("./commands/prove.ts");
      return await proveCommand(asked, io);
    }
    case "help": {
      const { helpText } = await import("./help/mod.ts");
      return await print(helpText(asked.topic, asked.long));
    }
    case "formats": {
      const { formatsText } = await import("./help/mod.ts");
      return await print(formatsText());
    }
    case "version": {
      const { versionText } = await import("./commands/version.ts");
      return await print(await versionText());
    }
  }
}

/** Runs the command on the process's own streams, and ends the process. */
async function run(): Promise<never> {
  const around = terminal();
  const sink = stdoutSink();
  const stop = new AbortController();
  const stopBy = (status: number) => () => {
    // Whoever asks twice does not want to wait.
    if (stop.signal.aborted) Deno.exit(status);
    stop.abort(status);
  };
  const listen = (signal: Deno.Signal, listener: () => void): void => {
    try {
      Deno.addSignalListener(signal, listener);
    } catch {
      // A signal that this system does not have.
    }
  };
  listen("SIGINT", stopBy(130));
  listen("SIGTERM", stopBy(143));
  let status = 0;
  try {
    status = await main(Deno.args, {
      stdin: stdinSource(),
      stdinIsFile: isStdinFile,
      stdout: (bytes) => sink.write(bytes),
      stderr: (text) => {
        const bytes = encoder.encode(text);
        for (let at = 0; at < bytes.length;) {
          at += Deno.stderr.writeSync(bytes.subarray(at));
        }
      },
      isTerminal: around.outputIsTerminal,
      columns: around.columns ?? 80,
      colour: around.outputColour,
      messageColour: around.errorColour,
      inputIsTerminal: around.inputIsTerminal,
      clock: new SystemClock(),
      signal: stop.signal,
      onBegin: (print) =>
        listen(Deno.build.os === "darwin" ? "SIGINFO" : "SIGUSR2", print),
    });
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error;
  }
  Deno.exit(status);
}

if (import.meta.main) await run();
