import type { Stage } from "./stage.ts";

/** `flatten [FIELD]`: lists become rows, objects become fields. */
export const flatten: Stage = {
  name: "flatten",
  usage: "[FIELD]",
  isText: false,
  summary: "a row for each element of a list; members of objects as fields",
  about: [
    "flatten tags makes a row for each element of the list tags, with the other fields repeated. A row whose list " +
    "is empty or missing stays, with NULL.",
    "A field that holds an object becomes fields named field.member. Without FIELD that is done to all objects, " +
    "and lists stay as they are.",
  ],
  flags: [],
  examples: [
    {
      command: "weir api.ndjson flatten -o csv",
      shows: "Writes nested objects as columns",
    },
  ],
  spec(given) {
    return {
      verb: "flatten",
      field: given.words.length === 0 ? null : given.text("flatten field"),
    };
  },
};
