type Ranges = readonly (readonly [number, number])[];

function ranges(text: string): Ranges {
  const points = Array.from(text, (character) => character.codePointAt(0)!);
  return Array.from(
    { length: points.length / 2 },
    (_, at) => [points[2 * at]!, points[2 * at + 1]!] as const,
  );
}

/** Classes of one letter; they know ASCII only, as in RE2. */
export const PERL_CLASSES: Readonly<Record<string, Ranges>> = {
  d: ranges("09"),
  w: ranges("09AZ__az"),
  s: ranges("\t\n\f\r  "),
};

/** Classes that stand as `[:name:]` inside brackets. */
export const POSIX_CLASSES: Readonly<Record<string, Ranges>> = {
  alnum: ranges("09AZaz"),
  alpha: ranges("AZaz"),
  ascii: [[0, 127]],
  blank: ranges("\t\t  "),
  cntrl: [[0, 31], [127, 127]],
  digit: ranges("09"),
  graph: ranges("!~"),
  lower: ranges("az"),
  print: ranges(" ~"),
  punct: ranges("!/:@[`{~"),
  space: ranges("\t\r  "),
  upper: ranges("AZ"),
  word: ranges("09AZ__az"),
  xdigit: ranges("09AFaf"),
};

/** The name that JavaScript has for a Unicode class of RE2: a general category or a script; `null` where there is none. */
export function unicodeProperty(name: string): string | null {
  if (name === "Any") return "Any";
  for (const property of [name, `Script=${name}`]) {
    // RE2 knows categories by their short names only: one capital, perhaps a small letter.
    if (property === name && !/^[A-Z][a-z]?$/u.test(name)) continue;
    try {
      new RegExp(`\\p{${property}}`, "u");
      return property;
    } catch {
      // Not this one.
    }
  }
  return null;
}
