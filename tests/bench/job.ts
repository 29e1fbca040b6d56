import type { Cell } from "./answer.ts";
import type { Contender, Contenders } from "./contender.ts";
import type { Data } from "./data.ts";

/** Two commands that are run one right after the other. */
export interface Duel {
  /** weir. */
  readonly weir: Contender;
  /** Who it is compared with. */
  readonly peer: Contender;
  /** Gives the answer that the peer must equal, where it does another job. */
  readonly peerReference?: Contender;
  /** Once is enough: the peer takes so long that its drift does not matter. */
  readonly slow?: boolean;
}

/** A job that is timed. */
export interface Race {
  /** What `--only` calls it. */
  readonly id: string;
  /** What it is about. */
  readonly title: string;
  /** What else a reader should know, in full sentences. */
  readonly about: string;
  /** The input. */
  readonly input: { readonly bytes: number; readonly rows: number };
  /** Gives the answer that all others must equal, unless their duel says otherwise; run once, and again where a duel names it. */
  readonly reference: Contender;
  /** What the columns of the answer hold; `lines` where it is lines of the input. */
  readonly answer: readonly Cell[] | "lines";
  /** The duels, in the order they are run in each round. */
  readonly duels: readonly Duel[];
  /** How many rounds there are for each one that the user asked for; for jobs of milliseconds. */
  readonly roundsTimes?: number;
}

/** A place on a curve of memory. */
export interface MemoryPoint {
  /** What grew. */
  readonly name: string;
  /** What is run; its output is counted, or is NDJSON of the race's columns. */
  readonly weir: Contender;
  /** Gives the answer; of a filter, lines that come so many times. */
  readonly reference: Contender;
  /** How many times the lines of the reference must come. */
  readonly times?: number;
  /** Memory is looked at when all input is read and stdin still open: before the answer. */
  readonly open?: boolean;
  /** Bytes of input. */
  readonly bytes: number;
  /** Groups held. */
  readonly groups?: number;
}

/** A job whose greatest memory is measured as its input grows. */
export interface MemoryCurve {
  /** What `--only` calls it. */
  readonly id: string;
  /** What it is about. */
  readonly title: string;
  /** What else a reader should know, in full sentences. */
  readonly about: string;
  /** What the columns of the answer hold; `lines` where only lines and bytes are counted. */
  readonly answer: readonly Cell[] | "lines";
  /** The points, smallest first. */
  readonly points: readonly MemoryPoint[];
}

/** What jobs are made from. */
export interface Bench {
  /** The generated files. */
  readonly data: Data;
  /** The tools. */
  readonly make: Contenders;
  /** How many cores there are. */
  readonly cores: number;
  /** A script that does nothing, outside the project so that no deno.json is read for it. */
  readonly emptyScript: string;
}
