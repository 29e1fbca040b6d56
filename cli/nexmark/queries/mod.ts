import { atEnd } from "./at_end.ts";
import { byRow } from "./by_row.ts";
import { byWindow } from "./by_window.ts";
import type { NexmarkQuery } from "./query.ts";

export { commandText } from "./command_text.ts";
export { pending } from "./pending.ts";
export {
  FILES,
  type NexmarkQuery,
  type PendingQuery,
  queryWords,
} from "./query.ts";

/** The queries that weir runs, in the order of their numbers. */
export const queries: readonly NexmarkQuery[] = [
  ...byRow,
  ...byWindow,
  ...atEnd,
].sort((a, b) => numberOf(a) - numberOf(b));

function numberOf({ name }: NexmarkQuery): number {
  return Number(name.slice(1));
}
