import type { Expression, NameNode } from "./ast.ts";
import type { Checked } from "./checked.ts";
import { checkFault, type Checking, pathText, rewritten } from "./checking.ts";
import { quoted } from "./faults.ts";
import { quoteName, quoteText } from "./keywords.ts";
import { nearestName } from "./nearest.ts";

/** Looks a field up, or says that there is none and what may have been meant. */
export function checkName(checking: Checking, node: NameNode): Checked {
  const { path, span } = node;
  const found = checking.scope.resolve(path, span);
  if (found !== null) {
    const { type } = found;
    return { kind: "field", path, declared: type, type, span };
  }
  const name = pathText(path);
  const near = nearestName(name, checking.scope.names());
  const text = quoteText(name);
  if (node.quoted && near !== name) {
    throw checkFault(
      checking,
      span,
      "unknown-field",
      `double quotes name a field, and there is no field ${quoted(name)}`,
      `Text stands in single quotes: ${rewritten(checking, span, text)}`,
    );
  }
  const names = checking.scope.names();
  throw checkFault(
    checking,
    span,
    "unknown-field",
    `there is no field ${quoted(name)}`,
    near !== null
      ? `Did you mean ${quoteName(near)}?`
      : names.length === 0
      ? undefined
      : `The fields are: ${namesText(names)}`,
  );
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, 20).map(quoteName).join(", ");
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}

/**
 * Refuses `level = "error"` where the names of fields are not known: double
 * quotes name a field, and on the right of a comparison a text was meant.
 */
export function refuseQuotedText(
  checking: Checking,
  left: Expression,
  right: Expression,
): void {
  if (right.kind !== "name" || !right.quoted || right.path.length > 1) return;
  const found = checking.scope.resolve(right.path, right.span);
  if (found === null || found.known) return;
  const name = String(right.path[0]);
  const text = rewritten(checking, right.span, quoteText(name));
  const { text: whole } = checking.source;
  const other = whole.slice(left.span.start, left.span.end);
  throw checkFault(
    checking,
    right.span,
    "quoted-text",
    `double quotes name a field, and ${quoted(`"${name}"`)} looks like a text`,
    `Text stands in single quotes: ${text}` +
      (left.kind === "name"
        ? ` (to compare with a field of that name, put it first: "${name}" = ${other})`
        : ""),
  );
}
