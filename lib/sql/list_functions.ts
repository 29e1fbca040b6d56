import { ALL_AGGREGATES } from "./aggregates/catalog.ts";
import { ALL_FUNCTIONS } from "./functions/catalog.ts";
import type { Chapter } from "./functions/signature.ts";

const CHAPTERS: readonly (readonly [Chapter, string])[] = [
  ["operators", "Operators"],
  ["values", "Any values"],
  ["text", "Texts"],
  ["patterns", "Patterns"],
  ["numbers", "Numbers"],
  ["time", "Moments and dates"],
  ["json", "JSON texts"],
];

/** How operators are written, where their usage is not what they are called by. */
const SHOWN_OTHERWISE: Readonly<Record<string, string>> = { negate: "-x" };

/**
 * The list of all operators, functions and aggregates as Markdown: what each
 * is called as, what it gives, and an example with its result.
 */
export function functionsAsMarkdown(): string {
  const chapters = CHAPTERS.map(([chapter, title]) => {
    const entries = ALL_FUNCTIONS.filter((entry) => entry.chapter === chapter);
    const rows = entries.map(({ name, aliases, usage, about, examples }) => {
      const others = (aliases ?? []).filter((alias) => /^\w+$/u.test(alias));
      const also = others.length === 0
        ? ""
        : `; also ${others.map(code).join(", ")}`;
      const example = examples.map(([text, result]) =>
        `${code(text)} is ${result === null ? "NULL" : code(result)}`
      ).join("<br>");
      return `| ${
        code(SHOWN_OTHERWISE[name] ?? usage)
      } | ${about}${also} | ${example} |`;
    });
    return [
      `### ${title}`,
      "",
      "| call | gives | example |",
      "|---|---|---|",
      ...rows,
      "",
    ].join("\n");
  });
  const aggregates = ALL_AGGREGATES.map(({ usage, about, aliases, holds }) => {
    const also = aliases === undefined
      ? ""
      : `; also ${aliases.map(code).join(", ")}`;
    return `| ${code(usage)} | ${about}${also} | ${holds} |`;
  });
  return [
    ...chapters,
    [
      "### Aggregates",
      "",
      "| call | gives | a fold holds |",
      "|---|---|---|",
      ...aggregates,
      "",
    ].join("\n"),
  ].join("\n");
}

/** A piece of code in a cell of a table. */
function code(text: string): string {
  const inner = text.replaceAll("|", "\\|");
  return inner.includes("`") ? `\`\` ${inner} \`\`` : `\`${inner}\``;
}
