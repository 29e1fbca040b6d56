import type { PendingQuery } from "./query.ts";

const PATTERNS = "a stage that finds patterns in the rows of a key";

/** Queries that weir cannot run yet. */
export const pending: readonly PendingQuery[] = [
  {
    name: "q10",
    asks: "all bids into files by day and minute",
    needs:
      "a stage write that parts rows into files and marks those that are complete",
  },
  { name: "c0", asks: "prices that fall and rise again", needs: PATTERNS },
  {
    name: "c1",
    asks: "runs of bids of a low average, then one that ends them",
    needs: PATTERNS,
  },
  {
    name: "c2",
    asks: "the same, from every bid on",
    needs: PATTERNS,
  },
  {
    name: "c3",
    asks: "a drop of the price within 5 s",
    needs: PATTERNS,
  },
];
