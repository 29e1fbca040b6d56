import { assert } from "@std/assert";
import type { PortablePlan, PortableStep } from "../../lib/export/mod.ts";
import { planOf } from "./plan_of.ts";

/** Two rows of a service. */
export const ROWS: string = [
  '{"ts":"2024-05-01T10:00:01.5Z","level":"error","service":"a","ms":12.5,"status":500,"geo":{"city":"Bern"}}',
  '{"ts":"2024-05-01T10:00:02Z","level":"info","service":"b","ms":2,"status":200,"geo":{"city":"Rom"}}',
].join("\n") + "\n";

/** The plan of a pipeline over two rows of a service. */
export function plan(...words: string[]): Promise<PortablePlan> {
  return planOf(words, ROWS);
}

/** The steps of one kind of a plan that has a job. */
export function steps<Kind extends PortableStep["kind"]>(
  { job }: PortablePlan,
  kind: Kind,
): readonly (PortableStep & { readonly kind: Kind })[] {
  assert(job !== null, "the plan has no job");
  return job.steps.filter((step): step is PortableStep & { kind: Kind } =>
    step.kind === kind
  );
}
