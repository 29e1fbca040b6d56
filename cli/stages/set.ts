import { missingWords, type Stage } from "./stage.ts";

/** `set 'c = a + b, d = lower(e)'`: adds or replaces fields. */
export const set: Stage = {
  name: "set",
  usage: "'NAME = EXPRESSION, ...'",
  isText: true,
  summary: "add fields, or replace them, by expressions",
  about: [
    "Each expression sees the fields made before it in the same list. A field that is there keeps its place, " +
    "a new one comes last.",
    "An expression that fails on a row, such as a cast, is NULL there and counted.",
  ],
  flags: [],
  examples: [
    {
      command:
        `weir api.ndjson set "slow = ms > 500, area = split_part(path, '/', 2)"`,
      shows: "Adds a truth value and the first part of the path",
    },
    {
      command: "weir orders.csv set 'total = quantity * price'",
      shows: "Adds a product",
    },
  ],
  spec(given) {
    if (given.words.length === 0) throw missingWords(set, given);
    return { verb: "set", assignments: given.text("set list") };
  },
};
