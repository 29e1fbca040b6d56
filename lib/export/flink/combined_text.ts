import { Fault } from "../../core/mod.ts";
import { firstMatch, text } from "./sql_text.ts";

/** What stands in quotes, backslashes before quotes being none. Possessive: Java goes on a stack otherwise, which thousands of escapes overflow. */
const QUOTED = '[^"\\\\]*+(?:\\\\.[^"\\\\]*+)*+';
const METHOD = "[A-Za-z-]+";
const PROTOCOL = '[A-Za-z-]+/[^ "\\\\]*[0-9]';
/** What stands between them in a request: all up to the last space. */
const PATH = `[^" \\\\]*+(?:(?: (?!${PROTOCOL}")|\\\\.)[^" \\\\]*+)*+`;

/** The parts of a line up to the request. A user may hold spaces where the identity is `-`. */
const HEAD = [
  ["ip", "[^ ]+", " "],
  ["ident", "[^ ]+", " "],
  ["user", "(?<= - )(?:(?! \\[).)++|[^ ]+", " \\["],
  ["time", "[^\\]]*", '\\] "'],
] as const;
const TAIL = [
  ["request", QUOTED, '" '],
  ["status", "[0-9]{3}|-", " "],
  ["bytes", "[0-9]+|-", ""],
] as const;
const QUOTED_TAIL = [["referer", QUOTED], ["agent", QUOTED]] as const;

/** An access log line, in Java's words: the common format, or the combined one, whose last quote may be cut off. */
export const COMBINED_LINE: string = `(?s)^${
  [...HEAD, ...TAIL].map(([, part, end]) => `(?:${part})${end}`).join("")
}(?: "${QUOTED}" "${QUOTED}"?)?$`;

/**
 * A field of an access log line; NULL where it is `-` or missing.
 *
 * @param line An expression of type STRING; it may be repeated.
 */
export function combinedField(field: string, line: string): string {
  switch (field) {
    case "method":
      return absent(
        extract(line, requestPattern(`(${METHOD}) ${PATH} ${PROTOCOL}"`)),
      );
    case "protocol":
      return absent(
        extract(line, requestPattern(`${METHOD} ${PATH} (${PROTOCOL})"`)),
      );
    case "path": {
      const split = extract(
        line,
        requestPattern(`${METHOD} (${PATH}) ${PROTOCOL}"`),
      );
      const whole = extract(line, requestPattern(`(${QUOTED})"`));
      return absent(unescaped(`COALESCE(${split}, ${whole})`));
    }
    default: {
      const pattern = patternOf(field);
      const value = extract(line, pattern);
      return absent(
        field === "referer" || field === "agent" ? unescaped(value) : value,
      );
    }
  }
}

/** A pattern whose one group is a field. */
function patternOf(field: string): string {
  let pattern = "(?s)^";
  for (const [known, part, end] of [...HEAD, ...TAIL]) {
    if (known === field) return `${pattern}(${part})${end}`;
    pattern += `(?:${part})${end}`;
  }
  for (const [known, part] of QUOTED_TAIL) {
    if (known === field) return `${pattern} "(${part})`;
    pattern += ` "${part}"`;
  }
  throw new Fault(
    "export/P006",
    `cannot find the field ${field}: an access log has none of that name`,
  );
}

function requestPattern(request: string): string {
  const before = HEAD.map(([, part, end]) => `(?:${part})${end}`).join("");
  return `(?s)^${before}${request}`;
}

function extract(line: string, pattern: string): string {
  return firstMatch(line, pattern, 1);
}

function absent(value: string): string {
  return `NULLIF(${value}, '-')`;
}

/** What stands in quotes without its escapes: each is spelt as in a URL, which Flink can decode. */
function unescaped(value: string): string {
  const spelt = ESCAPES.reduce(
    (sql, [written, code]) => `REPLACE(${sql}, ${text(written)}, '${code}')`,
    value,
  );
  return `URL_DECODE(REGEXP_REPLACE(${spelt}, '\\\\x(?=[0-9a-fA-F]{2})', '%'))`;
}

/** What Apache writes with one letter, and, first, what a URL means otherwise. */
const ESCAPES: readonly (readonly [written: string, code: string])[] = [
  ["%", "%25"],
  ["+", "%2B"],
  ["\\\\", "%5C"],
  ['\\"', "%22"],
  ["\\n", "%0A"],
  ["\\r", "%0D"],
  ["\\t", "%09"],
  ["\\b", "%08"],
  ["\\v", "%0B"],
];
