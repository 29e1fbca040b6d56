import { Fault, placeInText } from "../lib/core/mod.ts";
import type { RunSpec, StageSpec } from "../lib/pipeline/spec.ts";
import { type Stage, stageNamed } from "./options.ts";
import type { JobFile } from "./parse/described.ts";
import { jobText, ownLine } from "./parse/job_text.ts";
import { jobOrigin, type Origin, type Word } from "./parse/origin.ts";
import {
  collecting,
  type PipelineWords,
  runSpec,
  throwFaults,
} from "./parse/pipeline_spec.ts";
import { posixWords, type WordReading } from "./parse/posix_words.ts";
import { stageText } from "./parse/foreign_words.ts";
import { flagsApart, stageSpec } from "./parse/stage_spec.ts";
import { unknownStage } from "./parse/stage_faults.ts";
import { type GivenFlag, type Token, tokens } from "./parse/tokens.ts";

/**
 * Reads a job file: the same run that its stages would be on one command line
 * (C4).
 *
 * @param job The file, and its path as messages name it.
 * @param given What the command line adds: inputs that replace those of the
 * job, and flags that overrule its own.
 * @throws {Fault} With the place in the file, if something is wrong with it.
 * @throws {Faults} If several things are.
 */
export function readJob(job: JobFile, given: PipelineWords): RunSpec {
  const text = job.text.replace(/^\ufeff/, "");
  const faults: Fault[] = [];
  const parameters = new Map<string, string>();
  learnParameters(given.run.flags, parameters);
  const reader: Reader = {
    reading: {
      source: job.path,
      text,
      parameter: (name) => parameters.get(name),
    },
    origin: jobOrigin(job.path, text),
    faults,
    inputs: [],
    stages: [],
    run: [],
    read: [],
  };
  for (const [index, line] of logicalLines(job.path, text, faults).entries()) {
    collecting(faults, () => readLine(reader, line, index === 0));
    for (const [name, value] of pairs(reader.run)) {
      if (!parameters.has(name)) parameters.set(name, value);
    }
  }
  const { origin, inputs, stages, run, read } = reader;
  const isEmpty = stages.length + read.length + inputs.length === 0;
  if (isEmpty && faults.length === 0) {
    faults.push(
      new Fault("job/empty", `${job.path} holds no stage`, {
        mend: "Write a stage a line, for example: filter status >= 500",
      }),
    );
  }
  const words: PipelineWords = {
    inputs,
    stages,
    run: { flags: run, origin },
    read: { flags: read, origin },
  };
  const spec = runSpec([words, given], faults);
  throwFaults(faults);
  return spec;
}

interface Reader {
  readonly reading: WordReading;
  readonly origin: Origin;
  readonly faults: Fault[];
  readonly inputs: string[];
  readonly stages: StageSpec[];
  readonly run: GivenFlag[];
  readonly read: GivenFlag[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Lines with those that continue them: they begin with white space. */
function logicalLines(
  source: string,
  text: string,
  faults: Fault[],
): readonly Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const said = line.trim();
    const last = lines.at(-1);
    if (said !== "" && /^\S/.test(line) && !said.startsWith("#")) {
      lines.push({ start, end });
    } else if (said !== "" && !said.startsWith("#")) {
      if (last === undefined) {
        const at = start + line.length - line.trimStart().length;
        faults.push(
          new Fault(
            "job/indent",
            "there is no stage for this line to continue",
            {
              place: placeInText(source, text, at),
              mend: "Begin the first line without white space",
            },
          ),
        );
      } else {
        lines[lines.length - 1] = { start: last.start, end };
      }
    }
    start = end + 1;
  }
  return lines;
}

function readLine(reader: Reader, { start, end }: Span, first: boolean): void {
  const { reading, origin, faults } = reader;
  const { text } = reading;
  const name = /^\S+/.exec(text.slice(start, end))?.[0] ?? "";
  const verb: Word = { text: name, start, end: start + name.length };
  if (name.startsWith("-")) {
    const options = tokens(posixWords(reading, start, end), origin);
    const word = options.find((token) => token.kind === "word");
    if (word !== undefined) {
      throw new Fault("job/options", "a line of options holds no other words", {
        place: origin.place(word.word),
        mend: "Put a stage on a line of its own",
      });
    }
    reader.run.push(
      ...flagsApart(null, flagsOf(options, faults), origin, faults).run,
    );
    return;
  }
  const query = /^(?:SELECT|WITH|FROM)$/.test(name);
  const stage = stageNamed(query ? "sql" : name);
  if (stage === undefined) throw notAStage(reader, verb, end);
  const wordsAt = query ? start : verb.end;
  let words: readonly Word[];
  let behind: readonly Token[];
  if (stage.isText) {
    const { word, flagsAt } = jobText(stage, reading, wordsAt, end);
    words = word === null ? [] : [word];
    behind = tokens(posixWords(reading, flagsAt, end), origin);
  } else {
    behind = tokens(posixWords(reading, wordsAt, end), origin);
    words = behind.flatMap((token) =>
      token.kind === "word" ? [token.word] : []
    );
  }
  refuseSecondStage(stage, behind, reading);
  if (stage.isText) refuseStray(stage, behind, origin);
  const apart = flagsApart(stage, flagsOf(behind, faults), origin, faults);
  reader.run.push(...apart.run);
  if (stage.spec === null) {
    if (!first && (reader.stages.length > 0 || reader.inputs.length > 0)) {
      throw new Fault(
        "usage/order",
        "read is the first stage, or is not there",
        {
          place: origin.place(verb),
          mend: "Name all inputs on one line, the first",
        },
      );
    }
    reader.inputs.push(...words.map((word) => word.text));
    reader.read.push(...apart.own);
    return;
  }
  const spec = stageSpec({ stage, verb, words, flags: [] }, apart.own, origin);
  if (spec !== null) reader.stages.push(spec);
}

function flagsOf(
  tokens: readonly Token[],
  faults: Fault[],
): readonly GivenFlag[] {
  return tokens.flatMap((token) => {
    if (token.kind === "wrong") faults.push(token.fault);
    return token.kind === "flag" ? [token.flag] : [];
  });
}

function refuseSecondStage(
  stage: Stage,
  behind: readonly Token[],
  reading: WordReading,
): void {
  for (const [index, token] of behind.entries()) {
    const next = behind[index + 1];
    const isThen = token.kind === "then";
    const isStray = token.kind === "word" &&
      (stage.isText || stage.spec === null) &&
      stageNamed(token.word.text) !== undefined;
    if (!isThen && !isStray) continue;
    const named = isThen && next?.kind === "word" ? next.word : token.word;
    throw ownLine(reading, token.word.start, named.text);
  }
}

/** Words behind the flags of a text stage are part of no value and no text. */
function refuseStray(
  stage: Stage,
  behind: readonly Token[],
  origin: Origin,
): void {
  const at = behind.findIndex(({ kind }) => kind === "word");
  const token = behind[at];
  if (token?.kind !== "word") return;
  const before = behind[at - 1];
  const mend = before?.kind === "flag" && before.flag.value !== null
    ? `Put a value with spaces in quotes: --${before.flag.name} '${before.flag.value} ${token.word.text}'`
    : `Put the text of ${stage.name} in front of its flags`;
  throw new Fault(
    "usage/extra",
    `a word stands behind the flags of ${stage.name}`,
    { place: origin.place(token.word), mend },
  );
}

/** The fault for a line that begins with no stage. */
function notAStage(
  { reading, origin }: Reader,
  verb: Word,
  end: number,
): Fault {
  const { text } = reading;
  const place = origin.place(verb);
  if (verb.text === "then" || verb.text === "weir") {
    return new Fault(
      "job/line",
      `a line of a job file begins with its stage, not with ${verb.text}`,
      { place, mend: `Leave ${verb.text} out` },
    );
  }
  let args: readonly string[] = [];
  try {
    args = posixWords(reading, verb.end, end).map((word) => word.text);
  } catch (error) {
    // The quotes may be those of a query: the name alone is wrong then.
    if (!(error instanceof Fault)) throw error;
  }
  return unknownStage(verb, null, false, {
    origin,
    rewriter: {
      // Words that stay as they are need none of a shell's quotes here.
      replace: (_from, _to, [stage = "", ...words]) =>
        words.join("\n") === args.join("\n")
          ? stage + text.slice(verb.end, end).replaceAll(/\s+/g, " ")
          : stageText([stage, ...words]),
      between: () => [verb.text, ...args],
    },
    surroundings: {
      exists: () => false,
      readText: () => "",
      outputPath: () => null,
    },
  });
}

function learnParameters(
  flags: readonly GivenFlag[],
  into: Map<string, string>,
): void {
  for (const [name, value] of pairs(flags)) into.set(name, value);
}

function* pairs(
  flags: readonly GivenFlag[],
): Generator<readonly [string, string]> {
  for (const { name, value } of flags) {
    if (name !== "param" || value === null) continue;
    const at = value.indexOf("=");
    if (at > 0) yield [value.slice(0, at), value.slice(at + 1)];
  }
}
