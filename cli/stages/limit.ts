import { extraWord, missingWords, rowCount, type Stage } from "./stage.ts";

/** `limit N`: the first N rows of each window, or of the input. */
export const limit: Stage = {
  name: "limit",
  usage: "N",
  isText: false,
  summary: "the first N rows, of each window if there are windows",
  about: [
    "Without a window before it, reading ends with the Nth row.",
  ],
  flags: [
    {
      name: "total",
      summary: "N rows in all, after which the run ends",
      about: "Without it, each window has its own N.",
    },
  ],
  examples: [
    {
      command: "weir access.log limit 5",
      shows: "The first five lines, as they came",
    },
    {
      command: "weir api.ndjson window 1m then sort 'ms DESC' then limit 1",
      shows: "The slowest request of each minute",
    },
  ],
  spec(given) {
    const word = given.words[0];
    if (word === undefined) throw missingWords(limit, given);
    const count = rowCount(word);
    if (count === null) {
      throw given.fault(
        "usage/number",
        `limit needs a number of rows, and '${word}' is none`,
        "For example: limit 10",
        0,
      );
    }
    if (given.words.length > 1) throw extraWord(limit, given, 1);
    return { verb: "limit", count, total: given.isOn("total") };
  },
};
