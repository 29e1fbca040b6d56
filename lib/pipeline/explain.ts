import { durationText, formatTimestamp } from "../time/mod.ts";
import { delayText } from "../window/mod.ts";
import { neededBy, projectionOf } from "./layout.ts";
import type { InputFacts, Plan } from "./make_plan.ts";
import type { OpenedInput } from "./open_input.ts";
import type { PlannedOutput, PlannedStep, PlannedWindow } from "./plan.ts";
import { pathText } from "./scope_of.ts";
import type { Settings } from "./settings.ts";
import type { Ref } from "./shape.ts";
import type { RunSpec } from "./spec.ts";

/** What an explanation is made from. */
export interface Explained {
  /** The run as it was written. */
  readonly spec: RunSpec;
  /** The checked plan. */
  readonly plan: Plan;
  /** What is known of the input. */
  readonly facts: InputFacts;
  /** The first input. */
  readonly opened: OpenedInput;
  /** The options, read. */
  readonly settings: Settings;
}

/** The plan as text: what is read, which fields are decoded and why they have their types, the steps, and what may be held. */
export function explainPlan(explained: Explained): string {
  const { plan, settings } = explained;
  const bound = plan.steps.some(({ kind }) => kind === "gather");
  const lines = [
    ...inputLines(explained),
    ...fieldLines(plan),
    "steps",
    ...plan.steps.map((step) => `  ${stepText(step, explained.spec)}`),
    ...(plan.late.length === 0 ? [] : [
      `  ${
        plan.late.map(({ verb }) => verb).join(", ")
      }: planned when the first answer shows its columns`,
    ]),
    `output  ${outputText(plan.output)}`,
    `memory  ${
      bound
        ? `rows of open windows: at most ${mebibytes(settings.maxMemoryBytes)}`
        : plan.steps.some(({ kind }) => kind === "fold")
        ? "the groups of open windows, whatever the number of rows"
        : "a few chunks of the input, whatever its size"
    }`,
    ...plan.notes.map((note) => `note  ${note}`),
  ];
  return lines.join("\n") + "\n";
}

function inputLines(
  { plan, facts, opened, settings, spec }: Explained,
): string[] {
  const names = spec.inputs.length === 0 ? ["stdin"] : spec.inputs;
  const lines = [
    `input  ${names.join(", ")}: ${facts.format.name}, since ${opened.reason}`,
  ];
  if (plan.timeField !== null) {
    const zone = settings.zone.name === "UTC"
      ? ""
      : `, stamps without a zone are ${settings.zone.name}`;
    lines.push(`time  ${plan.timeField}${zone}`);
  }
  if (settings.sinceUs !== -Infinity) {
    lines.push(`since  ${formatTimestamp(settings.sinceUs)}`);
  }
  if (settings.untilUs !== Infinity) {
    lines.push(`until  ${formatTimestamp(settings.untilUs)}`);
  }
  return lines;
}

/** The fields that are decoded, with their types and the reasons. */
function fieldLines(plan: Plan): string[] {
  const output: PlannedOutput = plan.output ?? { kind: "lines" };
  const refs = projectionOf(neededBy(plan.steps, output)[0]!);
  const names = new Set(refs.map(({ path }) => pathText(path)));
  if (plan.timeField !== null) names.add(plan.timeField);
  if (names.size === 0) return ["fields  none is decoded"];
  const width = Math.max(...[...names].map((name) => name.length));
  return [
    "fields",
    ...[...names].map((name) => {
      const known = plan.types.find(({ field }) => field === name);
      const type = known === undefined
        ? "as each row has it"
        : `${known.type}, ${known.reason}`;
      return `  ${name.padEnd(width)}  ${type}`;
    }),
  ];
}

function stepText(step: PlannedStep, spec: RunSpec): string {
  switch (step.kind) {
    case "filter":
      return `filter  ${step.expression.source.text}`;
    case "compute":
      return `compute  ${
        step.expression.source.text.slice(
          step.expression.checked.span.start,
          step.expression.checked.span.end,
        )
      }: ${step.expression.checked.type}`;
    case "limit":
      return `limit  the first ${step.count} rows${
        step.perWindow ? " of each window" : ""
      }`;
    case "group-limit":
      return `limit  the first ${step.count} rows of each group`;
    case "sort":
      return `sort  by ${
        step.keys.map(({ expression, descending }) =>
          expression.source.text.slice(
            expression.checked.span.start,
            expression.checked.span.end,
          ) + (descending ? " DESC" : "")
        ).join(", ")
      }`;
    case "window":
      return `window  ${windowText(step.window)}`;
    case "gather":
      return `hold  rows until ${
        step.window === null ? "the input ends" : "their window is complete"
      }${
        step.keys.length === 0
          ? ""
          : `, by ${step.keys.map(refText).join(", ")}`
      }: not folded`;
    case "fold":
      return `fold  ${
        step.calls.map(({ call }) => call.name).join(", ")
      } as rows come${
        step.keys.length === 0
          ? ""
          : `, by ${step.keys.map(({ input }) => refText(input)).join(", ")}`
      }: memory follows the groups`;
    case "sql":
      return `sql  in DuckDB (${spec.options.engine}), over events(${
        step.all !== null
          ? "all fields"
          : step.fields.map(({ name, type }) =>
            `${name} ${type === "ANY" ? "by its values" : type}`
          ).join(", ")
      }), not folded since ${step.unfolded}: ${
        step.query.text.replace(/\s+/gu, " ").trim()
      }`;
    case "flatten":
      return `flatten  ${step.field ?? "every object of the row"}`;
    case "write":
      return `write  ${step.path}: ${outputText(step.output)}`;
  }
}

function windowText(window: PlannedWindow): string {
  const parts = [window.size];
  if (window.zone !== "UTC") parts.push(`in ${window.zone}`);
  if (window.originUs !== null) {
    parts.push(`from ${formatTimestamp(window.originUs)}`);
  }
  if (window.offsetUs !== 0) {
    const length = durationText({
      months: 0,
      days: 0,
      us: Math.abs(window.offsetUs),
    });
    parts.push(`moved by ${window.offsetUs < 0 ? "-" : ""}${length}`);
  }
  const delay = window.delayUs === null
    ? "complete when the input ends"
    : `complete ${
      delayText(window.delayUs)
    } after their end, by the newest row`;
  return `${parts.join(" ")}; windows are ${delay}`;
}

function outputText(output: PlannedOutput | null): string {
  if (output === null) return "the columns of the answer";
  switch (output.kind) {
    case "lines":
      return "the kept lines as they came";
    case "weir":
      return "a stream for another weir";
    case "none":
      return "none: the last stage writes to a file";
    case "edited":
      return "the original JSON lines with what changed";
    case "fields":
      return `${output.format}: ${
        output.fields.map(({ name }) => name).join(", ")
      }`;
  }
}

function refText(ref: Ref): string {
  switch (ref.kind) {
    case "input":
      return pathText(ref.path);
    case "pseudo":
      return ref.field;
    default:
      return "a computed value";
  }
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1_048_576)} MiB (--max-memory)`;
}
