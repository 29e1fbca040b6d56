import { Fault, placeInText } from "../core/mod.ts";

/** A text in the language and what it is called in messages. */
export interface SourceText {
  /** The text as the user wrote it. */
  readonly text: string;
  /** What it is called, such as `filter expression`. */
  readonly source: string;
}

/** A stretch of a text, `[start, end)`, in UTF-16 units. */
export interface Span {
  /** Offset of the first unit. */
  readonly start: number;
  /** Offset after the last unit. */
  readonly end: number;
}

/**
 * What a token is.
 *
 * - `word`: a bare name or keyword; `value` is as written.
 * - `quotedName`: `"odd name"`; `value` is unescaped.
 * - `string`: `'text'`, `e'text\n'` or `$$text$$`; `value` is unescaped.
 * - `number`: `value` is the digits without `_`, hexadecimal ones in decimal.
 * - `parameter`: `$NAME` or `${NAME:-default}`; `value` is the name.
 * - `operator`: `+`, `::`, `(`, `,` and the like; unknown characters too, so
 *   that any SQL can be split. `value` is as written.
 * - `end`: after the last character.
 */
export type TokenKind =
  | "word"
  | "quotedName"
  | "string"
  | "number"
  | "parameter"
  | "operator"
  | "end";

/** One word of a text. Comments and white space make no tokens. */
export interface Token extends Span {
  /** What it is. */
  readonly kind: TokenKind;
  /** What it says, unescaped. */
  readonly value: string;
  /** What follows `:-` in `${NAME:-default}`; `null` elsewhere. */
  readonly fallback: string | null;
}

/** Where a token stands, and nothing else of it. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** Longest first, so that the first match is the longest. */
const OPERATORS = [
  "->>",
  "!~~*",
  "!~~",
  "!~*",
  "~~*",
  "::",
  ":=",
  "||",
  "//",
  "==",
  "!=",
  "<>",
  "<=",
  ">=",
  "->",
  "=>",
  "**",
  "<<",
  ">>",
  "!~",
  "~~",
  "~*",
  "^@",
  "&&",
];

const SPACE = /\s+/uy;
// As in DuckDB, whatever is not ASCII and not a space may stand in a bare name.
const WORD = /(?:[A-Za-z_]|[^\p{ASCII}\s])(?:[\w$]|[^\p{ASCII}\s])*/uy;
const HEXADECIMAL = /0[xX][0-9a-fA-F]+(?:_[0-9a-fA-F]+)*/uy;
const BINARY = /0[bB][01]+(?:_[01]+)*/uy;
const DECIMAL =
  /(?:\d+(?:_\d+)*(?:\.(?!\.)(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?/uy;
const PARAMETER = /\$(?:\{([A-Za-z_]\w*)(?::-([^}]*))?\}|([A-Za-z_]\w*|\d+))/uy;
const DOLLAR_QUOTE = /\$([A-Za-z_]\w*)?\$/uy;

/**
 * Splits a text into tokens; the last is always `end`.
 *
 * Any SQL can be split, not only what weir can read itself: what it does not
 * know comes out as operators of one character.
 *
 * @throws {Fault} Where a quote or a comment is not closed, or a number runs into a word.
 *
 * @example The words of a condition
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const tokens = tokenize({ text: "status >= 5e2 -- bad", source: "filter" });
 * assertEquals(tokens.map((token) => token.value), ["status", ">=", "5e2", ""]);
 * ```
 */
export function tokenize(source: SourceText): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let at = 0;

  const take = (
    kind: TokenKind,
    end: number,
    value: string,
    fallback: string | null = null,
  ): void => {
    tokens.push({ kind, start: at, end, value, fallback });
    at = end;
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };

  while (at < text.length) {
    const character = text[at]!;
    const space = match(SPACE);
    if (space !== null) {
      at += space[0].length;
    } else if (text.startsWith("--", at)) {
      const end = text.indexOf("\n", at);
      at = end === -1 ? text.length : end + 1;
    } else if (text.startsWith("/*", at)) {
      at = endOfComment(source, at);
    } else if (character === "'") {
      const end = endOfQuoted(source, at, "'", false);
      take("string", end, text.slice(at + 1, end - 1).replaceAll("''", "'"));
    } else if (character === '"') {
      const end = endOfQuoted(source, at, '"', false);
      const name = text.slice(at + 1, end - 1).replaceAll('""', '"');
      if (name === "") {
        throw lexFault(source, at, end, "empty-name", "a name is empty", {
          mend: "Write '' for an empty text: double quotes name a field",
        });
      }
      take("quotedName", end, name);
    } else if (/^[eE]'/u.test(text.slice(at, at + 2))) {
      const end = endOfQuoted(source, at + 1, "'", true);
      take("string", end, unescape(text.slice(at + 2, end - 1)));
    } else if (match(WORD) !== null) {
      const word = match(WORD)![0];
      take("word", at + word.length, word);
    } else if (/^\.?\d/u.test(text.slice(at, at + 2))) {
      takeNumber();
    } else if (character === "$") {
      takeDollar();
    } else {
      const operator = OPERATORS.find((each) => text.startsWith(each, at)) ??
        String.fromCodePoint(text.codePointAt(at)!);
      take("operator", at + operator.length, operator);
    }
  }
  take("end", text.length, "");
  return tokens;

  function takeNumber(): void {
    const based = match(HEXADECIMAL) ?? match(BINARY);
    const digits = (based ?? match(DECIMAL)!)[0];
    const plain = digits.replaceAll("_", "");
    const end = at + digits.length;
    WORD.lastIndex = end;
    const tail = WORD.exec(text);
    if (tail !== null) {
      throw lexFault(
        source,
        at,
        end + tail[0].length,
        "number",
        `a number runs into a word: ${text.slice(at, end + tail[0].length)}`,
        {
          mend:
            'Put a space between them, or write the name in double quotes if it is one field: "' +
            text.slice(at, end + tail[0].length) + '"',
        },
      );
    }
    take("number", end, based === null ? plain : String(BigInt(plain)));
  }

  function takeDollar(): void {
    const parameter = match(PARAMETER);
    const quote = match(DOLLAR_QUOTE);
    if (quote !== null) {
      const from = at + quote[0].length;
      const close = text.indexOf(quote[0], from);
      if (close === -1) throw unclosed(source, at, quote[0]);
      take("string", close + quote[0].length, text.slice(from, close));
    } else if (parameter !== null) {
      take(
        "parameter",
        at + parameter[0].length,
        (parameter[1] ?? parameter[3])!,
        parameter[2] ?? null,
      );
    } else {
      take("operator", at + 1, "$");
    }
  }
}

/** The offset after the closing quote; a doubled quote stands for one. */
function endOfQuoted(
  source: SourceText,
  start: number,
  quote: string,
  backslashes: boolean,
): number {
  const { text } = source;
  for (let at = start + 1; at < text.length; at++) {
    if (backslashes && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  throw unclosed(source, start, quote);
}

/** Block comments nest, as in PostgreSQL and DuckDB. */
function endOfComment(source: SourceText, start: number): number {
  const { text } = source;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith("/*", at)) {
      depth++;
      at++;
    } else if (text.startsWith("*/", at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  throw unclosed(source, start, "/*");
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

function unescape(body: string): string {
  return body.replaceAll(
    /''|\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([^]))/gu,
    (whole, hex, unit, point, octal, single) => {
      if (whole === "''") return "'";
      if (single !== undefined) return ESCAPES[single] ?? single;
      const code = octal === undefined
        ? parseInt(hex ?? unit ?? point, 16)
        : parseInt(octal, 8);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    },
  ).toWellFormed();
}

function unclosed(source: SourceText, start: number, quote: string): Fault {
  const what = quote === "/*"
    ? "a comment is not closed"
    : quote === '"'
    ? "a quoted name is not closed"
    : "a text is not closed";
  const close = quote === "/*" ? "*/" : quote;
  const hint = quote === "'"
    ? " (a quote inside a text is written twice: 'it''s')"
    : "";
  return lexFault(source, start, start + quote.length, "unclosed", what, {
    mend: `Add the missing ${close}${hint}`,
  });
}

function lexFault(
  source: SourceText,
  start: number,
  end: number,
  code: string,
  what: string,
  { mend }: { mend: string },
): Fault {
  return new Fault(`sql/${code}`, `cannot read ${source.source}: ${what}`, {
    place: placeInText(source.source, source.text, start, end),
    mend,
  });
}
