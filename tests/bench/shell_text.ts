/** A word as a POSIX shell reads it back, quoted only where it must be. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words as a POSIX shell reads them back. */
export function shellText(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
