import { isSharedForm } from "../engine/shared_form.ts";
import { formatTimestamp } from "../time/mod.ts";
import { neededBy, projectionOf } from "./layout.ts";
import type { InputFacts, Plan } from "./make_plan.ts";
import type { OpenedInput } from "./open_input.ts";
import type {
  PlannedCall,
  PlannedExpression,
  PlannedOutput,
  PlannedStep,
} from "./plan.ts";
import { pathText } from "./scope_of.ts";
import type { Settings } from "./settings.ts";
import type { Ref } from "./shape.ts";
import type { RunSpec } from "./spec.ts";
import { windowText } from "./window_text.ts";

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
        : plan.steps.some(holdsValues)
        ? `the groups of open windows and values of their rows: at most ${
          mebibytes(settings.maxMemoryBytes)
        }`
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
  if (
    plan.steps.some((step) =>
      step.kind === "window" && step.window.processingTime
    )
  ) lines.push("time  the clock when a row is read, for windows");
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
      return `filter  ${conditionText(step.expression)}`;
    case "compute":
      return `compute  ${
        expressionText(step.expression)
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
          expressionText(expression) + (descending ? " DESC" : "")
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
    case "changes":
      return "changes  what no longer holds is taken back (-U, -D), what is new is told (+I, +U)" +
        (step.identity === null
          ? ""
          : "; rows of the same keys take each other's place");
    case "fold":
      return `fold  ${
        step.calls.map(({ call }) => call.name).join(", ")
      } as rows come${
        step.keys.length === 0
          ? ""
          : `, by ${step.keys.map(({ input }) => refText(input)).join(", ")}`
      }: memory follows ${heldText(step.calls)}`;
    case "sql":
      return `sql  in DuckDB (${spec.options.engine}), over events(${
        step.all !== null
          ? "all fields"
          : step.fields.map(({ name, type }) =>
            `${name} ${type === "ANY" ? "by its values" : type}`
          ).join(", ")
      })${historyText(step)}, not folded since ${step.unfolded}: ${
        step.query.text.replace(/\s+/gu, " ").trim()
      }`;
    case "flatten":
      return `flatten  ${step.field ?? "every object of the row"}`;
    case "columns":
      return "columns  those of the beginning of the input; a field that comes later ends the run";
    case "write":
      return `write  ${step.path}: ${outputText(step.output)}`;
  }
}

/** What a query sees of the windows before, and whether that parts windows that would go over together. */
function historyText(step: PlannedStep & { readonly kind: "sql" }): string {
  if (step.history === null) return "";
  const { windows } = step.history;
  const { text, source } = step.query;
  const apart = isSharedForm({ text, source, parameters: {}, nowUs: 0 })
    ? "together where DuckDB can bind it"
    : "one by one";
  return ` and history, the ${
    windows === 1 ? "window" : `${windows} windows`
  } before; windows go over ${apart}`;
}

/** What a fold holds for its calls (D5). */
function heldText(calls: readonly PlannedCall[]): string {
  const names = (holds: string) =>
    [
      ...new Set(
        calls.filter(({ call }) => call.holds === holds)
          .map(({ call }) => call.name + (call.distinct ? "(DISTINCT)" : "")),
      ),
    ].join(", ");
  const sketches = names("sketch");
  const values = names("values");
  return [
    "the groups",
    ...(sketches === "" ? [] : [`a sketch in each for ${sketches}`]),
    ...(values === "" ? [] : [`the values of ${values}`]),
  ].join(", and ");
}

function holdsValues(step: PlannedStep): boolean {
  return step.kind === "fold" &&
    step.calls.some(({ call }) => call.holds === "values");
}

/** An expression as it was written, on one line. */
function expressionText({ source: { text }, checked }: PlannedExpression) {
  const { start, end } = checked.span;
  // A field that stands for itself has no text of its own.
  return checked.kind === "field" && start === 0 && end === text.length
    ? pathText(checked.path)
    : oneLine(text.slice(start, end));
}

/** The whole text of a filter, with its brackets; of a query its condition alone. */
function conditionText(expression: PlannedExpression): string {
  const text = oneLine(expression.source.text);
  return /^(select|from|with)\s/iu.test(text)
    ? expressionText(expression)
    : text;
}

/** A text of a job file holds the blanks and line ends around it. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/gu, " ").trim();
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
