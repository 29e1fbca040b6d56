/** Why the first rows are not known on a cluster, and what would make them so. */
export interface NoOrder {
  /** Why. */
  readonly why: string;
  /** How to mend it. */
  readonly mend: string;
}

/**
 * What keeps `limit` from being portable.
 *
 * @param sorted Whether a `sort` stands before it.
 * @param inAll Whether it counts the rows of all windows together.
 */
export function noOrder(sorted: boolean, inAll: boolean): NoOrder {
  if (sorted && inAll) {
    return {
      why: "windows leave one by one, and a cluster does not count their rows",
      mend: "Leave out --total, and each window has its first rows",
    };
  }
  return sorted
    ? {
      why:
        "rows that sort leaves equal stay in the order of arrival, and a cluster has none",
      mend: "Put an agg before sort: of its rows no two are equal",
    }
    : {
      why: "which rows come first is nowhere defined on a cluster",
      mend: "Put `agg` and `sort` before it, or leave it out",
    };
}
