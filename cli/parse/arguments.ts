import { Fault } from "../../lib/core/mod.ts";
import { restatedRun } from "../../lib/pipeline/restate.ts";
import type { RunSpec } from "../../lib/pipeline/spec.ts";
import { readJob } from "../job_file.ts";
import { commandNamed } from "../options.ts";
import { aboutCommand, helpCommand, lone } from "./about_command.ts";
import { benchWords } from "./bench_command.ts";
import type { Command, JobFile } from "./command.ts";
import type { Line } from "./line.ts";
import { commandLine } from "./origin.ts";
import { type PipelineWords, throwFaults } from "./pipeline_spec.ts";
import { pipeline } from "./pipeline_words.ts";
import { rewriter } from "./rewritten.ts";
import { flagsApart } from "./stage_spec.ts";
import { realSurroundings, type Surroundings } from "./surroundings.ts";
import { tokens } from "./tokens.ts";

/**
 * Reads a command line (C1 to C3).
 *
 * It looks at files only to tell a misspelt stage from an input, and to read
 * the job of `weir run`.
 *
 * @param argv The words behind `weir`.
 * @param surroundings What it may look at outside of them.
 * @throws {Fault} If something is wrong with it.
 * @throws {Faults} If several things are.
 */
export function parseArguments(
  argv: readonly string[],
  surroundings: Surroundings = realSurroundings,
): Command {
  const { origin, words } = commandLine(argv);
  const all = tokens(words, origin);
  const about = aboutCommand(all);
  if (about !== null) return about;
  const firstAt = all.findIndex((token) => token.kind !== "flag");
  const first = all[firstAt];
  const name = first?.kind === "word" ? first.word.text : "";
  const line: Line = {
    faults: { origin, rewriter: rewriter(words), surroundings },
    tokens: all.toSpliced(firstAt, 1),
  };
  switch (first?.kind === "word" ? commandNamed(name)?.name : undefined) {
    case "formats":
    case "version":
      return lone(name === "version" ? "version" : "formats", line);
    case "help":
      return helpCommand(line);
    case "run":
      return { kind: "run", ...job(line), why: false };
    case "restate":
      return { kind: "run", ...restated(line), why: false };
    case "explain":
      return { kind: "explain", ...described(line, "explain") };
    case "why":
      return { kind: "run", ...described(line, "why"), why: true };
    case "bench":
      return { kind: "bench", options: benchWords(line) };
    default:
      return {
        kind: "run",
        spec: pipeline({ ...line, tokens: all }),
        job: null,
        why: false,
      };
  }
}

/** All that would stand behind weir, which a command tells something about. */
function described(line: Line, command: "explain" | "why"): {
  readonly spec: RunSpec;
  readonly job: JobFile | null;
} {
  const [first] = line.tokens;
  if (first?.kind === "word" && first.word.text === "run") {
    return job({ ...line, tokens: line.tokens.slice(1) });
  }
  if (line.tokens.length === 0) {
    throw new Fault("usage/missing", `${command} needs a pipeline behind it`, {
      mend:
        `For example: weir ${command} access.log window 1h then agg --by status`,
    });
  }
  return { spec: pipeline(line), job: null };
}

/** `JOB [FILE...] --late FILE`: the job once more, for its late rows. */
function restated(line: Line): {
  readonly spec: RunSpec;
  readonly job: JobFile;
} {
  const isLate = (token: Line["tokens"][number]): boolean =>
    token.kind === "flag" && token.flag.name === "late";
  const late = line.tokens.flatMap((token) =>
    token.kind === "flag" && isLate(token) && token.flag.value !== null
      ? [token.flag.value]
      : []
  );
  const made = job({
    ...line,
    tokens: line.tokens.filter((token) => !isLate(token)),
  }, "restate");
  if (late.length === 0) {
    throw new Fault("usage/missing", "restate needs the late rows of the job", {
      mend:
        "For example: weir restate hourly.weir --late late.ndjson, with the file that --late of the run has written",
    });
  }
  return { ...made, spec: restatedRun(made.spec, late) };
}

/** `JOB [FILE...]` and flags of the run. */
function job(
  { tokens, faults: { origin, surroundings } }: Line,
  command: "run" | "restate" = "run",
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
        mend: command === "run"
          ? "For example: weir run errors.weir access.log"
          : "For example: weir restate hourly.weir --late late.ndjson",
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
