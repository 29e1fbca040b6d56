import { Fault, Faults } from "../../lib/core/mod.ts";
import type { RunSpec, StageSpec } from "../../lib/pipeline/spec.ts";
import { type FlagsOf, readOptions, runOptions } from "./run_options.ts";

/** What one text, a command line or a job file, says about a run. */
export interface PipelineWords {
  /** The inputs it names. */
  readonly inputs: readonly string[];
  /** The stages it names. */
  readonly stages: readonly StageSpec[];
  /** Flags of the run. */
  readonly run: FlagsOf;
  /** Flags behind `read`. */
  readonly read: FlagsOf;
}

/**
 * The run that the texts describe together: a later one overrules the options
 * of those before it, and its inputs, where it names any, replace theirs.
 */
export function runSpec(
  texts: readonly PipelineWords[],
  faults: Fault[],
): RunSpec {
  return {
    inputs: texts.findLast(({ inputs }) => inputs.length > 0)?.inputs ?? [],
    read: readOptions(texts.flatMap(({ run, read }) => [run, read]), faults),
    stages: texts.flatMap(({ stages }) => stages),
    options: runOptions(texts.map(({ run }) => run), faults),
  };
}

/**
 * Ends the reading of a command line where something is wrong with it.
 *
 * @throws {Fault} If there is one fault.
 * @throws {Faults} If there are several: they are told together.
 */
export function throwFaults(faults: readonly Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  throw faults.length === 1 ? first : new Faults(faults);
}

/** Runs a step and keeps its fault for later, so that all faults are told together. */
export function collecting<Result>(
  faults: Fault[],
  step: () => Result,
): Result | null {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    faults.push(error);
    return null;
  }
}
