import { parseArguments } from "../../cli/parse/arguments.ts";
import { inputFormats } from "../../cli/commands/run_command.ts";
import { Account } from "../../lib/core/mod.ts";
import { type PortablePlan, portablePlan } from "../../lib/export/mod.ts";
import {
  openAndPlan,
  readSettings,
  type RunIo,
} from "../../lib/pipeline/mod.ts";
import { memorySink } from "../../lib/sink/mod.ts";
import { memorySource } from "../../lib/source/mod.ts";
import { FixedClock } from "../../lib/time/mod.ts";

/**
 * The portable plan of a command line over a text.
 *
 * @param words The words of the pipeline, without inputs.
 * @param finite Whether the input of the job ends on the cluster.
 */
export async function planOf(
  words: readonly string[],
  input: string,
  finite = true,
): Promise<PortablePlan> {
  const asked = parseArguments([...words]);
  if (asked.kind !== "run") throw new TypeError("Cannot plan what is no run");
  const spec = { ...asked.spec, inputs: ["in"] };
  const clock = new FixedClock(1_777_939_200_000_000);
  const io: RunIo = {
    inputs: ["in"],
    open: () => ({
      ...memorySource(new TextEncoder().encode(input), { name: "in" }),
      regular: true,
    }),
    output: memorySink(),
    create: memorySink,
    formats: inputFormats,
    encoders: () => null,
    engine: () => {
      throw new TypeError("Cannot start an engine to make a plan");
    },
    table: () => Promise.reject(new TypeError("Cannot read a table")),
    checkQuery: () => {},
    clock,
    terminalWidth: null,
    colour: false,
    signal: new AbortController().signal,
    onPlan: () => {},
    onNote: () => {},
    account: new Account(),
  };
  const settings = readSettings(spec, clock);
  const { opened, facts, plan } = await openAndPlan(spec, io, settings);
  opened.source.close();
  return portablePlan({
    spec,
    facts,
    opened,
    settings,
    plan,
    name: "job",
    finite,
  });
}
