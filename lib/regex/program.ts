import { setSource } from "./source_text.ts";
import type { Anchor, CharacterSet, Pattern } from "./syntax.ts";

/** One step of a program. */
export type Instruction =
  | { readonly kind: "set"; readonly holds: (point: number) => boolean }
  | { readonly kind: "anchor"; readonly at: Anchor["at"] }
  | { readonly kind: "save"; readonly slot: number }
  | { readonly kind: "split"; first: number; second: number }
  | { readonly kind: "jump"; to: number }
  | { readonly kind: "match" };

/** The longest program: counted repeats are written out. */
const LONGEST = 20_000;

/** Thrown where a pattern makes a program that is too long. */
export class ProgramTooLong extends Error {}

/** Turns a pattern into steps for {@linkcode runProgram}. */
export function makeProgram(pattern: Pattern): readonly Instruction[] {
  const program: Instruction[] = [];
  add({ kind: "save", slot: 0 });
  emit(pattern);
  add({ kind: "save", slot: 1 });
  add({ kind: "match" });
  return program;

  function add<T extends Instruction>(instruction: T): T {
    if (program.length >= LONGEST) throw new ProgramTooLong();
    program.push(instruction);
    return instruction;
  }

  function emit(node: Pattern): void {
    switch (node.kind) {
      case "set":
        add({ kind: "set", holds: setTest(node) });
        return;
      case "anchor":
        add({ kind: "anchor", at: node.at });
        return;
      case "capture":
        add({ kind: "save", slot: 2 * node.index });
        emit(node.part);
        add({ kind: "save", slot: 2 * node.index + 1 });
        return;
      case "sequence":
        node.parts.forEach(emit);
        return;
      case "alternatives": {
        const ends = node.parts.slice(0, -1).map((part) => {
          const split = add({
            kind: "split",
            first: program.length + 1,
            second: 0,
          });
          emit(part);
          const jump = add({ kind: "jump", to: 0 });
          split.second = program.length;
          return jump;
        });
        emit(node.parts.at(-1)!);
        for (const jump of ends) jump.to = program.length;
        return;
      }
      case "repeat":
        emitRepeat(node);
    }
  }

  function emitRepeat(node: Pattern & { kind: "repeat" }): void {
    for (let count = 0; count < node.least; count++) emit(node.part);
    if (node.most === Infinity) {
      const start = program.length;
      const split = add({ kind: "split", first: 0, second: 0 });
      emit(node.part);
      add({ kind: "jump", to: start });
      fork(split, start + 1, program.length, node.greedy);
      return;
    }
    const splits: { split: Instruction & { kind: "split" }; into: number }[] =
      [];
    for (let count = node.least; count < node.most; count++) {
      const split = add({ kind: "split" as const, first: 0, second: 0 });
      splits.push({ split, into: program.length });
      emit(node.part);
    }
    for (const { split, into } of splits) {
      fork(split, into, program.length, node.greedy);
    }
  }
}

function fork(
  split: Instruction & { kind: "split" },
  into: number,
  past: number,
  greedy: boolean,
): void {
  split.first = greedy ? into : past;
  split.second = greedy ? past : into;
}

/** Whether a code point is of a set: ASCII from a table, the rest by asking JavaScript. */
function setTest(set: CharacterSet): (point: number) => boolean {
  const pattern = new RegExp(
    `^${setSource(set)}$`,
    set.folds ? "iv" : "v",
  );
  const ascii = Uint8Array.from(
    { length: 128 },
    (_, point) => pattern.test(String.fromCodePoint(point)) ? 1 : 0,
  );
  return (point) =>
    point < 128
      ? ascii[point] === 1
      : pattern.test(String.fromCodePoint(point));
}
