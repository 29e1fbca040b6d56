import { type Place, placeInText } from "../core/mod.ts";
import { pathText } from "../pipeline/mod.ts";
import { type Checked, mapParts, type SourceText } from "../sql/mod.ts";
import type { Construct, ConstructKind } from "./construct.ts";
import { failingParts } from "./failing_parts.ts";
import type { PortableCall, PortableJob } from "./portable_job.ts";
import { type FieldSample, NOTHING_SEEN, type Sample } from "./sample.ts";

/**
 * All that a job asks of an engine, in the order of its steps, each with where
 * the user wrote it.
 *
 * @param sample What the first rows of the input tell; nothing when not given.
 */
export function constructsOf(
  job: PortableJob,
  sample: Sample = NOTHING_SEEN,
): readonly Construct[] {
  const found: Construct[] = [];
  const { format, pattern } = job.input;
  const { overLines } = sample;
  // A line without a time is bad in any case.
  const notObjects = sample.notObjects && job.time === null;
  const add = (what: ConstructKind, label: string, place: Place | null) =>
    void found.push({ what, label, place });
  const text = pattern?.text;
  add(
    {
      kind: "format",
      format,
      overLines,
      notObjects,
      header: job.input.header !== null,
      ...(text === undefined ? {} : { pattern: text }),
    },
    `${format} input`,
    text === undefined ? null : placeInText("--pattern", text, 0, text.length),
  );
  if (job.time !== null) {
    const { path, form } = job.time;
    const mixed = isMixed(sample.fields.get(pathText(path)));
    add({ kind: "time", form, mixed }, `time ${path.join(".")}`, null);
  }
  for (const { path, line, type, form } of job.columns) {
    if (line) continue;
    const seen = sample.fields.get(pathText(path));
    const isNumber = type === "DOUBLE" || type === "BIGINT";
    add(
      {
        kind: "column",
        type,
        form,
        format,
        notFinite: type === "DOUBLE" ? seen?.notFinite ?? null : null,
        oddNumber: isNumber ? seen?.oddNumber ?? null : null,
        mixed: type === "TIMESTAMP" && isMixed(seen),
      },
      `${pathText(path)}: ${type}`,
      null,
    );
  }
  let windowed = false;
  job.steps.forEach((step) => {
    const stage = step.stages.at(-1)!;
    const place = stagePlace(job, stage);
    const label = job.stages[stage] ?? "";
    switch (step.kind) {
      case "select":
        for (const { condition, source } of step.conditions) {
          expressions(condition, source, add, true);
        }
        for (const { value, source } of step.columns) {
          expressions(value, source, add);
        }
        break;
      case "aggregate": {
        if (step.window !== null) {
          const [from] = step.stages;
          add(
            {
              kind: "window",
              window: step.window,
              keyed: step.windowKeys > 0,
              grouped: step.keys.length > step.windowKeys,
            },
            job.stages[from] ?? "window",
            stagePlace(job, from),
          );
          windowed = true;
        } else if (step.bounds === null) {
          add({ kind: "ungrouped" }, label, place);
        } else if (windowed) {
          add({ kind: "again" }, label, place);
        }
        for (const call of step.calls) {
          const where = placeInText(
            call.source.source,
            call.source.text,
            call.span.start,
            call.span.end,
          );
          add({ kind: "aggregate", call }, callLabel(call), where);
          if (call.filter !== null) {
            expressions(call.filter, call.source, add, true);
          }
        }
        break;
      }
      case "top":
        add({ kind: "top", windowed }, `the first ${step.limit} rows`, place);
        for (const { value } of step.order) {
          const source = { text: label, source: `stage ${stage + 1}` };
          expressions(value, source, add);
        }
        break;
      case "write":
        add(
          { kind: "write", format: step.format },
          `${step.format} output`,
          step.path === null ? null : place,
        );
        break;
    }
  });
  return unique(found);
}

/** Whether a field has moments of several forms. */
function isMixed(seen: FieldSample | undefined): boolean {
  return (seen?.forms.length ?? 0) > 1;
}

/** The functions and casts of an expression, and its parts that may fail. */
function expressions(
  root: Checked,
  source: SourceText,
  add: (what: ConstructKind, label: string, place: Place | null) => void,
  isCondition = false,
): void {
  const placeOf = ({ span: { start, end } }: Checked) =>
    end > start && end <= source.text.length
      ? placeInText(source.source, source.text, start, end)
      : null;
  const visit = (node: Checked): Checked => {
    const place = placeOf(node);
    if (node.kind === "call") {
      add(
        {
          kind: "function",
          name: node.name,
          types: node.args.map(({ type }) => type),
          result: node.type,
          constants: node.args.map((arg) =>
            arg.kind === "constant" ? arg.value : undefined
          ),
        },
        node.name,
        place,
      );
    } else if (node.kind === "cast") {
      add(
        {
          kind: "cast",
          from: node.operand.type,
          to: node.type,
        },
        `CAST AS ${node.target.name}`,
        place,
      );
    } else if (node.kind === "now") {
      add(
        {
          kind: "function",
          name: "now",
          types: [],
          result: "TIMESTAMP",
          constants: [],
        },
        "now()",
        place,
      );
    }
    return mapParts(node, visit);
  };
  visit(root);
  for (const { node, overflows } of failingParts(root, isCondition)) {
    const { start, end } = node.span;
    const place = placeOf(node);
    const text = place === null ? node.kind : source.text.slice(start, end);
    add({ kind: "failing", overflows }, text, place);
  }
}

function callLabel({ name, distinct, source, span }: PortableCall): string {
  const text = source.text.slice(span.start, span.end);
  return text.length > name.length
    ? text
    : `${name}(${distinct ? "DISTINCT " : ""}...)`;
}

function stagePlace(job: PortableJob, stage: number): Place | null {
  const text = job.stages[stage];
  return text === undefined
    ? null
    : placeInText(`stage ${stage + 1}`, text, 0, text.length);
}

/** The same construct at the same place once: a key that is selected and sorted by is one. */
function unique(constructs: readonly Construct[]): readonly Construct[] {
  const keys = new Set<string>();
  return constructs.filter(({ label, place, what }) => {
    const { source, line, column, caretLength } = place ?? {};
    // Of a + b + c both sums begin at the same place.
    const at = [source, line, column, caretLength];
    const key = JSON.stringify([what.kind, label, ...at]);
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}
