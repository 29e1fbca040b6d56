/** A regular expression and how far it was read. */
export class PatternText {
  /** The text. */
  readonly text: string;
  /** Offset of what is read next. */
  at = 0;

  /**
   * Stands at the beginning.
   *
   * @param text The regular expression.
   */
  constructor(text: string) {
    this.text = text;
  }

  /** Whether all of it was read. */
  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** What was not read yet. */
  get rest(): string {
    return this.text.slice(this.at);
  }

  /** The unit that is read next. */
  get ahead(): string | undefined {
    return this.text[this.at];
  }

  /** Takes a character, whole. */
  next(): string {
    const character = String.fromCodePoint(this.text.codePointAt(this.at)!);
    this.at += character.length;
    return character;
  }

  /** Takes this unit, if it is ahead. */
  accept(unit: string): boolean {
    if (this.ahead !== unit) return false;
    this.at++;
    return true;
  }
}
