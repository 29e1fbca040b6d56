import { Fault, type FieldType } from "../../core/mod.ts";
import {
  type CheckedQuery,
  checkQuery,
  parseQuery,
  type PathParts,
  type SourceText,
} from "../../sql/mod.ts";
import { queryNames } from "../query_names.ts";
import { scopeOf } from "../scope_of.ts";
import { lookUp } from "../shape.ts";
import type { PlanContext, PlanState } from "../state.ts";
import { isFoldable } from "./fold.ts";

/** What a query reads and answers, as far as its text tells. */
export interface QueryFacts {
  /** The query, where weir reads it itself. */
  readonly checked: CheckedQuery | null;
  /** Why rows cannot be folded, in a few words; `null` where they can. */
  readonly unfolded: string | null;
  /** Whether it asks for all fields. */
  readonly all: boolean;
  /** The fields it names, and the types that their use fixes. */
  readonly fields: readonly {
    readonly path: PathParts;
    readonly type: FieldType;
  }[];
  /** The names of its columns; `null` where only the answer tells. */
  readonly columns: readonly string[] | null;
}

/**
 * Finds what a query reads and answers.
 *
 * @param history Whether it sees the table `history` as well.
 */
export function queryFacts(
  state: PlanState,
  source: SourceText,
  context: PlanContext,
  history: boolean,
): QueryFacts {
  const parsed = parseQuery(source);
  let unfolded = parsed.reason ?? "";
  if (parsed.query !== null) {
    try {
      const scope = scopeOf(state.shape, context);
      const checked = checkQuery(parsed.query, scope, context);
      for (const use of checked.uses) context.onUse(use, state.shape);
      return {
        checked,
        unfolded: whyUnfolded(checked),
        all: checked.star,
        fields: checked.fields,
        columns: checked.star ? null : checked.columns,
      };
    } catch (error) {
      // DuckDB knows functions that weir does not: its own message decides.
      if (!(error instanceof Fault) || error.code.endsWith("unknown-field")) {
        throw error;
      }
      unfolded = error.message.replace(/^cannot read [^:]*: /u, "");
    }
  }
  const names = queryNames(
    source,
    history ? ["events", "history"] : ["events"],
  );
  // What is known must not follow from how the input is cut.
  const first = context.first ?? context.met;
  const known = names.renamed.filter(([name]) => first.includes(name!));
  const fields = [...names.paths, ...known].flatMap((path) => {
    const field = lookUp(state.shape, path[0]!, true);
    if (field === null) return [];
    // A name that only a table of the user's has is not asked of the rows.
    const elsewhere = context.tableFields.has(path[0]!.toLowerCase()) &&
      !first.includes(path[0]!);
    if (state.shape.open && elsewhere) return [];
    if (state.shape.open && field.origin.kind === "input") {
      context.onName(path[0]!);
    }
    const type = path.length > 1 ? "ANY" : field.type;
    return [{ path, type }];
  });
  return { checked: null, unfolded, all: names.all, fields, columns: null };
}

function whyUnfolded(query: CheckedQuery): string | null {
  if (!query.grouped) return "it has no aggregates";
  if (query.distinct) return "it has DISTINCT";
  if (query.offset !== null) return "it has OFFSET";
  const strange = query.aggregates.find((call) => !isFoldable(call));
  return strange === undefined ? null : `it has ${strange.name}`;
}
