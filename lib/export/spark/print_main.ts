import type { PortableJob } from "../portable_job.ts";
import type { PrintOptions } from "../target.ts";
import { EVENT_TIME } from "./own_names.ts";
import type { SparkProgram } from "./program.ts";
import { hasStreamSql } from "./print_pipeline.ts";
import { indented, pyText, spanText } from "./text.ts";

interface Main {
  readonly program: SparkProgram;
  readonly options: PrintOptions;
  /** Why it does not run over a stream; `null` where it does. */
  readonly reason: string | null;
  /** What claims the folder of checkpoints; `null` where it does not run over a stream. */
  readonly checkpoint: string | null;
}

/** The arguments, the session, the reading, and what runs all of it. */
export function mainOf(job: PortableJob, main: Main): string {
  const parts = [
    printArguments(job, main),
    printSession(job, main.options),
    printRead(main),
    ...(main.checkpoint === null
      ? []
      : [main.checkpoint, printStart(main), WAIT]),
    printMain(job, main),
    `if __name__ == "__main__":\n    main()`,
  ];
  return parts.join("\n\n\n");
}

function printArguments(
  job: PortableJob,
  { options: { connections }, reason }: Main,
): string {
  const { input, output, checkpoints } = connections;
  const lines = [
    `parser = argparse.ArgumentParser(description=${pyText(job.name)})`,
  ];
  const add = (name: string, about: string, rest: string) =>
    void lines.push(
      `parser.add_argument(
    ${pyText(name)},
    ${rest},
    help=${pyText(about)},
)`,
    );
  const given = (name: string, about: string, value: string) =>
    add(name, about, `default=${pyText(value)}`);
  if (reason === null) {
    add(
      "--mode",
      "all there is, or rows as they come",
      `choices=["batch", "stream"],\n    default="batch"`,
    );
  }
  if (input.kind === "files") {
    given("--input", "a file, a folder, or a pattern of them", input.path);
  } else {
    given("--brokers", "of the input", input.brokers);
    given("--topic", "of the input", input.topic);
    given("--group", "how the groups of the job begin", input.group);
    add(
      "--start",
      "where a first run begins",
      `choices=["earliest", "latest"],\n    default=${pyText(input.start)}`,
    );
  }
  if (output.kind === "files") {
    given(
      "--output",
      "a folder; each output has one of its own in it",
      output.path,
    );
  } else {
    given("--output-brokers", "of the output", output.brokers);
    given("--output-topic", "of the results", output.topic);
  }
  if (reason === null) {
    add(
      "--checkpoint",
      "a folder for what a stream carries over from run to run",
      `default=${checkpoints === null ? "None" : pyText(checkpoints)}`,
    );
    add("--once", "end when all there is has been read", `action="store_true"`);
  }
  lines.push("return parser.parse_args()");
  return `def arguments() -> argparse.Namespace:\n${
    indented(lines.join("\n"), 4)
  }`;
}

function printSession(job: PortableJob, { exact }: PrintOptions): string {
  return `def session() -> SparkSession:
    return (
        SparkSession.builder.appName(${pyText(job.name)})
        # Moments are UTC, whatever the machine.
        .config("spark.sql.session.timeZone", "UTC")
        # What fails on a row is NULL there: no row stops the job.
        .config("spark.sql.ansi.enabled", "false")
        .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
        # A line that is broken half way is no row.
        .config("spark.sql.json.enablePartialResults", "false")
        # A text such as \${env:HOME} means itself.
        .config("spark.sql.variable.substitute", "false")
        # Names of fields match exactly.
        .config("spark.sql.caseSensitive", "true")${
    exact
      ? `
        # For comparing, not for speed.
        .config("spark.sql.shuffle.partitions", "1")`
      : ""
  }
        .getOrCreate()
    )`;
}

function printRead({ options, reason }: Main): string {
  const { input } = options.connections;
  const source = reason === null
    ? `source = spark.readStream if args.mode == "stream" else spark.read`
    : "source = spark.read";
  const lines = [source];
  if (input.kind === "files") {
    const perBatch = options.exact && reason === null
      ? `\n    .option("maxFilesPerTrigger", 1)`
      : "";
    lines.push(
      `frame = (`,
      `    source.format("text")`,
      `    # Spark would also end lines at a carriage return.`,
      `    .option("lineSep", "\\n")${perBatch}`,
      `    .load(args.input)`,
      `    .withColumnRenamed("value", "_raw")`,
      `)`,
    );
  } else {
    lines.push(
      `frame = (`,
      `    source.format("kafka")`,
      `    .option("kafka.bootstrap.servers", args.brokers)`,
      `    .option("subscribe", args.topic)`,
      `    .option("startingOffsets", ${
        reason === null
          ? `args.start if args.mode == "stream" else "earliest"`
          : `"earliest"`
      })`,
      `    .option("groupIdPrefix", args.group)`,
      `    .load()`,
      `    .select(F.col("value").cast("string").alias("_raw"))`,
      `)`,
    );
  }
  lines.push(
    // A record may have its line end; lines of files were cut at theirs.
    `line = F.regexp_replace("_raw", "^\\ufeff|${
      input.kind === "kafka" ? "\\r?\\n?" : "\\r"
    }\\\\z", "")`,
    `return frame.select("_raw", line.alias("_line"))`,
  );
  return `def read(spark: SparkSession, args: argparse.Namespace) -> DataFrame:
    """The lines of the input: \`_raw\` as they came, \`_line\` without a line end."""
${indented(lines.join("\n"), 4)}`;
}

function printStart({ options }: Main): string {
  const where = options.connections.output.kind === "files"
    ? `f"{args.output}/{name}/batch={number}"`
    : "args";
  return `def start(
    frame: DataFrame,
    name: str,
    args: argparse.Namespace,
    outputs: Callable[[DataFrame], dict[str, DataFrame]],
) -> StreamingQuery:
    """Runs stages over each small batch of a stream, and writes what leaves.

    A batch that is run again after a failure has its number again, and
    replaces what it wrote.
    """

    def each(batch: DataFrame, number: int) -> None:
        batch.persist()
        for name, output in outputs(batch).items():
            write(output, name, ${where})
        batch.unpersist()

    writer = (
        frame.writeStream.queryName(name)
        .option("checkpointLocation", f"{args.checkpoint}/{name}")
        .foreachBatch(each)
    )
    if args.once:
        writer = writer.trigger(availableNow=True)
    return writer.start()`;
}

const WAIT =
  `def wait(spark: SparkSession, queries: list[StreamingQuery]) -> None:
    """Stays until all queries have ended, or one of them has failed."""
    while spark.streams.active:
        spark.streams.awaitAnyTermination()
        spark.streams.resetTerminated()
    # One may have failed while another was seen to end.
    for query in queries:
        query.awaitTermination()`;

/** Stands behind all that Spark refuses beforehand, so that what never began leaves no mark. */
const CLAIM = "    claim(spark, args.checkpoint)";

function printMain(
  job: PortableJob,
  { program, options, reason }: Main,
): string {
  const { windows, delayMs, rows } = program;
  const streams = reason === null;
  const good = job.time === null
    ? `F.col("_sound")`
    : `F.col("_sound") & F.col(${pyText(job.time.column)}).isNotNull()`;
  const where = options.connections.output.kind === "files"
    ? `f"{args.output}/{name}"`
    : "args";
  const lines = [
    "args = arguments()",
    ...(streams
      ? [
        `streaming = args.mode == "stream"`,
        `if streaming and args.checkpoint is None:`,
        `    raise SystemExit("a stream needs --checkpoint FOLDER")`,
      ]
      : []),
    "spark = session()",
    `spark.sparkContext.setLogLevel("WARN")`,
    "",
    "rows = parse(read(spark, args))",
    ...(job.time === null ? [] : [
      "# Rows without a time are bad, and must not come to the watermark.",
    ]),
    `good = ${good}`,
    `bad = rows.where(~good).select("_raw")`,
    `events = rows.where(good).drop("_raw", "_sound")`,
  ];
  if (streams && delayMs !== null) {
    lines.push(
      `if streaming:`,
      `    # A window is complete when the newest event time, less this, reaches its end.`,
      `    # Rows of complete windows are dropped: numRowsDroppedByWatermark, in the`,
      `    # progress of the query, is all that Spark tells of them.`,
      `    events = events.withWatermark("${EVENT_TIME}", ${
        pyText(spanText(delayMs))
      })`,
    );
  }
  const flag = (nodes: typeof rows) => hasStreamSql(nodes) ? ", streaming" : "";
  lines.push("");
  if (windows === null) {
    lines.push(
      ...(streams
        ? [
          "if streaming:",
          CLAIM,
          "    queries = [",
          `        start(events, "rows", args, lambda batch: pipeline(batch${
            flag(rows)
          })),`,
          `        start(bad, "bad", args, lambda batch: {"bad": batch}),`,
          "    ]",
          "    wait(spark, queries)",
        ]
        : []),
    );
    const batch = [
      `outputs = {**pipeline(events${flag(rows)}), "bad": bad}`,
      `for name, output in outputs.items():`,
      `    write(output, name, ${where})`,
    ];
    lines.push(
      ...(streams ? ["else:", ...batch.map((line) => `    ${line}`)] : batch),
    );
  } else {
    lines.push(
      `windows, outputs = until_windows(events${flag(rows)})`,
      `outputs["bad"] = bad`,
    );
    const batch = [
      `outputs.update(of_windows(windows))`,
      `for name, output in outputs.items():`,
      `    write(output, name, ${where})`,
    ];
    lines.push(
      ...(streams
        ? [
          "if streaming:",
          CLAIM,
          // No output has a hyphen in its name.
          `    queries = [start(windows, "complete-windows", args, of_windows)]`,
          `    for name, output in outputs.items():`,
          `        each = start(output, name, args, lambda batch, name=name: {name: batch})`,
          `        queries.append(each)`,
          "    wait(spark, queries)",
          "else:",
          ...batch.map((line) => `    ${line}`),
        ]
        : batch),
    );
  }
  lines.push("spark.stop()");
  return `def main() -> None:\n${indented(lines.join("\n"), 4)}`;
}
