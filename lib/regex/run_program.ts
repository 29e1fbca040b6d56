import { type Anchor, PatternTooHeavy } from "./syntax.ts";
import type { Instruction } from "./program.ts";

/** Where the groups of a match begin and end, two offsets a group, -1 where it took no part. */
export type Groups = Int32Array;

/** Most memory for what was tried, in bits: 512 MiB. Rows have at most 16 MiB, so only absurd patterns get there. */
const MOST_BITS = 2 ** 32;

/**
 * Finds the first match of a program at or after an offset.
 *
 * It goes back as Perl does, and so prefers the same match as RE2, but keeps
 * in mind each step and offset that was tried: what failed once fails again.
 * So the time, and the memory in bits, is at worst the length of the program
 * times that of the text.
 *
 * @returns The groups; `null` where nothing matches.
 * @throws {PatternTooHeavy} Where the text is so long that memory would not suffice.
 */
export function runProgram(
  program: readonly Instruction[],
  slots: number,
  text: string,
  from: number,
): Groups | null {
  const width = text.length - from + 1;
  if (program.length * width > MOST_BITS) {
    throw new PatternTooHeavy(text.length);
  }
  const tried = new Uint32Array(Math.ceil(program.length * width / 32));
  const groups = new Int32Array(slots).fill(-1);
  // A step back: the instruction and offset to go on with, or a group to restore.
  const back: number[] = [];

  for (let start = from; start <= text.length; start++) {
    groups.fill(-1);
    if (run(start)) return groups;
    // A match may not begin inside a character.
    if ((text.charCodeAt(start) & 0xfc00) === 0xd800) start++;
  }
  return null;

  function run(start: number): boolean {
    back.length = 0;
    back.push(0, start);
    while (back.length > 0) {
      const at = back.pop()!;
      const step = back.pop()!;
      if (step < 0) groups[-step - 1] = at;
      else if (goOn(step, at)) return true;
    }
    return false;
  }

  function goOn(step: number, at: number): boolean {
    for (;;) {
      const bit = step * width + at - from;
      const word = bit >>> 5;
      const mask = 1 << (bit & 31);
      if ((tried[word]! & mask) !== 0) return false;
      tried[word]! |= mask;
      const instruction = program[step]!;
      switch (instruction.kind) {
        case "set": {
          if (at >= text.length) return false;
          const point = text.codePointAt(at)!;
          if (!instruction.holds(point)) return false;
          at += point > 0xffff ? 2 : 1;
          step++;
          break;
        }
        case "anchor":
          if (!stands(instruction.at, text, at)) return false;
          step++;
          break;
        case "save":
          back.push(-instruction.slot - 1, groups[instruction.slot]!);
          groups[instruction.slot] = at;
          step++;
          break;
        case "split":
          back.push(instruction.second, at);
          step = instruction.first;
          break;
        case "jump":
          step = instruction.to;
          break;
        case "match":
          return true;
      }
    }
  }
}

function stands(anchor: Anchor["at"], text: string, at: number): boolean {
  switch (anchor) {
    case "textStart":
      return at === 0;
    case "textEnd":
      return at === text.length;
    case "lineStart":
      return at === 0 || text[at - 1] === "\n";
    case "lineEnd":
      return at === text.length || text[at] === "\n";
    default: {
      const edge =
        isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at));
      return edge === (anchor === "wordEdge");
    }
  }
}

function isWord(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) ||
    unit === 95 || (unit >= 97 && unit <= 122);
}
