import { Fault } from "../../lib/core/mod.ts";
import { commandNamed, commands, stageNamed, stages } from "../options.ts";
import { foreignWord, foreignWords, type Rewritten } from "./foreign_words.ts";
import { nearestName } from "./nearest.ts";
import type { Origin, Word } from "./origin.ts";
import type { Rewriter } from "./rewritten.ts";
import type { Segment } from "./segments.ts";
import type { Surroundings } from "./surroundings.ts";

/** What faults about stages are made from. */
export interface StageFaults {
  readonly origin: Origin;
  readonly rewriter: Rewriter;
  readonly surroundings: Surroundings;
}

const QUERY = /^\s*(?:select|with|from)\s/i;
const OPEN_END =
  /(?:[-+*\/%=<>,(|]|\b(?:and|or|not|is|in|like|ilike|between|as|by|on|case|when|then|else|from))\s*$/i;

/** Every word that may have been meant by one that is none. */
const verbs: readonly string[] = [
  ...stages.map((stage) => stage.name),
  ...commands.map((command) => command.name),
  ...foreignWords,
];

/** Whether a first word is a query by itself, without `sql` in front of it (C1). */
export function isQuery(word: string): boolean {
  return QUERY.test(word);
}

/**
 * The fault for a word that stands where a verb is wanted, and is none of
 * ours: it offers our word for it, or the nearest one.
 *
 * @param end The word that its stage ends before; `null`: the last one.
 * @param first Whether it is in the first stage, where files may be named.
 */
export function unknownStage(
  verb: Word,
  end: Word | null,
  first: boolean,
  context: StageFaults,
): Fault {
  const { origin, rewriter, surroundings } = context;
  const name = verb.text;
  const [, ...behind] = rewriter.between(verb, end);
  // Files stand behind the words in other tools, before the stage here.
  const files = first ? behind.filter(surroundings.exists) : [];
  const args = behind.filter((word) => !files.includes(word));
  const foreign = foreignWord(name);
  const reads = foreign?.stage === "read";
  const written = ({ words, inputs = [] }: Rewritten) =>
    `Write: ${
      rewriter.replace(verb, end, [
        ...(reads ? [] : files),
        ...inputs,
        ...words,
      ])
    }`;
  const fault = (code: string, what: string, mend: string) =>
    new Fault(`usage/${code}`, what, { place: origin.place(verb), mend });
  const command = commandNamed(name);
  if (command !== undefined) {
    return fault(
      "command-first",
      `${name} is a command, and comes first`,
      `Write: ${
        `weir ${name} ${command.usage}`.trimEnd()
      } (a file of that name: ./${name})`,
    );
  }
  if (foreign !== undefined) {
    const rewritten = foreign.rewrite(reads ? behind : args);
    return fault(
      "foreign-stage",
      foreign.note === undefined
        ? `there is no stage ${name}: weir calls it ${foreign.stage}`
        : `there is no stage ${name}`,
      foreign.note ??
        (rewritten === null
          ? `See weir ${foreign.stage} -h`
          : written(rewritten)),
    );
  }
  if (isQuery(name)) {
    return fault(
      "unknown-stage",
      "a query needs its stage, unless it is the first word",
      written({ words: ["sql", name, ...args] }),
    );
  }
  if (isExpression(name)) {
    return fault(
      "unknown-stage",
      "an expression needs its stage",
      written({ words: ["filter", name, ...args] }),
    );
  }
  const near = nearestName(name, verbs);
  const isCommand = near !== null && commandNamed(near) !== undefined;
  const ours = near === null || isCommand
    ? near
    : foreignWord(near)?.stage ?? near;
  // Behind a command all words stay where they are.
  const pasted = ours === null
    ? ""
    : isCommand && !first
    ? `weir ${ours} ${commandNamed(ours)!.usage}`.trimEnd()
    : rewriter.replace(
      verb,
      end,
      isCommand ? [ours, ...behind] : [...files, ours, ...args],
    );
  return fault(
    "unknown-stage",
    `there is no stage '${name}'`,
    ours === null
      ? "See weir -h for the stages"
      : `Did you mean ${ours}? Then write: ${pasted}`,
  );
}

/**
 * The word among those before the first stage that is no input but a verb or
 * an expression without one; `undefined` where all may be inputs.
 *
 * @param certain Whether one of them must be a verb, since `then` follows.
 */
export function strayWord(
  words: readonly Word[],
  certain: boolean,
  { surroundings }: StageFaults,
): Word | undefined {
  const missing = words.filter(({ text }) =>
    text !== "-" && !surroundings.exists(text)
  );
  // A path or a pattern is left to whoever opens it: "no such file" is then the better message.
  const bare = missing.filter(({ text }) => !/[.\/*?[\]{}]/.test(text));
  return bare.find(({ text }) =>
    foreignWord(text) !== undefined || commandNamed(text) !== undefined
  ) ??
    bare.find(({ text }) => nearestName(text, verbs) !== null) ??
    missing.find(({ text }) => isQuery(text) || isExpression(text)) ??
    (certain ? bare[0] : undefined);
}

/** The fault for a stage without the word `then` in front of it, or `null`. */
export function missingThen(
  { stage, words, then }: Segment,
  { origin, rewriter }: StageFaults,
): Fault | null {
  // In a query `limit` and `window` are words of its own.
  if (stage === null || stage.name === "sql") return null;
  const least = stage.name === "top" ? 2 : 1;
  const at = words.findIndex((word, index) =>
    index >= least && stageNamed(word.text) !== undefined &&
    !OPEN_END.test(words[index - 1]?.text ?? "")
  );
  const word = words[at];
  if (word === undefined) return null;
  const behind = rewriter.between(word, then);
  return new Fault(
    "usage/missing-then",
    `${word.text} is a stage, and the word then is missing before it`,
    {
      place: origin.place(word),
      mend: `Write: ${
        rewriter.replace(word, then, ["then", ...behind])
      } (a file or field of that name: ./${word.text} or '"${word.text}"')`,
    },
  );
}

/** The fault for `then` with no stage on one of its sides. */
export function emptySegment(
  { before, then }: Segment,
  previous: Word | null,
  { origin, rewriter }: StageFaults,
): Fault {
  const spot = then ?? previous;
  const place = spot === null ? {} : { place: origin.place(spot) };
  if (then !== null && before.length > 0) {
    return new Fault("usage/empty-stage", "no stage stands before then", {
      ...place,
      mend: `Inputs need no then behind them: ${
        rewriter.replace(then, null, rewriter.between(then, null).slice(1))
      }`,
    });
  }
  return new Fault(
    "usage/empty-stage",
    `no stage stands ${then === null ? "behind" : "before"} then`,
    {
      ...place,
      mend:
        "Put a stage on both sides of then (a file of that name: ./then, a field '\"then\"')",
    },
  );
}

function isExpression(text: string): boolean {
  return /\S\s*(?:[<>=]|!=|\b(?:like|ilike|is|in|between)\b)\s*\S/i.test(
    text,
  ) &&
    /[\s<>]/.test(text);
}
