import { missingWords, type Stage } from "./stage.ts";

/** `rename 'old AS new'`. */
export const rename: Stage = {
  name: "rename",
  usage: "'OLD AS NEW, ...'",
  isText: false,
  summary: "give fields other names",
  about: ["All other fields stay as they are, and in their places."],
  flags: [],
  examples: [
    {
      command: "weir api.ndjson rename 'ms AS duration_ms, ts AS at'",
      shows: "Renames two fields",
    },
  ],
  spec(given) {
    if (given.words.length === 0) throw missingWords(rename, given);
    return { verb: "rename", list: given.text("rename list") };
  },
};
