import { explainPlan, type RunSpec } from "../../lib/pipeline/mod.ts";
import type { MainIo } from "../io.ts";
import { planned } from "./planned.ts";

/** Prints the checked plan of a pipeline instead of running it. */
export async function explainCommand(
  spec: RunSpec,
  io: MainIo,
): Promise<number> {
  const text = explainPlan({ spec, ...await planned(spec, io) });
  await io.stdout(new TextEncoder().encode(text));
  return 0;
}
