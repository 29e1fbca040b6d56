import { missingWords, type Stage } from "./stage.ts";

/** `drop 'a, b'`: all fields but these. */
export const drop: Stage = {
  name: "drop",
  usage: "'FIELD, ...'",
  isText: false,
  summary: "leave these fields out",
  about: ["It drops fields; rows are dropped by filter."],
  flags: [],
  examples: [
    {
      command: "weir access.log drop 'referer, agent, ident'",
      shows: "Leaves three fields out",
    },
  ],
  spec(given) {
    if (given.words.length === 0) throw missingWords(drop, given);
    return { verb: "drop", list: given.text("drop list") };
  },
};
