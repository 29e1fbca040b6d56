import { outputFormats } from "../options/formats.ts";
import { extraWord, missingWords, type Stage } from "./stage.ts";

/** `write FILE`: rows to a file. */
export const write: Stage = {
  name: "write",
  usage: "FILE",
  isText: false,
  summary: "write the rows to a file; in the middle they go on as well",
  about: [
    "As the last stage it leaves standard output empty. A file that is there is emptied first, unless it is one of the inputs: that is refused.",
  ],
  flags: [
    {
      name: "format",
      value: "FORMAT",
      choices: outputFormats,
      default: "by the ending of FILE, else as for -o",
      summary: "format of the file",
      about: "",
    },
  ],
  examples: [
    {
      command: "weir access.log filter 'status >= 500' then write errors.log",
      shows: "Writes the lines of failed requests to a file",
    },
    {
      command:
        "weir api.ndjson filter 'ms > 500' then write slow.csv then agg --by service",
      shows: "Writes the slow requests, and counts them as well",
    },
  ],
  spec(given) {
    const path = given.words[0];
    if (path === undefined) throw missingWords(write, given);
    if (given.words.length > 1) throw extraWord(write, given, 1);
    return { verb: "write", path, format: given.value("format") };
  },
};
