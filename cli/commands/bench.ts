import { Fault } from "../../lib/core/mod.ts";
import { faultText } from "../fault_text.ts";
import type { MainIo } from "../io.ts";
import {
  commandText,
  FILES,
  type NexmarkQuery,
  pending,
  type PendingQuery,
  queries,
} from "../nexmark/queries/mod.ts";
import {
  headerText,
  needsText,
  pendingText,
  resultText,
  streamText,
} from "../nexmark/report.ts";
import { type QueryResult, runQuery } from "../nexmark/run_query.ts";
import { writeStream } from "../nexmark/write_stream.ts";
import type { BenchOptions } from "../parse/bench_command.ts";
import { listed } from "../parse/nearest.ts";

/**
 * Makes a stream of Nexmark, runs its queries, and tells how they did, a line
 * each as it is done.
 *
 * @returns The exit status: 2 where a query could not run.
 * @throws {Fault} If there is no query of a name, or the folder cannot be written.
 */
export async function benchCommand(
  options: BenchOptions,
  io: MainIo,
): Promise<number> {
  const chosen = chosenOf(options.only);
  const { directory } = options;
  const folder = `${await folderOf(directory)}/`;
  try {
    return await bench(folder, chosen, options, io);
  } finally {
    if (directory === null) await Deno.remove(folder, { recursive: true });
  }
}

interface Chosen {
  readonly run: readonly NexmarkQuery[];
  readonly told: readonly PendingQuery[];
}

async function bench(
  folder: string,
  { run, told }: Chosen,
  { seed, events, rate, directory }: BenchOptions,
  io: MainIo,
): Promise<number> {
  const encoder = new TextEncoder();
  const print = (text: string) => io.stdout(encoder.encode(text));
  const written = writeStream(folder, { seed, events, rate });
  await print(streamText({ seed, events, rate }, written));
  if (run.length > 0) await print(headerText());
  const results: QueryResult[] = [];
  let status = 0;
  for (const query of run) {
    if (io.signal?.aborted) break;
    const resultPath = directory === null
      ? null
      : `${folder}${query.name}.ndjson`;
    try {
      const result = await runQuery(query, {
        folder,
        rate,
        resultPath,
        main: io,
      });
      if (io.signal?.aborted) break;
      results.push(result);
      await print(resultText(result));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // A run that was stopped answers otherwise than one before it.
      if (io.signal?.aborted) break;
      status = 2;
      io.stderr(`weir: ${query.name}: the query did not run\n`);
      io.stderr(faultText(error, { colour: io.messageColour ?? false }));
    }
  }
  if (io.signal?.aborted) return Number(io.signal.reason);
  await print(needsText(run) + pendingText(told));
  if (directory !== null) {
    const report = { seed, events, rate, ...written, queries: results };
    await Deno.writeTextFile(
      `${folder}commands.sh`,
      run.map(commandText).join("\n"),
    );
    await Deno.writeTextFile(
      `${folder}report.json`,
      `${JSON.stringify(report, null, 2)}\n`,
    );
  }
  return status;
}

/** The queries of those names; all where none is named. */
function chosenOf(only: readonly string[] | null): Chosen {
  if (only === null) return { run: queries, told: pending };
  const names = [...queries, ...pending].map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Fault(
      "bench/query",
      `there is no query ${unknown} in this benchmark`,
      { mend: `There are ${listed(names)}` },
    );
  }
  const isAsked = ({ name }: { readonly name: string }) => only.includes(name);
  return { run: queries.filter(isAsked), told: pending.filter(isAsked) };
}

async function folderOf(directory: string | null): Promise<string> {
  if (directory === null) {
    return await Deno.makeTempDir({ prefix: "weir-nexmark-" });
  }
  try {
    await Deno.mkdir(directory, { recursive: true });
    await Deno.writeTextFile(`${directory}/${FILES.stream}`, "");
  } catch (cause) {
    throw new Fault(
      "bench/folder",
      `cannot write into the folder ${directory}: ${(cause as Error).message}`,
      { mend: "Name another folder with -o", cause },
    );
  }
  return directory.replace(/\/+$/, "");
}
