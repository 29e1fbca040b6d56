import { targetsOf } from "../../../cli/commands/targets.ts";
import { parseArguments } from "../../../cli/parse/arguments.ts";
import { comparable } from "../../../cli/prove/run_here.ts";
import { Fault, Faults } from "../../../lib/core/mod.ts";
import { judgeAll } from "../../../lib/export/mod.ts";
import type { RunSpec } from "../../../lib/pipeline/mod.ts";
import {
  type Kind,
  KINDS,
  make,
  type Random,
  seeded,
} from "../../sql/differential/generate.ts";
import { portableOf } from "../pipelines/pipelines.ts";
import { type RowKind, TYPES } from "./rows.ts";

/** No engine has a column of intervals that weir would write. */
const COLUMN_KINDS = KINDS.filter((kind) => kind !== "interval");

/** Whether expressions are of each row, or aggregates of groups. */
export type Form = "select" | "agg";

/** What tells the results of a form from each other. */
export const IDENTITY: Readonly<Record<Form, readonly string[]>> = {
  select: ["id"],
  agg: ["b", "c"],
};

/** Aggregates of a value of a kind, which stands for the star. */
const AGGREGATES: readonly (readonly [text: string, kind: Kind])[] = [
  ["count(*)", "text"],
  ["count(DISTINCT *)", "text"],
  ["count(DISTINCT *)", "whole"],
  ["count(DISTINCT *)", "moment"],
  ["sum(*)", "whole"],
  ["sum(*)", "double"],
  ["sum(DISTINCT *)", "whole"],
  ["avg(*)", "whole"],
  ["avg(*)", "double"],
  ["min(*)", "text"],
  ["max(*)", "text"],
  ["min(*)", "whole"],
  ["max(*)", "double"],
  ["min(*)", "moment"],
  ["max(*)", "date"],
  ["bool_and(*)", "truth"],
  ["bool_or(*)", "truth"],
  ["count_if(*)", "truth"],
  ["median(*)", "whole"],
  ["quantile_cont(*, 0.25)", "double"],
];

/** An expression, or an aggregate, which may have a condition. */
function generated(random: Random, form: Form, at: number): string {
  const depth = 1 + Math.floor(random() * 3);
  if (form === "select") {
    return make(random, COLUMN_KINDS[at % COLUMN_KINDS.length]!, depth);
  }
  const [text, kind] = AGGREGATES[at % AGGREGATES.length]!;
  const call = text.replace("*", () => make(random, kind, depth));
  return random() < 0.4
    ? `${call} FILTER (WHERE ${make(random, "truth", depth)})`
    : call;
}

/** A run that computes expressions as `x0`, `x1` and so on, of rows in a file. */
export function specOf(
  texts: readonly string[],
  { form, input }: { readonly form: Form; readonly input: string },
): RunSpec {
  const items = texts.map((text, at) => `${text} AS x${at}`).join(", ");
  const words = form === "select"
    ? ["select", `id, ${items}`]
    : ["agg", items, "--by", IDENTITY.agg.join()];
  const asked = parseArguments([...words, "-o", "ndjson"]);
  if (asked.kind !== "run") throw new TypeError("Cannot compute");
  const read = { ...asked.spec.read, format: "ndjson", types: TYPES } as const;
  return comparable({ ...asked.spec, inputs: [input], read }, [input]);
}

/** Which expressions are wanted. */
export interface Wanted {
  readonly engine: "flink" | "spark";
  readonly form: Form;
  readonly rows: RowKind;
  /** A file with the rows. */
  readonly input: string;
  readonly seed: number;
  readonly count: number;
}

/**
 * Generated expressions that `check` finds exact on an engine: of hostile rows
 * those without a condition, of tame rows those with conditions too.
 */
export async function exactOnes(wanted: Wanted): Promise<readonly string[]> {
  const random = seeded(wanted.seed);
  const found = new Set<string>();
  for (let at = 0; found.size < wanted.count; at++) {
    const text = generated(random, wanted.form, at);
    // A moment of the text may be before 1970, which is a condition too.
    if (wanted.rows === "tame" && text.includes("1969")) continue;
    if (await isExact(text, wanted)) found.add(text);
  }
  return [...found];
}

/** What is told of the input holds for these rows, whatever is computed of them. */
const OF_INPUT: ReadonlySet<string> = new Set(["format", "time", "column"]);

async function isExact(text: string, wanted: Wanted): Promise<boolean> {
  const { engine, rows } = wanted;
  try {
    const plan = await portableOf(specOf([text], wanted), "expression");
    return judgeAll(plan.constructs, targetsOf([engine]), plan).every(
      ({ construct: { what }, judgements }) => {
        const { verdict, why } = judgements.get(engine)!;
        const isFree = why === null || rows === "tame" ||
          OF_INPUT.has(what.kind);
        return verdict === "exact" && isFree;
      },
    );
  } catch (error) {
    // What weir refuses has no answer to compare.
    if (error instanceof Fault || error instanceof Faults) return false;
    throw error;
  }
}
