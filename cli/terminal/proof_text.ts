import { isProved, type Proof, type ProvedOutput } from "../prove/prove.ts";
import { shownText } from "./escape.ts";

/** What to do where the types of a cluster alone change what weir itself says. */
export const ONE_TYPE =
  "  A field has one type on a cluster. Put these --types into the job, or others, so that it says the same everywhere\n";

/** What was found on one engine, as lines. */
export function proofText(proof: Proof): string {
  const { engine, outputs, hereMs, thereMs, late, bad } = proof;
  const lines = [
    `${shownText(engine)}: ${
      isProved(proof) ? "the same rows" : "other rows"
    } (weir ${seconds(hereMs)}, ${engine.split(" ")[0]} ${
      seconds(thereMs)
    } with its start${late === 0 ? "" : `, ${late} rows late`})`,
  ];
  for (const output of outputs) lines.push(...outputLines(output));
  if (bad !== null && bad.here !== bad.there) {
    lines.push(`  bad lines: ${bad.here} here, ${bad.there} there`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function outputLines({ name, comparison, shown }: ProvedOutput): string[] {
  const { equal, different, missing, extra } = comparison;
  const lines = [
    `  ${
      shownText(name)
    }: ${equal} rows equal, ${different.length} different, ${missing.length} missing there, ${extra.length} only there`,
  ];
  for (const one of shown) {
    if (one.fields.length > 0) {
      lines.push(`    differ in ${shownText(one.fields.join(", "))}`);
    }
    lines.push(
      `    here   ${
        one.expected === null ? "no such row" : shownText(one.expected)
      }`,
      `    there  ${
        one.actual === null ? "no such row" : shownText(one.actual)
      }`,
      ...one.rows.map((row) => `    from   ${shownText(row)}`),
    );
  }
  const rest = different.length + missing.length + extra.length - shown.length;
  if (rest > 0) lines.push(`    and ${rest} more`);
  return lines;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** What a report is made from. */
export interface ProofReport {
  /** What the job is called. */
  readonly name: string;
  /** Its stages. */
  readonly stages: readonly string[];
  /** How many lines of the input were taken. */
  readonly lines: number;
  /** Whether there are more. */
  readonly cut: boolean;
  /** What was found on each engine. */
  readonly proofs: readonly Proof[];
}

/** Text as a cell of a table of Markdown. */
function cellText(text: string): string {
  return shownText(text).replaceAll("|", "\\|");
}

/** What was found, as Markdown. */
export function proofReport(report: ProofReport): string {
  const { name, stages, lines, cut, proofs } = report;
  return [
    `# ${name}: compared row by row`,
    "",
    `${cut ? "The first" : "All"} ${lines} lines of the input.`,
    "",
    "```text",
    ...stages,
    "```",
    "",
    "| engine | output | equal | different | missing there | only there |",
    "| ------ | ------ | ----- | --------- | ------------- | ---------- |",
    ...proofs.flatMap(({ engine, outputs }) =>
      outputs.map((
        { name, comparison: { equal, different, missing, extra } },
      ) =>
        `| ${cellText(engine)} | ${
          cellText(name)
        } | ${equal} | ${different.length} | ${missing.length} | ${extra.length} |`
      )
    ),
    "",
    ...proofs.flatMap((
      proof,
    ) => ["```text", proofText(proof).trimEnd(), "```", ""]),
  ].join("\n");
}
