import type { PortableJob } from "../portable_job.ts";
import type { Connections } from "../target.ts";
import type { JobLayout } from "./layout.ts";
import { printOutputs } from "./outputs.ts";
import { commentOf, type Part, wholePart } from "./part.ts";
import { printSource } from "./source.ts";
import { printSteps } from "./steps.ts";

/** Tables, views, and the statement that starts the job, in order: all but settings. */
export function bodyOf(
  job: PortableJob,
  layout: JobLayout,
  connections: Connections,
): readonly Part[] {
  const source = printSource(job, layout, connections);
  const steps = printSteps(job, layout, source);
  const outputs = printOutputs(job, source, steps, connections);
  return [
    wholePart(
      source.table,
      `The input, a line a row${
        job.time === null
          ? ""
          : `, with the time that it has in ${job.time.path.join(".")}`
      }.`,
    ),
    ...(source.texts === null ? [] : [
      wholePart(
        source.texts,
        "What stands in each line, taken out once: Flink computes the columns of a",
        "view again wherever it is read, but not those of an UNNEST.",
      ),
    ]),
    wholePart(
      source.view,
      "The rows that can be read, and the fields that the job uses.",
    ),
    ...steps.parts,
    ...outputs.tables,
    started(job, outputs.inserts),
  ];
}

/** One job, however many outputs it has, so that the input is read once. */
function started(job: PortableJob, inserts: readonly Part[]): Part {
  const [only] = inserts;
  if (inserts.length === 1 && only !== undefined) return only;
  const all = inserts.map((part) =>
    [...commentOf(job, part), `${part.statement};`].join("\n")
  );
  return wholePart(
    `EXECUTE STATEMENT SET\nBEGIN\n\n${all.join("\n\n")}\n\nEND`,
    "One job, which reads the input once.",
  );
}
