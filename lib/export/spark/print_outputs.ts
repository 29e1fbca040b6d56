import type { SparkOutput } from "./nodes.ts";
import type { SparkProgram } from "./program.ts";
import { pyText } from "./text.ts";
import type { UsedHelpers } from "./used_helpers.ts";

/** The columns of an output in Python, by the names that the user gave them. */
export function outputColumns(
  { fields, format }: SparkOutput,
  helpers: UsedHelpers,
): string[] {
  if (format === "lines") {
    return [`F.col(${pyText(fields[0]!.column)}).alias("value")`];
  }
  return fields.map(({ name, column, type }) => {
    const from = pyText(column);
    switch (type) {
      case "TIMESTAMP":
        return `${helpers.call("stamp", from)}.alias(${pyText(name)})`;
      case "DOUBLE":
        return `${helpers.call("finite", from)}.alias(${pyText(name)})`;
      default:
        return name === column
          ? `F.col(${from})`
          : `F.col(${from}).alias(${pyText(name)})`;
    }
  });
}

/** All outputs of a program, in order. */
export function outputsOf({ rows, windows }: SparkProgram): SparkOutput[] {
  return [...rows, ...windows ?? []].filter((node): node is SparkOutput =>
    node.kind === "output"
  );
}

const CSV = (separator: string) =>
  `.option("header", True)${
    separator === "" ? "" : `.option("sep", ${separator})`
  }.option("escape", '"')`;

/** How each format leaves, to a folder. */
const TO_FILES: Readonly<Record<SparkOutput["format"], string>> = {
  ndjson: `writer.option("ignoreNullFields", False).json(folder)`,
  csv: `writer${CSV("")}.csv(folder)`,
  tsv: `writer${CSV('"\\t"')}.csv(folder)`,
  lines: `writer.text(folder)`,
};

/** How each format becomes the value of a message. */
const TO_VALUES: Readonly<Record<SparkOutput["format"], string>> = {
  ndjson:
    `F.to_json(F.struct("*"), {"ignoreNullFields": "false"}).alias("value")`,
  csv: `F.to_csv(F.struct("*"), {"escape": '"'}).alias("value")`,
  tsv: `F.to_csv(F.struct("*"), {"escape": '"', "sep": "\\t"}).alias("value")`,
  lines: `F.col(frame.columns[0]).alias("value")`,
};

/** The function that writes an output, for the formats that there are. */
export function printWriter(
  program: SparkProgram,
  kind: "files" | "kafka",
): string {
  const outputs = outputsOf(program);
  const forms = `# The format of each output; bad lines leave as they came.
FORMATS = {
${
    outputs.map(({ name, format }) => `    ${pyText(name)}: ${pyText(format)},`)
      .join("\n")
  }
    "bad": "lines",
}`;
  const used = [
    ...new Set([...outputs.map(({ format }) => format), "lines" as const]),
  ];
  const branches = (
    texts: Readonly<Record<SparkOutput["format"], string>>,
    assign: string,
  ) =>
    used.map((format, at) => {
      const test = at === 0
        ? `if FORMATS[name] == ${pyText(format)}:`
        : at === used.length - 1
        ? "else:"
        : `elif FORMATS[name] == ${pyText(format)}:`;
      return used.length === 1
        ? `    ${assign}${texts[format]}`
        : `    ${test}\n        ${assign}${texts[format]}`;
    }).join("\n");
  const writer = kind === "files"
    ? `def write(frame: DataFrame, name: str, folder: str) -> None:
    """Writes an output anew: what is run again leaves the same files."""
    writer = frame.write.mode("overwrite")
${branches(TO_FILES, "")}`
    : `def write(frame: DataFrame, name: str, args: argparse.Namespace) -> None:
    """Writes an output to its topic; what is run again is there twice, as Kafka has it."""
${branches(TO_VALUES, "value = ")}
    topic = args.output_topic if name == "results" else f"{args.output_topic}.{name}"
    (
        frame.select(value)
        .write.format("kafka")
        .option("kafka.bootstrap.servers", args.output_brokers)
        .option("topic", topic)
        .save()
    )`;
  return used.length === 1 ? writer : `${forms}\n\n\n${writer}`;
}
