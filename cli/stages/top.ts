import { missingWords, rowCount, type Stage } from "./stage.ts";

/** `top N FIELD`: the most frequent values. */
export const top: Stage = {
  name: "top",
  usage: "N FIELD",
  isText: false,
  summary: "the N most frequent values of a field, and their counts",
  about: [
    "With a window before it, of each window. FIELD may be any expression. " +
    "The counts are the column n, sums the column sum; where FIELD or --by has that name, count and total.",
  ],
  flags: [
    {
      name: "sum",
      value: "FIELD",
      default: "counting rows",
      summary: "rank by the sum of this field instead of the count",
      about: "",
    },
    {
      name: "by",
      value: "FIELDS",
      default: "one ranking",
      summary: "a ranking of its own for each value of these fields",
      about: "",
    },
  ],
  examples: [
    {
      command: "weir access.log top 10 ip",
      shows: "The ten addresses with the most requests",
    },
    {
      command: "weir access.log top 5 path --sum bytes",
      shows: "The five paths that sent the most bytes",
    },
    {
      command: "weir api.ndjson window 1m then top 1 path --by service",
      shows: "Each minute, the busiest path of each service",
    },
  ],
  spec(given) {
    const [word, field] = given.words;
    if (word === undefined) throw missingWords(top, given);
    const count = rowCount(word);
    if (count === null) {
      throw given.fault(
        "usage/number",
        `top needs a number first, and '${word}' is none`,
        `Write the number, then the field: top 10 ${
          given.words.length === 1 ? word : "FIELD"
        }`,
        0,
      );
    }
    if (field === undefined) {
      throw given.fault(
        "usage/missing",
        `top ${word} needs a field to count`,
        `For example: ${top.examples[0]?.command}`,
        0,
      );
    }
    return {
      verb: "top",
      count,
      field: given.text("top field", 1),
      sum: given.valueText("sum", "top --sum"),
      by: given.valueText("by", "top --by"),
    };
  },
};
