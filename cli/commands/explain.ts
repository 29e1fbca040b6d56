import { Account } from "../../lib/core/mod.ts";
import {
  explainPlan,
  openAndPlan,
  readSettings,
  type RunSpec,
} from "../../lib/pipeline/mod.ts";
import type { MainIo } from "../io.ts";
import { faultText } from "../fault_text.ts";
import { pipelineIo } from "./run_command.ts";

/** Prints the checked plan of a pipeline instead of running it. */
export async function explainCommand(
  spec: RunSpec,
  io: MainIo,
): Promise<number> {
  const account = new Account();
  const around = await pipelineIo(spec, io, account, {
    onPlan: () => {},
    onNote: (note) =>
      io.stderr(typeof note === "string" ? `weir: ${note}\n` : faultText(note)),
  });
  const settings = readSettings(spec, io.clock);
  const { opened, facts, plan } = await openAndPlan(spec, around, settings);
  opened.source.close();
  const text = explainPlan({ spec, plan, facts, opened, settings });
  await io.stdout(new TextEncoder().encode(text));
  return 0;
}
