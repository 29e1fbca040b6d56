import { missingWords, type Stage } from "./stage.ts";

/** `sort 'n DESC, host'`. */
export const sort: Stage = {
  name: "sort",
  usage: "'FIELD [DESC], ...'",
  isText: true,
  summary: "order the rows of each window, or of the whole input",
  about: [
    "NULLs come last, in both directions; text is compared bytewise.",
    "All rows are held until the window, or the input, is complete: at most --max-memory of them.",
  ],
  flags: [],
  examples: [
    {
      command: "weir api.ndjson sort 'ms DESC, path' then limit 10",
      shows: "The ten slowest requests",
    },
    {
      command: "weir access.log agg --by status then sort 'count DESC'",
      shows: "Counts by status, the most frequent first",
    },
  ],
  spec(given) {
    if (given.words.length === 0) throw missingWords(sort, given);
    return { verb: "sort", order: given.text("sort order") };
  },
};
