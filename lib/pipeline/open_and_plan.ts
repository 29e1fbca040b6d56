import type { Source, Table } from "../core/mod.ts";
import { formatsOf } from "./formats_of.ts";
import {
  firstRow,
  inspect,
  type Inspection,
  type InspectOptions,
} from "./inspect.ts";
import { type InputFacts, makePlan, type Plan } from "./make_plan.ts";
import { type OpenedInput, openInput, type OpenOptions } from "./open_input.ts";
import type { RunIo } from "./run_io.ts";
import type { Settings } from "./settings.ts";
import type { RunSpec } from "./spec.ts";
import type { WeirState } from "./weir_input.ts";

/** A run whose plan is made, by the first input that has a good row. */
export interface Opened {
  /** That input, open; the first where none has a row. */
  readonly opened: OpenedInput;
  /** Its place among the inputs. */
  readonly at: number;
  /** All inputs that are open, by their place: those before it that cannot be opened again, too. */
  readonly given: ReadonlyMap<number, OpenedInput>;
  /** What is known of the inputs. */
  readonly facts: InputFacts;
  /** The tables of `--table`. */
  readonly tables: ReadonlyMap<string, Table>;
  /** The plan. */
  readonly plan: Plan;
}

/**
 * Opens inputs up to the first that has a good row (T2, C7) and makes the plan,
 * for a run or for `explain`. Where it throws, no input is left open.
 */
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
  const sources: Source[] = [];
  const open = (name: string) => {
    const source = io.open(name);
    sources.push(source);
    return source;
  };
  try {
    return await planned(spec, { ...io, open }, settings, tables);
  } catch (error) {
    for (const source of sources) source.close();
    throw error;
  }
}

async function planned(
  spec: RunSpec,
  io: RunIo,
  settings: Settings,
  tables: Opened["tables"],
): Promise<Opened> {
  const wantsFields = spec.options.output !== null &&
      spec.options.output !== "ndjson" && spec.options.output !== "lines" ||
    io.terminalWidth !== null;
  const inspecting = {
    header: spec.read.header,
    fields: spec.read.fields,
    zone: settings.zone,
  };
  const { opened, at, given, inspection } = await firstWithRows(io, {
    formats: formatsOf(io.formats, spec.read.pattern),
    format: spec.read.format,
    more: wantsFields,
    enough: (format, head) =>
      firstRow(format, head, { ...inspecting, source: "stdin" }) !== null,
  }, inspecting);
  const facts: InputFacts = {
    format: opened.format,
    inspection,
    regular: opened.weir?.regular ??
      (opened.source.regular && othersAreRegular(io)),
    weir: opened.weir,
    tableFields: new Set(
      [...tables.values()].flatMap(({ fields }) =>
        fields.map(({ name }) => name.toLowerCase())
      ),
    ),
    otherwise: io.terminalWidth === null ? "ndjson" : "table",
  };
  return { opened, at, given, facts, tables, plan: makePlan(spec, facts) };
}

/** Opens inputs until one has a good row; the first, where none has. */
async function firstWithRows(
  io: RunIo,
  options: OpenOptions,
  inspecting: Omit<InspectOptions, "source">,
): Promise<
  Pick<Opened, "opened" | "at" | "given"> & { readonly inspection: Inspection }
> {
  const given = new Map<number, OpenedInput>();
  const inputs = io.inputs.length - (io.restated ?? 0);
  const take = async (at: number) => {
    const opened = given.get(at) ??
      await openInput(io.open(io.inputs[at]!), options);
    given.set(at, opened);
    const inspection = opened.weir !== null
      ? passedFacts(opened.weir)
      : inspect(opened.format, opened.head, opened.ended, {
        ...inspecting,
        source: opened.source.name,
      });
    return { opened, at, given, inspection };
  };
  for (let at = 0; at < inputs; at++) {
    const taken = await take(at);
    if (taken.inspection.empty !== true) return taken;
    if (!taken.opened.source.regular) continue;
    // A regular file can be opened again, and there may be many.
    taken.opened.source.close();
    given.delete(at);
  }
  return await take(0);
}

/** Whether all inputs end by themselves (T5). */
function othersAreRegular({ inputs, isRegular }: RunIo): boolean {
  return isRegular === undefined || inputs.every((name) => isRegular(name));
}

/** What another weir tells of the input that it reads. */
function passedFacts(weir: WeirState): InputFacts["inspection"] {
  return { fields: weir.names, met: weir.met, timeField: weir.timeField };
}
