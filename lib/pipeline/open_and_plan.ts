import type { Table } from "../core/mod.ts";
import {
  firstRow,
  inspect,
  type Inspection,
  type InspectOptions,
} from "./inspect.ts";
import { type InputFacts, makePlan, type Plan } from "./make_plan.ts";
import { type OpenedInput, openInput } from "./open_input.ts";
import type { RunIo } from "./run_io.ts";
import type { Settings } from "./settings.ts";
import type { RunSpec } from "./spec.ts";
import type { WeirState } from "./weir_input.ts";

/** A run whose first input is open and whose plan is made. */
export interface Opened {
  /** The first input. */
  readonly opened: OpenedInput;
  /** What is known of the inputs. */
  readonly facts: InputFacts;
  /** The tables of `--table`. */
  readonly tables: ReadonlyMap<string, Table>;
  /** The plan. */
  readonly plan: Plan;
}

/** Opens the first input and makes the plan, for a run or for `explain`. */
export async function openAndPlan(
  spec: RunSpec,
  io: RunIo,
  settings: Settings,
): Promise<Opened> {
  for (const stage of spec.stages) {
    if (stage.verb === "sql") io.checkQuery(stage.query);
  }
  const tables = new Map<string, Table>();
  for (const [name, path] of Object.entries(spec.options.tables)) {
    tables.set(name, await io.table(path));
  }
  const wantsFields = spec.options.output !== null &&
      spec.options.output !== "ndjson" && spec.options.output !== "lines" ||
    io.terminalWidth !== null;
  const inspecting = {
    header: spec.read.header,
    fields: spec.read.fields,
    zone: settings.zone,
  };
  const opened = await openInput(io.open(io.inputs[0]!), {
    formats: io.formats,
    format: spec.read.format,
    more: wantsFields,
    enough: (format, head) =>
      firstRow(format, head, { ...inspecting, source: "stdin" }) !== null,
  });
  const facts: InputFacts = {
    format: opened.format,
    inspection: opened.weir !== null
      ? passedFacts(opened.weir)
      : inspection(opened, io.inputs.length, {
        ...inspecting,
        source: opened.source.name,
      }),
    regular: opened.weir?.regular ?? opened.source.regular,
    weir: opened.weir,
    tableFields: new Set(
      [...tables.values()].flatMap(({ fields }) =>
        fields.map(({ name }) => name.toLowerCase())
      ),
    ),
    otherwise: io.terminalWidth === null ? "ndjson" : "table",
  };
  return { opened, facts, tables, plan: makePlan(spec, facts) };
}

/** What the first input tells; others may have the rows that it has not. */
function inspection(
  { format, head, ended }: OpenedInput,
  inputs: number,
  options: InspectOptions,
): Inspection {
  const found = inspect(format, head, ended, options);
  return { ...found, empty: found.empty === true && inputs === 1 };
}

/** What another weir tells of the input that it reads. */
function passedFacts(weir: WeirState): InputFacts["inspection"] {
  return { fields: weir.names, met: weir.met, timeField: weir.timeField };
}
