import { shellText } from "../../parse/shell_text.ts";
import { type NexmarkQuery, queryWords } from "./query.ts";

/** The command line of a query, a stage a line, to be pasted in the folder of the stream. */
export function commandText(query: NexmarkQuery): string {
  const lines: string[][] = [["weir"]];
  const words = queryWords(query);
  // The first stage stands on a line of its own as well.
  const first = words.length - query.words.length;
  words.forEach((word, at) => {
    if (at === first || word === "then") lines.push([]);
    lines.at(-1)!.push(word);
  });
  return `# ${query.name}: ${query.asks}\n${
    lines.map(shellText).join(" \\\n  ")
  }\n`;
}
