import { Fault } from "../../lib/core/mod.ts";
import { commandNamed, flagNamed, stageNamed } from "../options.ts";
import type { Command } from "./command.ts";
import type { Line } from "./line.ts";
import { isQuery, unknownStage } from "./stage_faults.ts";
import type { Token } from "./tokens.ts";

/** `-h`, `--help` and `--version` win over whatever else is wrong; nothing at all asks for help. */
export function aboutCommand(all: readonly Token[]): Command | null {
  if (all.length === 0) return { kind: "help", topic: null, long: false };
  const asked = all.find((token) =>
    token.kind === "flag" &&
    (token.flag.name === "help" || token.flag.name === "version")
  );
  if (asked?.kind !== "flag") return null;
  if (asked.flag.name === "version") return { kind: "version" };
  const then = all.slice(0, all.indexOf(asked))
    .findLastIndex((token) => token.kind === "then");
  const words = all.slice(then + 1).flatMap((token, index, rest) =>
    token.kind === "word" &&
      !rest.slice(0, index).some(({ kind }) => kind === "then")
      ? [token.word.text]
      : []
  );
  const command = then < 0 ? commandNamed(words[0] ?? "")?.name : undefined;
  const stage = words.find((word) => stageNamed(word) !== undefined);
  return {
    kind: "help",
    topic: stage ?? command ??
      (words.some(isQuery) ? "sql" : null),
    long: asked.word.text === "--help",
  };
}

/** A command that takes nothing. */
export function lone(
  kind: "formats" | "version",
  { tokens, faults }: Line,
): Command {
  const word = tokens.find((token) => token.kind !== "flag")?.word;
  if (word === undefined) return { kind };
  throw new Fault("usage/extra", `${kind} takes nothing behind it`, {
    place: faults.origin.place(word),
    mend: `A file of that name: ./${kind}`,
  });
}

/** `help [STAGE | COMMAND | FLAG]` */
export function helpCommand({ tokens, faults }: Line): Command {
  const token = tokens[0];
  if (token === undefined) return { kind: "help", topic: null, long: true };
  const topic = token.kind === "flag"
    ? `--${token.flag.name}`
    : token.word.text;
  const name = topic.replace(/^--?/, "");
  const known = stageNamed(topic) ?? commandNamed(topic);
  if (known !== undefined) {
    return { kind: "help", topic: known.name, long: true };
  }
  if (flagNamed(name) !== undefined) {
    return { kind: "help", topic: `--${name}`, long: true };
  }
  throw unknownStage(token.word, null, false, faults);
}
