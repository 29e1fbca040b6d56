import { missingWords, type Stage } from "./stage.ts";

/** `select 'a, b + 1 AS c'`: these fields and no others. */
export const select: Stage = {
  name: "select",
  usage: "'FIELD, EXPRESSION AS NAME, ...'",
  isText: true,
  summary: "keep these fields and no others, in this order",
  about: [
    "The list is that of a SQL SELECT: names, paths such as user.id or tags[1], and expressions with AS. " +
    "* stands for all fields.",
    "It also fixes the columns of CSV and of tables.",
  ],
  flags: [],
  examples: [
    {
      command: "weir api.ndjson select 'ts, path, ms / 1000 AS seconds'",
      shows: "Keeps two fields and computes a third",
    },
    {
      command: "weir access.log select 'time, ip, status' -o csv",
      shows: "Turns an access log into CSV of three columns",
    },
  ],
  spec(given) {
    if (given.words.length === 0) throw missingWords(select, given);
    return { verb: "select", list: given.text("select list") };
  },
};
