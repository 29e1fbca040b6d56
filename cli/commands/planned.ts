import { Account } from "../../lib/core/mod.ts";
import {
  openAndPlan,
  readSettings,
  type RunSpec,
} from "../../lib/pipeline/mod.ts";
import { faultText } from "../fault_text.ts";
import type { MainIo } from "../io.ts";
import { pipelineIo } from "./run_command.ts";

/** A run that was planned, and does not begin. */
export type Planned = Awaited<ReturnType<typeof openAndPlan>> & {
  /** The settings of the run. */
  readonly settings: ReturnType<typeof readSettings>;
};

/** Opens the first input of a run, plans it, and closes the input again. */
export async function planned(spec: RunSpec, io: MainIo): Promise<Planned> {
  const around = await pipelineIo(spec, io, new Account(), {
    onPlan: () => {},
    onNote: (note) =>
      io.stderr(typeof note === "string" ? `weir: ${note}\n` : faultText(note)),
  });
  const settings = readSettings(spec, io.clock);
  const found = await openAndPlan(spec, around, settings);
  found.opened.source.close();
  return { ...found, settings };
}
