/** A set of characters: ranges of code points, and Unicode properties. */
export interface CharacterSet {
  readonly kind: "set";
  /** First and last of each range. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Properties as JavaScript writes them inside `\p{...}`, and whether they are excluded. */
  readonly properties: readonly {
    readonly name: string;
    readonly negated: boolean;
  }[];
  readonly negated: boolean;
  /** Whether case is ignored. */
  readonly folds: boolean;
}

/** A place between characters. */
export interface Anchor {
  readonly kind: "anchor";
  readonly at:
    | "textStart"
    | "textEnd"
    | "lineStart"
    | "lineEnd"
    | "wordEdge"
    | "noWordEdge";
}

/** Something again and again. */
export interface Repeat {
  readonly kind: "repeat";
  readonly part: Pattern;
  readonly least: number;
  /** `Infinity` where there is no limit. */
  readonly most: number;
  readonly greedy: boolean;
}

/** One after the other. */
export interface Sequence {
  readonly kind: "sequence";
  readonly parts: readonly Pattern[];
}

/** One of several, the first that matches. */
export interface Alternatives {
  readonly kind: "alternatives";
  readonly parts: readonly Pattern[];
}

/** A group that is remembered. */
export interface Capture {
  readonly kind: "capture";
  /** Counted from 1. */
  readonly index: number;
  readonly part: Pattern;
}

/** A regular expression of the RE2 dialect, read. */
export type Pattern =
  | CharacterSet
  | Anchor
  | Repeat
  | Sequence
  | Alternatives
  | Capture;

/** What is wrong with a regular expression. */
export class PatternError extends Error {
  /** The name of the class. */
  override readonly name = "PatternError";
  /** What to write instead, if there is a way. */
  readonly mend: string | undefined;

  /**
   * Describes what is wrong.
   *
   * @param what What is wrong.
   * @param mend What to write instead.
   */
  constructor(what: string, mend?: string) {
    super(what);
    this.mend = mend;
  }
}
