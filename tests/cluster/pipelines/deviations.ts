import type { Deviation } from "../deviations.ts";

/** What engines answer to the reference pipelines otherwise than weir. */
export const PIPELINE_DEVIATIONS: readonly Deviation[] = [
  {
    on: ["spark-stream"],
    where: "p07",
    what: [
      '"window_end":"1969-12-31T23:46:00Z"',
      '"window_end":"1969-12-31T23:53:00Z"',
      '"window_end":"1970-01-01T00:00:00Z"',
    ],
    why:
      "the watermark of a Spark stream begins at 1970: rows of windows that end by then are late from the first",
  },
];
