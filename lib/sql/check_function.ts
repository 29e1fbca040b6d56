import type { CallNode } from "./ast.ts";
import { checkFault, type Checking } from "./checking.ts";
import { functionNames, FUNCTIONS } from "./functions/catalog.ts";
import type { FunctionEntry } from "./functions/signature.ts";
import { AGGREGATES } from "./aggregates/catalog.ts";
import { nearestName } from "./nearest.ts";

/** Finds the function of a call, or says what may have been meant. */
export function lookUpFunction(
  checking: Checking,
  node: CallNode,
): FunctionEntry {
  const { name, nameSpan } = node;
  if (AGGREGATES.has(name)) {
    throw checkFault(
      checking,
      nameSpan,
      "aggregate",
      `${name} is an aggregate: it needs many rows, and this is asked of each row`,
      `Use it in the stage \`agg\`, as in: agg '${name}(${
        node.star ? "*" : "x"
      }) AS n'`,
    );
  }
  const entry = FUNCTIONS.get(name);
  if (entry === undefined || entry.chapter === "operators") {
    const near = nearestName(name, [
      ...functionNames(),
      ...AGGREGATES.keys(),
    ]);
    throw checkFault(
      checking,
      nameSpan,
      "unknown-function",
      `there is no function ${name}`,
      near === null
        ? "Functions of DuckDB that weir has not can be used in the stage `sql`"
        : `Did you mean ${near}?`,
    );
  }
  const odd = node.star
    ? "*"
    : node.distinct
    ? "DISTINCT"
    : node.filter !== null
    ? "FILTER"
    : null;
  if (odd !== null) {
    throw checkFault(
      checking,
      node.span,
      "aggregate",
      `${name} is no aggregate, so ${odd} means nothing here`,
      `Call it as ${entry.usage}`,
    );
  }
  return entry;
}
