/** Words of SQL that weir leaves to DuckDB, as a reader would name them. */
const WORDS =
  /\b(?:JOIN|UNION|INTERSECT|EXCEPT|LATERAL|UNNEST|PIVOT|QUALIFY|SAMPLE)\b/iu;

/**
 * Why a query has no place in a portable job, and how to mend it.
 *
 * @param query The query.
 * @param unfolded Why weir does not fold it.
 */
export function heldQuery(
  query: string,
  unfolded: string,
): { readonly why: string; readonly mend: string } {
  const [word] = WORDS.exec(query.replace(/'[^']*'|"[^"]*"/gu, "''")) ?? [];
  const reason = word === undefined ? unfolded : `it has ${word.toUpperCase()}`;
  return {
    why:
      `DuckDB answers this query over the rows of each window, since ${reason}`,
    mend: /no aggregates/u.test(unfolded) && !/\bDISTINCT\b/iu.test(query)
      ? "Write it as stages: filter 'CONDITION' then select 'A, B'"
      : "Write one SELECT with aggregates and GROUP BY over events",
  };
}
