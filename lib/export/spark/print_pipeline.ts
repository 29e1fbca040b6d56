import type { PortableJob } from "../portable_job.ts";
import type { SparkNode, SparkOutput, SparkQuery } from "./nodes.ts";
import { EVENT_TIME } from "./own_names.ts";
import { outputColumns } from "./print_outputs.ts";
import type { SparkProgram } from "./program.ts";
import { EVENTS } from "./queries.ts";
import { commentText, indented, pyText } from "./text.ts";
import type { UsedHelpers } from "./used_helpers.ts";

/** The queries, each as a constant with the stages that it comes from. */
export function printQueries(
  job: PortableJob,
  { rows, windows }: SparkProgram,
): string {
  const queries = [...rows, ...windows ?? []]
    .filter((node): node is SparkQuery => node.kind === "query");
  if (queries.length === 0) return "";
  return [
    "# --- The stages, in SQL. ---",
    ...queries.map((query) => printQuery(job, query)),
  ].join("\n\n");
}

function printQuery(
  job: PortableJob,
  { view, sql, streamSql, guarded, stages }: SparkQuery,
): string {
  const name = view.toUpperCase();
  const lines = [
    ...stages.map((stage) =>
      `# Stage ${stage + 1}: ${commentText(job.stages[stage] ?? "")}`
    ),
    ...(guarded
      ? [
        `# The condition names ${EVENT_TIME} so that Spark does not move it below the watermark:`,
        "# rows that are dropped here are rows, and move it too.",
      ]
      : []),
    `${name} = r"""\n${sql}\n"""`,
  ];
  if (streamSql !== null) {
    lines.push(
      "# A stream has no DISTINCT; it counts the values of a set.",
      `${name}_OF_STREAM = r"""\n${streamSql}\n"""`,
    );
  }
  return lines.join("\n");
}

/** The functions that run the queries. */
export function printPipeline(
  job: PortableJob,
  program: SparkProgram,
  helpers: UsedHelpers,
): string {
  const { rows, windows } = program;
  const parts = [];
  const all = [...rows, ...windows ?? []];
  if (all.some(({ kind }) => kind === "query")) {
    parts.push(`def query(frame: DataFrame, view: str, text: str) -> DataFrame:
    """Runs a query over a frame, which it knows as a view of this name."""
    frame.createOrReplaceTempView(view)
    return frame.sparkSession.sql(text)`);
  }
  parts.push(printNodes(job, rows, helpers, {
    name: windows === null ? "pipeline" : "until_windows",
    about: windows === null
      ? "All stages: what leaves, by name."
      : "The stages up to the windows: those, and what leaves before them by name.",
    from: EVENTS,
    result: windows === null ? null : lastView(rows),
  }));
  if (windows !== null) {
    parts.push(printNodes(job, windows, helpers, {
      name: "of_windows",
      about:
        "The stages over complete windows, whose rows come together: what leaves.",
      from: lastView(rows),
      result: null,
    }));
  }
  return parts.join("\n\n\n");
}

function lastView(nodes: readonly SparkNode[]): string {
  return nodes.findLast((node): node is SparkQuery => node.kind === "query")
    ?.view ?? EVENTS;
}

function printNodes(
  job: PortableJob,
  nodes: readonly SparkNode[],
  helpers: UsedHelpers,
  { name, about, from, result }: {
    readonly name: string;
    readonly about: string;
    readonly from: string;
    readonly result: string | null;
  },
): string {
  const asksForStream = hasStreamSql(nodes);
  const queries = nodes.filter((node) => node.kind === "query").map(runOf);
  const outputs = nodes.filter((node) => node.kind === "output")
    .map((node) => outputOf(job, node, helpers));
  const leaving = outputs.length === 0
    ? "{}"
    : `{\n${indented(outputs.join("\n"), 4)}\n}`;
  const type = result === null
    ? "dict[str, DataFrame]"
    : "tuple[DataFrame, dict[str, DataFrame]]";
  const streaming = asksForStream ? ", streaming: bool" : "";
  const lines = [
    `"""${about}"""`,
    ...queries,
    `return ${result === null ? leaving : `${result}, ${leaving}`}`,
  ];
  const head = `def ${name}(${from}: DataFrame${streaming}) -> ${type}:`;
  return `${
    head.length <= 88
      ? head
      : `def ${name}(\n    ${from}: DataFrame${streaming}\n) -> ${type}:`
  }
${indented(lines.join("\n"), 4)}`;
}

/** Whether a query of them has another text over a stream. */
export function hasStreamSql(nodes: readonly SparkNode[]): boolean {
  return nodes.some((node) => node.kind === "query" && node.streamSql !== null);
}

function runOf({ view, from, streamSql }: SparkQuery): string {
  const text = view.toUpperCase();
  return `${view} = query(${from}, ${pyText(from)}, ${
    streamSql === null ? text : `${text}_OF_STREAM if streaming else ${text}`
  })`;
}

function outputOf(
  job: PortableJob,
  output: SparkOutput,
  helpers: UsedHelpers,
): string {
  const stage = job.stages[output.stage] ?? "";
  const comment = output.path === null
    ? ""
    : `# Stage ${output.stage + 1}: ${commentText(stage)}\n`;
  return `${comment}${pyText(output.name)}: ${output.from}.select(
${outputColumns(output, helpers).map((column) => `    ${column},`).join("\n")}
),`;
}
