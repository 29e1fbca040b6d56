import { queries, queryWords } from "../../../cli/nexmark/queries/mod.ts";
import { parseArguments } from "../../../cli/parse/arguments.ts";
import { comparable } from "../../../cli/prove/run_here.ts";
import {
  flinkTarget,
  judgeAll,
  type PortableJob,
  type PortablePlan,
  sparkTarget,
} from "../../../lib/export/mod.ts";
import type { RunSpec } from "../../../lib/pipeline/mod.ts";
import { readPortable } from "../../../cli/commands/portable.ts";
import { IO } from "../pipelines/pipelines.ts";

/** A query of Nexmark that runs on all three engines. */
export interface PortableQuery {
  /** Its name. */
  readonly name: string;
  /** The words behind `weir`. */
  readonly words: readonly string[];
  /** The run, with all types fixed. */
  readonly spec: RunSpec;
  /** The job. */
  readonly job: PortableJob;
}

/** What keeps a query here. */
export interface LocalQuery {
  /** Its name. */
  readonly name: string;
  /** The constructs that an engine has no place for, with the code. */
  readonly why: readonly string[];
}

/**
 * The queries of `weir bench nexmark`, told apart by whether Flink and Spark
 * can run them. All read the events without those that come too late, as a
 * batch of Spark has no late rows.
 *
 * @param folder Where `weir bench nexmark -o` has written the stream, with a slash at its end.
 */
export async function nexmarkQueries(folder: string): Promise<{
  readonly portable: readonly PortableQuery[];
  readonly local: readonly LocalQuery[];
}> {
  const portable: PortableQuery[] = [];
  const local: LocalQuery[] = [];
  for (const query of queries) {
    const words = queryWords({ ...query, input: "events" }, folder);
    const asked = parseArguments([...words]);
    if (asked.kind !== "run") throw new TypeError(`Cannot run ${query.name}`);
    const spec = comparable(asked.spec, asked.spec.inputs);
    const plan = await readPortable({ spec, job: null }, IO, {
      name: query.name,
      finite: true,
    });
    const why = refused(plan);
    if (plan.job !== null && why.length === 0) {
      const { name } = query;
      portable.push({ name, words, spec: plan.spec, job: plan.job });
    } else local.push({ name: query.name, why });
  }
  return { portable, local };
}

function refused(plan: PortablePlan): readonly string[] {
  const judged = judgeAll(plan.constructs, [flinkTarget, sparkTarget], {
    finite: true,
  });
  return [
    ...new Set(
      judged.flatMap(({ judgements }) =>
        [...judgements].flatMap(([target, { verdict, code }]) =>
          verdict === "no" ? [`${code} on ${target}`] : []
        )
      ),
    ),
  ];
}
