import { Fault } from "../../lib/core/mod.ts";
import type { RunSpec, StageSpec } from "../../lib/pipeline/spec.ts";
import { stageNamed } from "../options.ts";
import type { Line } from "./line.ts";
import type { Word } from "./origin.ts";
import { collecting, runSpec, throwFaults } from "./pipeline_spec.ts";
import { redirectFault } from "./redirect.ts";
import { type Segment, segments } from "./segments.ts";
import {
  emptySegment,
  isQuery,
  missingThen,
  type StageFaults,
  strayWord,
  unknownStage,
} from "./stage_faults.ts";
import { flagsApart, stageSpec } from "./stage_spec.ts";
import type { GivenFlag } from "./tokens.ts";

/** `[FILE...] STAGE args [then STAGE args]...` */
export function pipeline({ tokens, faults: context }: Line): RunSpec {
  const { origin } = context;
  const faults: Fault[] = [];
  const inputs: string[] = [];
  const stages: StageSpec[] = [];
  const run: GivenFlag[] = [];
  const read: GivenFlag[] = [];
  let previous: Word | null = null;
  for (const [index, cut] of segments(tokens).entries()) {
    const segment = index === 0 ? withQuery(cut) : cut;
    const { stage, verb, words, then } = segment;
    const wrong = verblessFault(segment, index, previous, context) ??
      readFault(segment, index, context) ?? missingThen(segment, context);
    previous = then;
    if (wrong !== null) {
      faults.push(wrong);
      continue;
    }
    faults.push(...segment.faults);
    inputs.push(...segment.before.map((word) => word.text));
    run.push(...flagsApart(null, segment.flagsBefore, origin, faults).run);
    const apart = flagsApart(stage, segment.flags, origin, faults);
    run.push(...apart.run);
    // A flag that is none may have left its value among the words.
    if (stage === null || verb === null || segment.faults.length > 0) continue;
    if (stage.spec === null) {
      inputs.push(...words.map((word) => word.text));
      read.push(...apart.own);
      continue;
    }
    const redirected = redirectFault(segment, context);
    if (redirected !== null) {
      faults.push(redirected);
      continue;
    }
    const spec = collecting(
      faults,
      () => stageSpec({ stage, verb, words, flags: [] }, apart.own, origin),
    );
    if (spec !== null) stages.push(spec);
  }
  const whole = {
    inputs,
    stages,
    run: { flags: run, origin },
    read: { flags: read, origin },
  };
  const spec = runSpec([whole], faults);
  throwFaults(faults);
  return spec;
}

/** A first word that is a query stands for `sql` and itself; words behind it are inputs. */
function withQuery(segment: Segment): Segment {
  const words = segment.verb === null
    ? segment.before
    : [...segment.before, segment.verb, ...segment.words];
  const [query, ...inputs] = words;
  const sql = stageNamed("sql");
  if (query === undefined || sql === undefined || !isQuery(query.text)) {
    return segment;
  }
  return {
    ...segment,
    stage: sql,
    verb: query,
    words: [query],
    before: inputs,
    flagsBefore: [],
    flags: [...segment.flagsBefore, ...segment.flags],
  };
}

/** What is wrong with a segment that has no stage, or with the inputs before its stage. */
function verblessFault(
  segment: Segment,
  index: number,
  previous: Word | null,
  context: StageFaults,
): Fault | null {
  const { stage, verb, before, then } = segment;
  if (index > 0) {
    if (stage !== null) return null;
    return verb === null
      ? emptySegment(segment, previous, context)
      : unknownStage(verb, then, false, context);
  }
  const certain = stage === null && then !== null;
  const stray = strayWord(before, certain, context);
  // Where a stage follows, the words up to it are all that the stray one has.
  if (stray !== undefined) {
    return unknownStage(stray, stage === null ? then : verb, true, context);
  }
  return certain ? emptySegment(segment, previous, context) : null;
}

/** `read` comes first, since it names the inputs. */
function readFault(
  { stage, verb }: Segment,
  index: number,
  { origin }: StageFaults,
): Fault | null {
  if (stage?.spec !== null || verb === null || index === 0) return null;
  return new Fault("usage/order", "read is the first stage, or is not there", {
    place: origin.place(verb),
    mend: "Name all inputs in front: weir FILE... STAGE",
  });
}
