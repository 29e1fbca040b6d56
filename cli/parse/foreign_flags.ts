const COUNT = "To take the first N rows: limit N; to count rows: agg";
const SORTED = "Say the order in words: sort 'FIELD DESC'";
const OUTPUT =
  "Write -o FORMAT for the output, --format FORMAT for the input; weir formats lists them";

/** Flags that people bring from other tools, and how weir says the same. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ["n", COUNT],
  ["c", COUNT],
  ["count", COUNT],
  [
    "f",
    "To follow a file: tail -F FILE | weir STAGE; to name fields: select 'a, b'",
  ],
  ["F", "To follow a file: tail -F FILE | weir STAGE"],
  ["follow", "To follow a file: tail -F FILE | weir STAGE"],
  ["v", "To keep the other rows: filter 'NOT (EXPRESSION)'"],
  ["invert-match", "To keep the other rows: filter 'NOT (EXPRESSION)'"],
  ["i", "To ignore case: filter \"path ILIKE '%word%'\""],
  ["ignore-case", "To ignore case: filter \"path ILIKE '%word%'\""],
  ["E", "For a regular expression: filter \"regexp_matches(_raw, 'x+')\""],
  ["e", "Write the expression behind its stage: filter 'EXPRESSION'"],
  ["k", SORTED],
  ["r", SORTED],
  ["nr", SORTED],
  ["rn", SORTED],
  ["reverse", SORTED],
  ["desc", SORTED],
  ["d", "For tabs: --format tsv; for commas: --format csv"],
  ["delimiter", "For tabs: --format tsv; for commas: --format csv"],
  ["separator", "For tabs: --format tsv; for commas: --format csv"],
  ["json", OUTPUT],
  ["ndjson", OUTPUT],
  ["jsonl", OUTPUT],
  ["csv", OUTPUT],
  ["tsv", OUTPUT],
  ["table", OUTPUT],
  ["icsv", OUTPUT],
  ["ojson", OUTPUT],
  ["c2p", OUTPUT],
  ["out", OUTPUT],
  ["where", "It is a stage: filter 'EXPRESSION'"],
  ["group-by", "Write --by FIELDS, behind agg or top"],
  ["group", "Write --by FIELDS, behind agg or top"],
  ["delay", "Write --watermark DELAY, behind window"],
  ["lateness", "Write --lateness DURATION, behind window"],
  ["slide", "Write --every DURATION, behind window"],
  ["hop", "Write --every DURATION, behind window"],
  ["gap", "Write --session GAP, behind window"],
  ["grace", "Write --watermark DELAY, behind window"],
  ["timezone", "Write --zone ZONE"],
  ["tz", "Write --zone ZONE"],
  ["from", "Write --since TIME"],
  ["to", "Write --until TIME"],
  ["start", "Write --since TIME"],
  ["end", "Write --until TIME"],
  ["verbose", "Write --stats"],
  ["q", "Messages go to standard error: 2>/dev/null silences them"],
  ["quiet", "Messages go to standard error: 2>/dev/null silences them"],
  ["query", "It is a stage: sql 'SELECT ... FROM events'"],
  ["var", "Write --param NAME=VALUE"],
  ["set", "Write --param NAME=VALUE"],
  [
    "columns",
    "Name the columns of the input with --fields a,b, those of the output with select 'a, b'",
  ],
  ["schema", "Write --types NAME=TYPE"],
  ["jobs", "weir chooses by itself; --threads N is for the native engine"],
]);

/** How weir says what a flag of another tool says. */
export function foreignFlag(name: string): string | undefined {
  return FLAGS.get(name);
}
