import { type Answer, type Cell, difference, readAnswer } from "./answer.ts";
import type { Contender } from "./contender.ts";
import { sha256Of } from "./file_hash.ts";
import { measure, type Place, type Ran } from "./measure.ts";

/** What every contender of a job must answer. */
export interface Expectation {
  /** How many rows or lines the answer has. */
  readonly rows: number;
  /** How an answer differs, or what went wrong; `null` where it is right. */
  fault(contender: Contender, ran: Ran): string | null;
}

/**
 * Runs the reference and keeps its answer.
 *
 * @param answer What the columns hold; `lines` where the answer is lines of
 * the input, which must then be the same bytes.
 * @throws {Error} If the reference cannot be run: nothing can be compared then.
 */
export async function expectationOf(
  reference: Contender,
  answer: readonly Cell[] | "lines",
  place: Place,
): Promise<Expectation> {
  const ran = await measure(reference.command, place);
  if (ran.failure !== null) {
    throw new Error(`${reference.name} failed: ${ran.failure}`);
  }
  return answer === "lines" ? sameLines(ran) : sameRows(reference, answer, ran);
}

function sameRows(
  reference: Contender,
  cells: readonly Cell[],
  ran: Ran,
): Expectation {
  const read = (contender: Contender, outPath: string): Answer => {
    const { printed, positions } = contender;
    if (printed === "lines" || printed === "none") {
      throw new TypeError(`Cannot read rows of ${contender.name}`);
    }
    return readAnswer(Deno.readTextFileSync(outPath), {
      printed,
      cells,
      ...positions === undefined ? {} : { positions },
    });
  };
  const expected = read(reference, ran.outPath);
  return {
    rows: expected.length,
    fault(contender, ran) {
      if (ran.failure !== null) return ran.failure;
      try {
        const differs = difference(expected, read(contender, ran.outPath));
        return differs === null ? null : `its answer differs: ${differs}`;
      } catch (error) {
        if (error instanceof SyntaxError) return error.message;
        throw error;
      }
    },
  };
}

function sameLines(ran: Ran): Expectation {
  const expected = sha256Of(ran.outPath);
  const rows = countLines(ran.outPath);
  return {
    rows,
    fault(contender, ran) {
      if (ran.failure !== null) return ran.failure;
      if (contender.printed === "none") return null;
      if (sha256Of(ran.outPath) === expected) return null;
      const given = countLines(ran.outPath);
      return given === rows
        ? "its answer differs: as many lines, other bytes"
        : `its answer differs: ${given} lines instead of ${rows}`;
    },
  };
}

function countLines(path: string): number {
  const piece = new Uint8Array(1 << 20);
  using file = Deno.openSync(path);
  let lines = 0;
  for (;;) {
    const read = file.readSync(piece);
    if (read === null) return lines;
    const bytes = piece.subarray(0, read);
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
      lines++;
    }
  }
}
