import { readFlags } from "../options/read_flags.ts";
import type { Stage } from "./stage.ts";

/** `read FILE...`: names the inputs, with flags of their own. */
export const read: Stage = {
  name: "read",
  usage: "FILE...",
  isText: false,
  summary: "name the inputs, and how they are read",
  about: [
    "Files may as well stand in front of the first stage: weir access.log top 10 ip. " +
    "read is for saying how they are read, in the place where one looks for it. " +
    "It is the first stage; the word then ends the list of files.",
    "Without any file, or with -, weir reads standard input. Patterns such as 'logs/*.gz' are weir's own when they " +
    "are quoted. Several files are read merged by event time, as one stream.",
    "The format is told from the first line, and gzip is recognised by itself. A line that is broken is counted and " +
    "left out (--bad), never lost silently.",
    "Every row also has the fields _file, _line, _raw (the line as it came) and _time.",
  ],
  flags: readFlags,
  examples: [
    {
      command: "weir read access.log --format combined then top 5 path",
      shows: "Reads an access log without looking at its first line",
    },
    {
      command:
        "weir read orders.csv --types price=DOUBLE then sort 'price DESC' then limit 3",
      shows: "Reads the field price as a number in every row",
    },
    {
      command: "weir read access.log --since 2026-01-05 then agg --by status",
      shows: "Counts by status what happened since that day",
    },
  ],
  spec: null,
};
