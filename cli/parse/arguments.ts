import { Fault } from "../../lib/core/mod.ts";
import { restatedRun } from "../../lib/pipeline/restate.ts";
import type { RunSpec } from "../../lib/pipeline/spec.ts";
import { commandNamed } from "../options.ts";
import { aboutCommand, helpCommand, lone } from "./about_command.ts";
import { benchWords } from "./bench_command.ts";
import {
  checkWords,
  exportWords,
  proveWords,
  submitWords,
  type WhyWords,
  whyWords,
} from "./cluster_commands.ts";
import type { Command, JobFile } from "./command.ts";
import type { Line } from "./line.ts";
import { commandLine } from "./origin.ts";
import { pipeline } from "./pipeline_words.ts";
import { rewriter } from "./rewritten.ts";
import { describedWords, jobWords } from "./job_words.ts";
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
      return { kind: "run", ...jobWords(line), why: false };
    case "restate":
      return { kind: "run", ...restated(line), why: false };
    case "explain":
      return { kind: "explain", ...describedWords(line, "explain") };
    case "why":
      return why(whyWords(line));
    case "bench":
      return { kind: "bench", options: benchWords(line) };
    case "check":
      return { kind: "check", ...checkWords(line) };
    case "export":
      return { kind: "export", ...exportWords(line) };
    case "submit":
      return { kind: "submit", words: submitWords(line) };
    case "prove":
      return { kind: "prove", ...proveWords(line) };
    default:
      return {
        kind: "run",
        spec: pipeline({ ...line, tokens: all }),
        job: null,
        why: false,
      };
  }
}

/** `why` runs the pipeline, unless it is asked how far one machine goes. */
function why({ spec, job, outgrow, rate }: WhyWords): Command {
  return outgrow
    ? { kind: "outgrow", spec, job, rate }
    : { kind: "run", spec, job, why: true };
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
  const made = jobWords({
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
