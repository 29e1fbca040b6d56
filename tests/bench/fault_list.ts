const LONGEST = 240;

/**
 * Lists what could not be measured and why; what has the same reason stands
 * together. Nothing where there is no fault.
 *
 * @param faults Names and reasons; `null` where nothing is wrong.
 * @param folder The folder of the data, left out of the text.
 */
export function faultsText(
  faults: readonly (readonly [name: string, fault: string | null])[],
  folder: string,
): readonly string[] {
  const names = new Map<string, string[]>();
  for (const [name, fault] of faults) {
    if (fault === null) continue;
    const reason = fault.replaceAll(`${folder}/`, "").replaceAll(/\s+/g, " ")
      .slice(0, LONGEST);
    names.set(reason, [...names.get(reason) ?? [], name]);
  }
  if (names.size === 0) return [];
  const lines = [...names].map(([reason, named]) =>
    `- **${named.join("; ")}**: ${reason}\n`
  );
  return [lines.join("")];
}

/** Command lines as a block of code, without the folder of the data. */
export function commandsText(
  shown: readonly string[],
  folder: string,
): string {
  const text = shown.map((line) => line.replaceAll(`${folder}/`, ""));
  return `\`\`\`text\n${text.join("\n")}\n\`\`\`\n`;
}
