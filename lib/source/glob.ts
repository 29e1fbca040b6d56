/** Whether a text has a sign that makes it a pattern. */
export function isPattern(text: string): boolean {
  return /[*?[{]/.test(text);
}

/**
 * Turns one name of a pattern into a regular expression: `*` is any
 * characters, `?` one, `[a-z]` and `[!a-z]` one of a set, `{a,b}` either;
 * a backslash takes the meaning from the next character.
 */
export function nameExpression(pattern: string): RegExp {
  let source = "";
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    const close = character === "[" ? pattern.indexOf("]", at + 2) : -1;
    if (character === "*") source += ".*";
    else if (character === "?") source += ".";
    else if (close !== -1) {
      const set = pattern.slice(at + 1, close);
      const negated = set[0] === "!" || set[0] === "^";
      const members = (negated ? set.slice(1) : set).replace(
        /[\\\]^[&~]/g,
        "\\$&",
      );
      source += `[${negated ? "^" : ""}${members}]`;
      at = close;
    } else if (character === "{" && pattern.indexOf("}", at) !== -1) {
      source += "(?:";
      depth++;
    } else if (character === "}" && depth > 0) {
      source += ")";
      depth--;
    } else if (character === "," && depth > 0) source += "|";
    else {
      const literal = character === "\\" && at + 1 < pattern.length
        ? pattern[++at]!
        : character;
      source += literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    }
  }
  return new RegExp(`^${source}$`, "su");
}

/**
 * Finds the files that a pattern names, sorted. `**` stands for any folders,
 * none too. As in a shell, a name that begins with a point is only found by a
 * pattern that does. Links to folders are not followed by `**`.
 */
export function globFiles(pattern: string): string[] {
  const names = pattern.split("/");
  const found = new Set<string>();
  const start = names[0] === "" ? "/" : "";
  walk(
    start,
    names.filter((name, at) => name !== "" && !(at > 0 && name === ".")),
    found,
  );
  return [...found].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
}

function walk(
  folder: string,
  names: readonly string[],
  found: Set<string>,
): void {
  const [name, ...rest] = names;
  if (name === undefined) return;
  if (name === "**") {
    walk(folder, rest.length === 0 ? ["*"] : rest, found);
    for (const entry of entriesOf(folder)) {
      if (entry.isDirectory && !entry.name.startsWith(".")) {
        walk(`${folder}${entry.name}/`, names, found);
      }
    }
    return;
  }
  if (!isPattern(name)) {
    const path = folder + name;
    const kind = kindOf(path);
    if (rest.length > 0 && kind === "folder") walk(`${path}/`, rest, found);
    else if (rest.length === 0 && kind === "file") found.add(path);
    return;
  }
  const expression = nameExpression(name);
  for (const entry of entriesOf(folder)) {
    if (entry.name.startsWith(".") && !name.startsWith(".")) continue;
    if (!expression.test(entry.name)) continue;
    const path = folder + entry.name;
    const kind = entry.isSymlink
      ? kindOf(path)
      : entry.isDirectory
      ? "folder"
      : "file";
    if (rest.length > 0 && kind === "folder") walk(`${path}/`, rest, found);
    else if (rest.length === 0 && kind === "file") found.add(path);
  }
}

function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder === "" ? "." : folder)];
  } catch {
    // A folder that may not be read holds nothing for a pattern, as in a shell.
    return [];
  }
}

function kindOf(path: string): "file" | "folder" | null {
  try {
    return Deno.statSync(path).isDirectory ? "folder" : "file";
  } catch {
    return null;
  }
}
