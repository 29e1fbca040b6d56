import { Account, type Sink } from "../core/mod.ts";
import {
  type RunIo,
  runPipeline,
  type RunSpec,
  type StageSpec,
} from "../pipeline/mod.ts";
import { PATTERN } from "../format/mod.ts";
import { fileSink } from "../sink/mod.ts";
import { fileSource, gunzipSource, inputPaths } from "../source/mod.ts";
import { SystemClock } from "../time/mod.ts";
import { inputFormats } from "./decode.ts";
import { type OutputFormat, type Row, rowOf } from "./encode.ts";
import { ReadStream } from "./read.ts";
import { StageTransform } from "./stage_transform.ts";

/** How a pipeline runs. */
export interface PipelineOptions {
  /** Values of `$NAME` in expressions and queries. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Stops the run. */
  readonly signal?: AbortSignal;
  /**
   * What keeps user SQL from files and network: DuckDB's own lock alone
   * (`sql`), or the permissions of the worker too (`full`), which needs the
   * runtime's `worker-options` flag (C11).
   */
  readonly sandbox?: "full" | "sql";
}

/** A pipeline that was planned as a whole: fields are decoded once, batches are never copied. */
export class Pipeline {
  readonly #spec: RunSpec;
  readonly #options: PipelineOptions;
  /** What became of every row; complete once the run has ended. */
  readonly account: Account = new Account();

  /**
   * Takes a run apart into words.
   *
   * @param spec What is run.
   * @param options Parameters, and how to stop.
   */
  constructor(spec: RunSpec, options: PipelineOptions) {
    this.#spec = spec;
    this.#options = options;
  }

  /**
   * Runs the pipeline, and gives its results as bytes.
   *
   * @param format How rows leave; when not given, lines that nothing changed leave as they came, other rows as NDJSON.
   * @throws {Fault} In the stream: what ends the run.
   */
  bytes(format: OutputFormat | null = null): ReadableStream<Uint8Array> {
    const { readable, writable } = new TransformStream<
      Uint8Array,
      Uint8Array
    >();
    const writer = writable.getWriter();
    const output: Sink = {
      name: "stream",
      write: async (bytes) => {
        await writer.ready;
        await writer.write(bytes.slice());
      },
      close: () => Promise.resolve(),
    };
    const spec = {
      ...this.#spec,
      options: { ...this.#spec.options, output: format },
    };
    this.#run(spec, output).then(
      () => writer.close(),
      (error) => writer.abort(error),
    ).catch(() => {});
    return readable;
  }

  /** Runs the pipeline, and gives each row as an object. */
  async *rows(): AsyncGenerator<Row> {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    let rest = "";
    for await (const bytes of this.bytes("ndjson")) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split(
        "\n",
      );
      rest = lines.pop()!;
      for (const line of lines) yield rowOf(line);
    }
  }

  async #run(spec: RunSpec, output: Sink): Promise<void> {
    const { signal = new AbortController().signal, sandbox = "sql" } =
      this.#options;
    const asks = spec.stages.some(({ verb }) => verb === "sql");
    const engine = asks ? await import("../engine/mod.ts") : null;
    const io: RunIo = {
      inputs: inputPaths(spec.inputs),
      open: (path) => gunzipSource(fileSource(path)),
      output,
      create: fileSink,
      formats: inputFormats,
      encoders: () => null,
      engine: () => engine!.createEngine({ kind: "wasm", sandbox }),
      table: () => {
        throw new TypeError("Cannot read a table here");
      },
      checkQuery: ({ text, source }) => {
        engine!.readStatement({ text, source, parameters: {}, nowUs: 0 });
      },
      clock: new SystemClock(),
      terminalWidth: null,
      colour: false,
      signal,
      onPlan: () => {},
      onNote: () => {},
      account: this.account,
    };
    await runPipeline(spec, io);
  }
}

/**
 * Joins a source and stages into one pipeline that is planned as a whole.
 *
 * @param parts `read(...)`, then stages.
 * @throws {TypeError} Where the first part is no `read(...)` or another is no stage.
 *
 * @example Errors by hour of an access log
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { agg, filter, pipeline, read, window } from "../../mod.ts";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, '{"ts":"2026-01-01T00:00:01Z","status":503}\n');
 * const errors = pipeline([
 *   read(path),
 *   filter("status >= 500"),
 *   window("1h"),
 *   agg("count(*) AS n"),
 * ]);
 * const rows = await Array.fromAsync(errors.rows());
 * assertEquals(rows.map(({ n }) => n), [1]);
 * assertEquals(errors.account.read, 1);
 * await Deno.remove(path);
 * ```
 */
export function pipeline(
  parts: readonly [ReadStream, ...StageTransform[]],
  options: PipelineOptions = {},
): Pipeline {
  const [source, ...rest] = parts;
  if (!(source instanceof ReadStream)) {
    throw new TypeError(
      "Cannot join the parts as the first must be read(...): other streams are joined by pipeThrough",
    );
  }
  const stages = rest.map((part): StageSpec => {
    if (part instanceof StageTransform) return part.spec;
    throw new TypeError(
      "Cannot join the parts as each after the first must be a stage such as filter(...)",
    );
  });
  return new Pipeline(runSpec(source, stages, options), options);
}

function runSpec(
  { inputs, options: read }: ReadStream,
  stages: readonly StageSpec[],
  options: PipelineOptions,
): RunSpec {
  return {
    inputs,
    read: {
      format: read.format ?? (read.pattern === undefined ? null : PATTERN),
      pattern: read.pattern ?? null,
      encoding: null,
      fields: read.fields ?? null,
      header: read.header ?? true,
      types: {},
      time: read.time ?? null,
      zone: null,
      since: null,
      until: null,
    },
    stages,
    options: {
      output: null,
      bad: null,
      badTo: null,
      tables: {},
      engine: "wasm",
      parameters: options.parameters ?? {},
      late: null,
      maxMemory: null,
      maxAhead: null,
      now: null,
      idle: null,
      csvSafe: false,
      displayZone: null,
      threads: null,
      stats: false,
      strict: false,
    },
  };
}
