import type { Path } from "../core/mod.ts";
import { patternFields } from "../format/mod.ts";
import {
  type InputFacts,
  makePlan,
  neededBy,
  type OpenedInput,
  pathText,
  type Plan,
  projectionOf,
  type RunSpec,
  type Settings,
} from "../pipeline/mod.ts";
import type { Construct } from "./construct.ts";
import { constructsOf } from "./constructs_of.ts";
import { headerCells } from "./header_cells.ts";
import { lowerSteps } from "./lower.ts";
import type { MomentForm, PortableInput, PortableJob } from "./portable_job.ts";
import { refusal } from "./refusal.ts";
import { type FieldSample, sampleFields } from "./sample.ts";
import { stageText } from "./stage_text.ts";

/** What a portable plan is made from: a run whose first input is open. */
export interface PortableSource {
  /** The run as the user wrote it. */
  readonly spec: RunSpec;
  /** What is known of its inputs. */
  readonly facts: InputFacts;
  /** The first input. */
  readonly opened: OpenedInput;
  /** The options, read. */
  readonly settings: Settings;
  /** The plan of the run as it stands. */
  readonly plan: Plan;
  /** What the job is called. */
  readonly name: string;
  /** Whether the input of the job will end; `false` for Kafka and folders that are watched. */
  readonly finite: boolean;
}

/** A run as a portable job. */
export interface PortablePlan {
  /** The job; `null` where something in the run has no place in one. */
  readonly job: PortableJob | null;
  /** The run with all types fixed, as weir itself must run it to compare. */
  readonly spec: RunSpec;
  /** The types that only the first rows have settled, as `--types` has them. */
  readonly settled: Readonly<Record<string, string>>;
  /** All that the run asks of an engine. */
  readonly constructs: readonly Construct[];
}

/**
 * Reads a run as a portable job.
 *
 * An engine with fixed columns must know the type of each field before the
 * first row. What the pipeline leaves open is settled by the first rows of the
 * input, and told in {@linkcode PortablePlan.settled}: as `--types` it makes weir
 * read them in the same way.
 *
 * @throws {Fault} Where the run cannot be planned.
 */
export function portablePlan(source: PortableSource): PortablePlan {
  const { spec, facts, plan } = source;
  const paths = inputPaths(plan);
  const timePath: Path[] = plan.timeField === null ? [] : [[plan.timeField]];
  const all = [...paths, ...timePath];
  const options = {
    source: source.opened.source.name,
    header: spec.read.header,
    fields: spec.read.fields,
    zone: source.settings.zone,
  };
  const { head, ended } = source.opened;
  const sample = sampleFields(facts.format, head, ended, all, options);
  const samples = sample.fields;
  const { types, settled } = openTypes(plan, paths, samples);
  const fixed: RunSpec = {
    ...spec,
    read: { ...spec.read, types: { ...spec.read.types, ...types } },
  };
  const planned = makePlan(fixed, { ...facts, regular: source.finite });
  const stages = spec.stages.map(stageText);
  const typeOf = new Map(planned.types.map(({ field, type }) => [field, type]));
  const form = (path: Path): MomentForm | null =>
    samples.get(pathText(path))?.form ?? null;
  const { columns, steps, local } = lowerSteps(
    planned.steps,
    planned.origins,
    planned.output,
    stages,
    {
      type: (path) => {
        const type = typeOf.get(pathText(path)) ?? "VARCHAR";
        if (type !== "ANY" && type !== "VARCHAR") return type;
        // Lists and objects are NULL as any other type; as text they are their own.
        const nested = samples.get(pathText(path))?.type === "JSON";
        return nested ? "JSON" : "VARCHAR";
      },
      form,
      time: planned.timeField === null ? null : "event_time",
    },
  );
  const early = [...local, ...localOptions(spec, facts, source)];
  const time = planned.timeField === null ? null : {
    path: [planned.timeField],
    form: form([planned.timeField]) ?? "iso",
    column: "event_time",
  };
  if (
    time !== null && form([planned.timeField!]) === null &&
    !facts.inspection.empty
  ) {
    const first = samples.get(planned.timeField!)?.first ?? "";
    early.push(localConstruct(
      "P009",
      `--time ${planned.timeField}`,
      `${JSON.stringify(first)} is no form of a time that clusters read`,
      "Times are ISO 8601, counts since the epoch, or as access logs have them",
    ));
  }
  const job: PortableJob = {
    name: source.name,
    input: {
      format: facts.format.name as PortableJob["input"]["format"],
      ...patternOf(spec),
      fields: facts.inspection.fields,
      header: headerCells(source.opened, spec.read),
    },
    columns,
    time,
    steps,
    stages,
  };
  return {
    job: early.length === 0 ? job : null,
    spec: fixed,
    settled,
    constructs: [
      ...early,
      // What has no type follows from what was refused before.
      ...constructsOf(job, sample).filter((one) =>
        early.length === 0 || hasType(one)
      ),
    ],
  };
}

function patternOf({ read }: RunSpec): Pick<PortableInput, "pattern"> {
  const text = read.pattern ?? null;
  return text === null
    ? {}
    : { pattern: { text, fields: patternFields(text).fields } };
}

function hasType({ what }: Construct): boolean {
  switch (what.kind) {
    case "column":
      return what.type !== "ANY";
    case "function":
      return !what.types.includes("ANY");
    case "cast":
      return what.from !== "ANY";
    case "aggregate":
      return what.call.args.every(({ type }) => type !== "ANY");
    default:
      return true;
  }
}

/** The fields that a plan reads, each once, however it reads them. */
function inputPaths(plan: Plan): Path[] {
  const refs = projectionOf(
    neededBy(plan.steps, plan.output ?? { kind: "lines" })[0]!,
  );
  return [
    ...new Map(refs.map(({ path }) => [pathText(path), path])).values(),
  ];
}

/** The types of fields that nothing but their values fixes. */
function openTypes(
  plan: Plan,
  paths: readonly Path[],
  samples: ReadonlyMap<string, FieldSample>,
): Record<"types" | "settled", Record<string, string>> {
  const known = new Map(plan.types.map((one) => [one.field, one]));
  const types: Record<string, string> = {};
  const settled: Record<string, string> = {};
  for (const path of paths) {
    const name = pathText(path);
    const { type = "ANY", reason = "" } = known.get(name) ?? {};
    if (reason === "fixed by the format") continue;
    if (type !== "ANY" && type !== "NUMBER") {
      types[name] = type;
      continue;
    }
    const sampled = samples.get(name)?.type ?? null;
    settled[name] = type === "NUMBER"
      ? samples.get(name)?.number ?? "DOUBLE"
      : sampled === null || sampled === "JSON" || sampled === "TIMESTAMP"
      ? "VARCHAR"
      : sampled;
  }
  return { types: { ...types, ...settled }, settled };
}

/** Options of a run that only weir has. */
function localOptions(
  spec: RunSpec,
  facts: InputFacts,
  source: PortableSource,
): Construct[] {
  const found: Construct[] = [];
  const refuse = (label: string, code: string, why: string, mend: string) =>
    void found.push(localConstruct(code, label, why, mend));
  const { read, options } = spec;
  if (!FORMATS.has(facts.format.name)) {
    refuse(
      `--format ${facts.format.name}`,
      "P017",
      "clusters read NDJSON, CSV, TSV, access logs, patterns and lines",
      "Write the input anew as one of them: weir INPUT select ... -o ndjson",
    );
  }
  if (source.settings.zone.name !== "UTC") {
    refuse(
      `--zone ${source.settings.zone.name}`,
      "P009",
      "stamps without a zone are UTC on a cluster",
      "Write stamps with their zone, or use UTC",
    );
  }
  if (read.since !== null || read.until !== null) {
    refuse(
      "--since/--until",
      "P002",
      "a job on a cluster reads what it is given",
      "Write it as a filter: filter '_time >= TIMESTAMP ...'",
    );
  }
  if (read.encoding === "latin1") {
    refuse(
      "--encoding latin1",
      "P017",
      "clusters read UTF-8",
      "Convert the files first",
    );
  }
  for (const name of Object.keys(options.tables)) {
    refuse(
      `--table ${name}`,
      "P003",
      "tables of files are not exported",
      "Leave it out",
    );
  }
  return found;
}

const FORMATS: ReadonlySet<string> = new Set([
  "ndjson",
  "csv",
  "tsv",
  "combined",
  "pattern",
  "lines",
]);

function localConstruct(
  code: string,
  label: string,
  why: string,
  mend: string,
): Construct {
  return { what: { kind: "local", code, why, mend }, label, place: null };
}

/**
 * The job, where a target can run all of it.
 *
 * @throws {Fault} Where something in the run has no place in a portable job.
 */
export function jobOf(plan: PortablePlan): PortableJob {
  if (plan.job !== null) return plan.job;
  const { label, what, place } = plan.constructs.find(({ what }) =>
    what.kind === "local"
  )!;
  const local = what as typeof what & { readonly kind: "local" };
  throw refusal(label, "a cluster", { verdict: "no", ...local }, place);
}
