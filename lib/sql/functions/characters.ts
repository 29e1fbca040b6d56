// What DuckDB means by a character: a code point, except where a text is
// turned round, which keeps together what is read as one.

// deno-lint-ignore no-control-regex
const ASCII = /^[\x00-\x7f]*$/u;

/** Whether a text has one UTF-16 unit to a character, so that positions are offsets. */
export function hasPlainUnits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xf800) === 0xd800) return false;
  }
  return true;
}

/** How many characters a text has. */
export function characterCount(text: string): number {
  if (hasPlainUnits(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The characters from one position to before another, counted from 0. */
export function characters(text: string, from: number, to: number): string {
  if (hasPlainUnits(text)) return text.slice(from, to);
  return [...text].slice(from, to).join("");
}

/** `substr`: from a position counted from 1, or from the end where it is negative; a negative length goes backwards. */
export function substring(
  text: string,
  offset: number,
  length: number,
): string {
  const size = characterCount(text);
  let start: number, end: number;
  if (offset > 0) start = offset - 1;
  else if (offset < 0) start = size + offset;
  else {
    // Position 0 is one before the first.
    start = 0;
    length--;
    if (length <= 0) return "";
  }
  if (length >= 0) end = start + length;
  else {
    end = Math.max(start, 0);
    start = end + length;
  }
  start = Math.max(0, start);
  end = Math.min(size, end);
  return start < end ? characters(text, start, end) : "";
}

// Made at the first text that needs it: its tables take 10 ms to load.
let segmenter: Intl.Segmenter | null = null;

/** The text from its end to its start; letters keep their accents. */
export function reversed(text: string): string {
  if (ASCII.test(text)) return text.split("").reverse().join("");
  segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), (part) => part.segment)
    .reverse().join("");
}

/** Every letter in lower case, each by itself: no letter becomes two, and none looks at its neighbours. */
export function lowered(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let result = "";
  for (const character of text) {
    const lower = character.toLowerCase();
    result += character === "\u0130" ? "i" : isOne(lower) ? lower : character;
  }
  return result;
}

/** Every letter in upper case, each by itself. */
export function uppered(text: string): string {
  if (ASCII.test(text)) return text.toUpperCase();
  let result = "";
  for (const character of text) {
    const upper = character.toUpperCase();
    result += isOne(upper) ? upper : singleUpper(character);
  }
  return result;
}

function isOne(text: string): boolean {
  return text.length === 1 ||
    (text.length === 2 && text.codePointAt(0)! > 0xffff);
}

/** The one letter that Unicode gives where the full upper case is several. */
function singleUpper(character: string): string {
  const point = character.codePointAt(0)!;
  if (point === 0xdf) return "\u1e9e";
  const small = point & 0xf;
  // Greek vowels with iota subscript have it beside them in one letter.
  if (
    (point >= 0x1f80 && point <= 0x1faf && small < 8) &&
    point >> 4 !== 0x1f7
  ) return String.fromCodePoint(point + 8);
  if (point === 0x1fb3 || point === 0x1fc3 || point === 0x1ff3) {
    return String.fromCodePoint(point + 9);
  }
  return character;
}

/** The text without accents and other marks on its letters. */
export function unaccented(text: string): string {
  if (ASCII.test(text)) return text;
  return text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
}
