/**
 * Floor 1: the stream of the Nexmark benchmark, made from a seed.
 *
 * @module
 */
export {
  NEXMARK_BASE_US,
  type NexmarkOptions,
  type NexmarkRow,
  nexmarkRows,
} from "./nexmark_rows.ts";
