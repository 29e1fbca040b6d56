/** A query of Nexmark as a pipeline of weir. */
export interface NexmarkQuery {
  /** Its name, such as `q5`. */
  readonly name: string;
  /** What it computes, in a few words. */
  readonly asks: string;
  /**
   * What it reads: all events as they come, late ones included, where its
   * windows leave those out; else the events without the late ones.
   */
  readonly input: "stream" | "events";
  /** The pipeline, as the words behind the input. */
  readonly words: readonly string[];
  /** Whether it goes by the time at which rows are read, and not by that in them. */
  readonly byClock?: true;
  /** Whether it reads the side input of {@linkcode SIDE_TABLE}. */
  readonly side?: true;
  /** What weir would need to answer as events come, where it answers at the end. */
  readonly needs?: string;
}

/** A query that weir cannot run yet. */
export interface PendingQuery {
  /** Its name. */
  readonly name: string;
  /** What it computes, in a few words. */
  readonly asks: string;
  /** What weir still needs for it. */
  readonly needs: string;
}

/** The table of the side input, in queries and in `--table`. */
export const SIDE_TABLE = "side";
/** The files of a stream, in its folder. */
export const FILES = {
  stream: "stream.ndjson",
  events: "events.ndjson",
  late: "late.ndjson",
  side: "side.csv",
} as const;

/** How long windows wait, as the benchmark has it. */
export const DELAY = ["--watermark", "4s"] as const;
/** Keeps the bids. */
export const BIDS = ["filter", "event_type = 2"] as const;

/** The words of a pipeline, from those of its stages. */
export function joined(
  ...stages: readonly (readonly string[])[]
): readonly string[] {
  return stages.flatMap((words, at) => at === 0 ? words : ["then", ...words]);
}

/** The words behind `weir` for a query over files in a folder; none for the folder at hand. */
export function queryWords(
  { input, words, side, byClock }: NexmarkQuery,
  folder = "",
): readonly string[] {
  return [
    folder + FILES[input],
    ...(byClock ? [] : ["--time", "dateTime"]),
    ...(side ? ["--table", `${SIDE_TABLE}=${folder}${FILES.side}`] : []),
    ...words,
  ];
}
