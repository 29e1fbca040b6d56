/** The heading of what `deno task bench:cluster` measures, which other runs keep. */
export const CLUSTER_HEADING = "## Nexmark on three engines";

/**
 * A section of a Markdown text, from its heading to the next one that is not
 * below it, or to the end; `null` where the text has none.
 */
export function sectionOf(text: string, heading: string): string | null {
  const span = spanOf(text, heading);
  return span === null ? null : text.slice(span.start, span.end);
}

/** A text with a section in place of the one of its heading, or at its end. */
export function withSection(
  text: string,
  heading: string,
  section: string,
): string {
  const { start, end } = spanOf(text, heading) ??
    { start: text.length, end: text.length };
  const parts = [text.slice(0, start), section, text.slice(end)];
  const trimmed = parts.map((part) => part.trim());
  return `${trimmed.filter((part) => part !== "").join("\n\n")}\n`;
}

function spanOf(
  text: string,
  heading: string,
): { start: number; end: number } | null {
  const depth = heading.indexOf(" ");
  let start = -1;
  let fenced = false;
  let at = 0;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) fenced = !fenced;
    const marks = fenced ? null : /^#+(?= )/u.exec(line)?.[0];
    if (start < 0 && !fenced && line === heading) start = at;
    else if (start >= 0 && marks != null && marks.length <= depth) {
      return { start, end: at };
    }
    at += line.length + 1;
  }
  return start < 0 ? null : { start, end: text.length };
}
