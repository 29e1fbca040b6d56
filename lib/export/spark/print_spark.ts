import { constructsOf } from "../constructs_of.ts";
import type { PortableJob } from "../portable_job.ts";
import { demandPossible } from "../refusal.ts";
import type { PrintOptions } from "../target.ts";
import { CALLABLE } from "./helpers.ts";
import { parsingOf, typedColumns } from "./inputs.ts";
import type { Parsing } from "./parsing.ts";
import { ERRORS, printCheckpoint } from "./print_checkpoint.ts";
import { mainOf } from "./print_main.ts";
import { printWriter } from "./print_outputs.ts";
import { printPipeline, printQueries } from "./print_pipeline.ts";
import { sparkProgram } from "./program.ts";
import { sparkStreamTarget, sparkTarget } from "./target.ts";
import { commentText, indented } from "./text.ts";
import { UsedHelpers } from "./used_helpers.ts";

/**
 * Prints a job as a program of Python that any Spark runs: PySpark 4, or 3.5.
 *
 * It reads finite input (`--mode batch`) or a stream (`--mode stream`), and
 * holds nothing of weir's. Where the job cannot run over a stream, it says why.
 *
 * @throws {Faults} All that Spark cannot run of it, as `check` tells before.
 */
export function printSpark(job: PortableJob, options: PrintOptions): string {
  demandPossible(constructsOf(job), sparkTarget, { finite: true });
  const reason = notInStreams(job);
  const program = sparkProgram(job, reason === null);
  const helpers = new UsedHelpers();
  const queries = printQueries(job, program);
  const pipeline = printPipeline(job, program, helpers);
  const writer = printWriter(program, options.connections.output.kind);
  const parsing = parsingOf(job, helpers);
  const parse = printParse(job, parsing, helpers);
  const made = [
    ...helpers.all.map(({ source }) => source),
    parsing.constants.trim(),
    parse,
    queries,
    pipeline,
  ];
  const checkpoint = reason === null
    ? printCheckpoint([...made, String(program.delayMs)])
    : null;
  const main = mainOf(job, { program, options, reason, checkpoint });
  const ofPython = new Set([
    "import argparse",
    ...(reason === null ? [CALLABLE] : []),
    ...helpers.all.flatMap(({ imports }) => imports),
  ]);
  const imports = [
    ...ofPython,
    "",
    ...(reason === null ? [ERRORS] : []),
    "from pyspark.sql import Column, DataFrame, SparkSession",
    "from pyspark.sql import functions as F",
    ...(reason === null
      ? ["from pyspark.sql.streaming import StreamingQuery"]
      : []),
  ].join("\n");
  const text = [
    head(job, options, reason),
    imports,
    "# --- What fields say: a value that does not convert is NULL. ---",
    ...helpers.all.map(({ source }) => source),
    `# --- The rows of the input: ${job.input.format}. ---`,
    parsing.constants.trim(),
    parse,
    queries,
    pipeline,
    writer,
    main,
  ].filter((part) => part !== "").join("\n\n\n");
  return `${text.replace(/\n{4,}/gu, "\n\n\n").trimEnd()}\n`;
}

/** Why a job cannot run over a stream; `null` where it can. */
function notInStreams(job: PortableJob): string | null {
  for (const { what, label } of constructsOf(job)) {
    const { verdict, why } = sparkStreamTarget.judge(what, { finite: false });
    if (verdict === "no") return `${label}: ${why}`;
  }
  return null;
}

function head(
  job: PortableJob,
  { command, connections }: PrintOptions,
  reason: string | null,
): string {
  const { input, output } = connections;
  const kafka = [input, output].some(({ kind }) => kind === "kafka");
  const packages = kafka
    ? " --packages org.apache.spark:spark-sql-kafka-0-10_2.13:VERSION"
    : "";
  const run = `#     spark-submit${packages} job.py`;
  const lines = [
    `# ${job.name}, for Apache Spark 4 (and 3.5). Made by`,
    "#",
    `#     ${commentText(command, Infinity)}`,
    "#",
    "# It needs nothing but Spark:",
    "#",
    run,
    ...(reason === null
      ? [
        `${run} --mode stream --checkpoint FOLDER`,
        "#",
        "# A stream goes on until it is stopped; with --once it takes what there is.",
        "# Windows that the watermark has not passed then wait for the next run.",
      ]
      : [
        "#",
        "# It does not run over a stream:",
        `# ${commentText(reason)}.`,
      ]),
    "#",
    "# The stages, as weir has them:",
    "#",
    ...job.stages.map((stage, at) =>
      `#     ${at + 1}  ${commentText(stage, Infinity)}`
    ),
  ];
  return lines.join("\n");
}

function printParse(
  job: PortableJob,
  parsing: Parsing,
  helpers: UsedHelpers,
): string {
  const { cut, sound, rows } = parsing;
  const columns = typedColumns(job, parsing, helpers);
  const all = [...sound, helpers.call("utf8", `"_raw"`)];
  return `def parse(lines: DataFrame) -> DataFrame:
    """The fields of each line as columns, and whether it is a row at all."""
${indented(cut, 4)}
    sound = ${
    all.length === 1 ? all[0] : `(\n        ${all.join("\n        & ")}\n    )`
  }
    return ${rows === null ? "cut" : `cut.where(${rows})`}.select(
        "_raw",
        F.coalesce(sound, F.lit(False)).alias("_sound"),
${columns.map((column) => `        ${column},`).join("\n")}
    )`;
}
