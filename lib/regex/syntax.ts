/** A set of characters: ranges of code points, and Unicode properties. */
export interface CharacterSet {
  /** Which part of a pattern it is. */
  readonly kind: "set";
  /** First and last of each range. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Properties as JavaScript writes them inside `\p{...}`, and whether they are excluded. */
  readonly properties: readonly {
    readonly name: string;
    readonly negated: boolean;
  }[];
  /** Whether it is all other characters. */
  readonly negated: boolean;
  /** Whether case is ignored. */
  readonly folds: boolean;
}

/** A place between characters. */
export interface Anchor {
  /** Which part of a pattern it is. */
  readonly kind: "anchor";
  /** Which place. */
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
  /** Which part of a pattern it is. */
  readonly kind: "repeat";
  /** What is repeated. */
  readonly part: Pattern;
  /** How often at least. */
  readonly least: number;
  /** `Infinity` where there is no limit. */
  readonly most: number;
  /** Whether it takes as much as it can. */
  readonly greedy: boolean;
}

/** One after the other. */
export interface Sequence {
  /** Which part of a pattern it is. */
  readonly kind: "sequence";
  /** The parts. */
  readonly parts: readonly Pattern[];
}

/** One of several, the first that matches. */
export interface Alternatives {
  /** Which part of a pattern it is. */
  readonly kind: "alternatives";
  /** The parts. */
  readonly parts: readonly Pattern[];
}

/** A group that is remembered. */
export interface Capture {
  /** Which part of a pattern it is. */
  readonly kind: "capture";
  /** Counted from 1. */
  readonly index: number;
  /** What it remembers. */
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

/** A text is too long to look for a pattern in it whose time nothing else bounds. */
export class PatternTooHeavy extends Error {
  /** The name of the class. */
  override readonly name = "PatternTooHeavy";

  /**
   * Describes the text.
   *
   * @param characters How long it is.
   */
  constructor(characters: number) {
    super(
      `cannot look for a pattern in a text of ${characters} characters without the risk of never ending`,
    );
  }
}
