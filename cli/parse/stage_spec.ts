import { Fault } from "../../lib/core/mod.ts";
import type { StageSpec } from "../../lib/pipeline/spec.ts";
import {
  commandsWithFlag,
  flagIn,
  type Stage,
  stagesWithFlag,
} from "../options.ts";
import type { Given } from "../stages/mod.ts";
import { flagValues } from "./flag_values.ts";
import { listed } from "./nearest.ts";
import type { Origin, Word } from "./origin.ts";
import { shellWord } from "./shell_text.ts";
import { choiceFault, type GivenFlag } from "./tokens.ts";

/** A verb with all that stands behind it, told apart but not yet understood. */
export interface StageWords {
  readonly stage: Stage;
  /** Where the verb stands. */
  readonly verb: Word;
  /** What is no flag. */
  readonly words: readonly Word[];
  readonly flags: readonly GivenFlag[];
}

/** The flags of a stage apart from those of the run, which may stand behind it as well. */
export interface FlagsApart {
  readonly own: readonly GivenFlag[];
  readonly run: readonly GivenFlag[];
}

/** Tells the flags of a stage (`null`: before the first) from those of the run; finds faults in both. */
export function flagsApart(
  stage: Stage | null,
  flags: readonly GivenFlag[],
  origin: Origin,
  faults: Fault[],
): FlagsApart {
  const own: GivenFlag[] = [];
  const run: GivenFlag[] = [];
  for (const given of flags) {
    const flag = flagIn(stage, given.name);
    if (flag === undefined) {
      faults.push(elsewhere(stage, given, origin));
      continue;
    }
    const fault = choiceFault(flag, given, origin);
    if (fault !== null) faults.push(fault);
    else (stage?.flags.includes(flag) === true ? own : run).push(given);
  }
  return { own, run };
}

function elsewhere(
  stage: Stage | null,
  given: GivenFlag,
  origin: Origin,
): Fault {
  const owners = stagesWithFlag(given.name);
  if (owners.length === 0) return ofCommand(given, origin);
  const names = listed(owners.map((owner) => owner.name));
  const value = given.value === null ? "" : ` ${shellWord(given.value)}`;
  const [owner] = owners;
  return new Fault(
    "usage/other-stage",
    `--${given.name} belongs to ${names}${
      stage === null ? "" : `, not to ${stage.name}`
    }`,
    {
      place: origin.place(given.word),
      mend:
        `Put it behind ${names}: ${owner?.name} ${owner?.usage} --${given.name}${value}`,
    },
  );
}

function ofCommand(given: GivenFlag, origin: Origin): Fault {
  const names = listed(commandsWithFlag(given.name).map(({ name }) => name));
  return new Fault(
    "usage/other-stage",
    `--${given.name} belongs to the command ${names}`,
    { place: origin.place(given.word), mend: `See weir help ${names}` },
  );
}

/**
 * What a stage means.
 *
 * @param own The flags that are the stage's own.
 * @throws {Fault} Where its words do not fit.
 */
export function stageSpec(
  { stage, verb, words }: StageWords,
  own: readonly GivenFlag[],
  origin: Origin,
): StageSpec | null {
  if (stage.spec === null) return null;
  const values = flagValues(own, stage.flags);
  const given: Given = {
    words: words.map((word) => word.text),
    text: (source, first = 0) => origin.sourceText(words.slice(first), source),
    value: values.value,
    valueText(name, source) {
      const flag = values.given(name);
      return flag === undefined
        ? null
        : origin.sourceText([valueOf(flag)], source);
    },
    isOn: values.isOn,
    fault: (code, what, mend, word) =>
      new Fault(code, what, {
        place: origin.place(words[word ?? -1] ?? verb),
        mend,
      }),
  };
  return stage.spec(given);
}

/** The value of a flag as a word, with its own place. */
function valueOf({ value, word, valueWord }: GivenFlag): Word {
  const text = value ?? "";
  // In `--flag=value` the value begins after the equals sign.
  const start = word === valueWord
    ? valueWord.start + valueWord.text.indexOf("=") + 1
    : valueWord.start;
  return { text, start, end: valueWord.end };
}
