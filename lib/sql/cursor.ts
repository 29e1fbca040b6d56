import type { Fault } from "../core/mod.ts";
import type { Expression } from "./ast.ts";
import { faultAt, quoted } from "./faults.ts";
import {
  type SourceText,
  type Span,
  spanOf,
  type Token,
  tokenize,
} from "./lex.ts";
import { isReserved } from "./keywords.ts";

/** Reads an expression whose operators bind at least so tightly; handed to the parsers of its parts. */
export type ParseExpression = (cursor: Cursor, power?: number) => Expression;

/** A position in the tokens of a text, and the questions that a parser asks there. */
export class Cursor {
  /** The text. */
  readonly source: SourceText;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  /**
   * Splits a text and stands before its first token.
   *
   * @param source The text.
   * @throws {Fault} Where it cannot be split.
   */
  constructor(source: SourceText) {
    this.source = source;
    this.#tokens = tokenize(source);
  }

  /** The token ahead, or one further on. */
  peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at + ahead, last)]!;
  }

  /** Takes the token ahead. */
  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** Where the last token taken ends. */
  get lastEnd(): number {
    return this.#at === 0 ? 0 : this.#tokens[this.#at - 1]!.end;
  }

  /** Whether the text is at its end. */
  get ended(): boolean {
    return this.peek().kind === "end";
  }

  /** Whether the words ahead are these, whatever their case. */
  isWord(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead);
      return token.kind === "word" && token.value.toUpperCase() === word;
    });
  }

  /** Takes these words, if they are ahead. */
  acceptWord(...words: readonly string[]): boolean {
    if (!this.isWord(...words)) return false;
    this.#at += words.length;
    return true;
  }

  /** Whether this operator is ahead. */
  isOperator(operator: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "operator" && token.value === operator;
  }

  /** Takes this operator, if it is ahead. */
  acceptOperator(operator: string): boolean {
    if (!this.isOperator(operator)) return false;
    this.#at++;
    return true;
  }

  /** Takes this operator, or fails. */
  expectOperator(operator: string, after: string): Token {
    if (!this.isOperator(operator)) {
      throw this.unexpected(`\`${operator}\` ${after}`);
    }
    return this.next();
  }

  /** Takes this word, or fails. */
  expectWord(word: string, after: string): Token {
    if (!this.isWord(word)) throw this.unexpected(`${word} ${after}`);
    return this.next();
  }

  /** Takes a name: any quoted one, or a bare one that is not reserved. */
  expectName(what: string): { readonly name: string; readonly span: Span } {
    const token = this.peek();
    if (token.kind === "word" && isReserved(token.value)) {
      throw this.fault(
        "reserved",
        `${token.value} is a reserved word and cannot be ${what} as it stands`,
        token,
        `Write it in double quotes: "${token.value}"`,
      );
    }
    if (token.kind !== "word" && token.kind !== "quotedName") {
      throw this.unexpected(what);
    }
    this.next();
    return { name: token.value, span: spanOf(token) };
  }

  /** Runs a step of a parser that may call itself, and refuses to go deeper than the stack allows. */
  nested<T>(step: () => T): T {
    if (++this.#depth > 400) {
      throw this.fault(
        "too-deep",
        "it is nested deeper than 400 levels",
        this.peek(),
        "Split it over several stages, or write a chain of OR as x IN (...)",
      );
    }
    try {
      return step();
    } finally {
      this.#depth--;
    }
  }

  /** The span from a start to the end of the last token taken. */
  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.lastEnd) };
  }

  /** A fault about what stands ahead, where something else is needed. */
  unexpected(wanted: string): Fault {
    const token = this.peek();
    if (token.kind === "end") {
      return this.fault(
        "ends-early",
        `it ends where ${wanted} is needed`,
        { start: this.source.text.length, end: this.source.text.length + 1 },
      );
    }
    const text = this.source.text.slice(token.start, token.end);
    return this.fault(
      "unexpected",
      `${quoted(text)} stands where ${wanted} is needed`,
      token,
    );
  }

  /** A fault at a spot. */
  fault(code: string, what: string, span: Span, mend?: string): Fault {
    return faultAt(this.source, span, code, what, mend);
  }

  /** Fails unless the text is at its end. */
  expectEnd(wanted: string): void {
    if (!this.ended) throw this.unexpected(wanted);
  }
}
