import type { PortableJob, PortableStep } from "../portable_job.ts";
import type { ComparedField } from "./compare.ts";

/** A place at which rows of a job leave. */
export interface ComparedOutput {
  /** What it is called: `results`, or the file that a `write` names. */
  readonly name: string;
  /** The file that the stage names; `null` for stdout. */
  readonly path: string | null;
  /** Whether rows leave as the lines that they came in. */
  readonly asLines: boolean;
  /** Its fields; one, the line, where rows leave as they came. */
  readonly fields: readonly ComparedField[];
}

/** The outputs of a job with what tells their rows apart. */
export function comparedOutputs(job: PortableJob): readonly ComparedOutput[] {
  let identity: ReadonlySet<string> = new Set();
  const outputs: ComparedOutput[] = [];
  for (const step of job.steps) {
    if (step.kind === "aggregate") identity = identityOf(step);
    if (step.kind !== "write") continue;
    outputs.push({
      name: step.path ?? "results",
      path: step.path,
      asLines: step.format === "lines",
      fields: step.fields.map(({ name, column, type }) => ({
        name,
        type,
        identity: identity.has(column),
      })),
    });
  }
  return outputs;
}

function identityOf(
  { bounds, keys }: PortableStep & { readonly kind: "aggregate" },
): ReadonlySet<string> {
  return new Set([
    ...(bounds === null ? [] : [bounds.start, bounds.end]),
    ...keys.map(({ column }) => column),
  ]);
}
