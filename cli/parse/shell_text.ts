/** A word as a shell would have to be given it: quoted where it must be. */
export function shellWord(word: string): string {
  if (/^[\w@%+:,./^-][\w@%+:,./=^-]*$/.test(word)) return word;
  // Text in single quotes is common in SQL, and '\'' is hard to read.
  return word.includes("'") && !/["$`\\!]/.test(word)
    ? `"${word}"`
    : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words as a command line that can be pasted into a shell. */
export function shellText(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** Words with the values of `--param` left out: they may be secrets, and messages end up in logs. */
export function withoutSecrets(words: readonly string[]): string[] {
  const nameOnly = (pair: string) =>
    pair.includes("=") ? `${pair.slice(0, pair.indexOf("="))}=...` : "...";
  return words.map((word, index) => {
    if (word.startsWith("--param=")) {
      return `--param=${nameOnly(word.slice(8))}`;
    }
    return index > 0 && words[index - 1] === "--param" ? nameOnly(word) : word;
  });
}
