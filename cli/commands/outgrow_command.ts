import { Fault } from "../../lib/core/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import type { MainIo } from "../io.ts";
import { outgrowText } from "../terminal/outgrow_text.ts";
import { outgrowth } from "./outgrow.ts";

/** Tells how far one machine goes with a pipeline, and what a cluster must be beyond that. */
export async function outgrowCommand(
  { spec, rate }: { readonly spec: RunSpec; readonly rate: number | null },
  io: MainIo,
): Promise<number> {
  if (spec.inputs.length === 0 || spec.inputs.includes("-")) {
    throw new Fault(
      "outgrow/input",
      "cannot read the standard input several times",
      { mend: "Name files: weir why --outgrow FILE window ..." },
    );
  }
  const text = outgrowText(await outgrowth(spec, io), { rate });
  await io.stdout(new TextEncoder().encode(text));
  return 0;
}
