import { Fault } from "../../lib/core/mod.ts";
import type { RunSpec } from "../../lib/pipeline/spec.ts";
import { readJob } from "../job_file.ts";
import { stageNamed } from "../options.ts";
import type { CommandName } from "../options.ts";
import type { Described, JobFile } from "./described.ts";
import type { Line } from "./line.ts";
import { type PipelineWords, throwFaults } from "./pipeline_spec.ts";
import { pipeline } from "./pipeline_words.ts";
import { flagsApart } from "./stage_spec.ts";

/** All that would stand behind weir, which a command tells something about. */
export function describedWords(
  line: Line,
  command: "explain" | "why",
): Described {
  const [first] = line.tokens;
  if (first?.kind === "word" && first.word.text === "run") {
    return jobWords({ ...line, tokens: line.tokens.slice(1) });
  }
  if (line.tokens.length === 0) {
    throw new Fault("usage/missing", `${command} needs a pipeline behind it`, {
      mend:
        `For example: weir ${command} access.log window 1h then agg --by status`,
    });
  }
  return { spec: pipeline(line), job: null };
}

/** A job file and its inputs, or, where a stage is named, a whole pipeline. */
export function movedWords(line: Line, command: CommandName): Described {
  const staged = line.tokens.some((token) =>
    token.kind === "then" ||
    token.kind === "word" && stageNamed(token.word.text) !== undefined
  );
  return staged ? { spec: pipeline(line), job: null } : jobWords(line, command);
}

const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ["restate", "For example: weir restate hourly.weir --late late.ndjson"],
  ["check", "For example: weir check hourly.weir --target flink"],
  ["export", "For example: weir export flink hourly.weir"],
  ["submit", "For example: weir submit hourly.weir --to spark"],
  ["prove", "For example: weir prove hourly.weir --on spark"],
]);

/** `JOB [FILE...]` and flags of the run. */
export function jobWords(
  { tokens, faults: { origin, surroundings } }: Line,
  command: CommandName = "run",
): {
  readonly spec: RunSpec;
  readonly job: JobFile;
} {
  const faults = tokens.flatMap((token) =>
    token.kind === "wrong" ? [token.fault] : []
  );
  const then = tokens.find((token) => token.kind === "then");
  if (then !== undefined) {
    faults.push(
      new Fault("usage/extra", "the stages of a job stand in its file", {
        place: origin.place(then.word),
        mend:
          "Write the stage into the job file, a line of its own, or pipe: weir run JOB -o weir | weir STAGE",
      }),
    );
  }
  const words = tokens.flatMap((token) =>
    token.kind === "word" ? [token.word.text] : []
  );
  const [path, ...inputs] = words;
  const flags = tokens.flatMap((token) =>
    token.kind === "flag" ? [token.flag] : []
  );
  const { run } = flagsApart(null, flags, origin, faults);
  if (path === undefined) {
    faults.push(
      new Fault("usage/missing", `${command} needs a job file`, {
        mend: EXAMPLES.get(command) ??
          "For example: weir run errors.weir access.log",
      }),
    );
  }
  throwFaults(faults);
  const given: PipelineWords = {
    inputs,
    stages: [],
    run: { flags: run, origin },
    read: { flags: [], origin },
  };
  const file = { path: path ?? "", text: surroundings.readText(path ?? "") };
  return { spec: readJob(file, given), job: file };
}
