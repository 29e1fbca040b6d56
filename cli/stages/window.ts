import { extraWord, missingWords, type Stage } from "./stage.ts";

/** `window SIZE`: cuts event time into tumbling windows. */
export const window: Stage = {
  name: "window",
  usage: "SIZE",
  isText: false,
  summary: "cut the stream into windows of event time",
  about: [
    "SIZE is a number and a unit: 30s, 5m, 1h, or of the calendar 1d, 1w, 1mo, 1y. Windows are [start, end), " +
    "and lie end to end. Every later stage acts on one window at a time, up to the next window stage, and " +
    "results begin with window_start and window_end.",
    "Time is the time in the rows, not the time of reading. A window is complete once a row has been read that " +
    "is later than its end by the delay (--watermark). A row that comes after its window was complete is late: " +
    "it is counted, and written to --late FILE where that is given. " +
    "The end of the input completes all windows.",
  ],
  flags: [
    {
      name: "time",
      value: "FIELD",
      default: "as for read",
      summary: "the field that says when a row happened",
      about: "",
    },
    {
      name: "watermark",
      value: "DELAY",
      default: "end for files, 5s for pipes",
      summary: "how far out of order rows may be: 10s, or end",
      about:
        "end: no window completes before the input ends, and no row is late. A longer delay keeps more " +
        "late rows and answers later. At the end weir says which delay would have kept all rows.",
    },
    {
      name: "key",
      value: "FIELDS",
      default: "one window for all rows",
      summary: "windows of their own for each value of these fields",
      about: "The fields follow window_end in the results.",
    },
    {
      name: "zone",
      value: "ZONE",
      default: "UTC",
      summary: "the time zone whose days, weeks, months and years are meant",
      about:
        "A day has 23, 24 or 25 hours there. Sizes in hours or less ignore it.",
    },
    {
      name: "origin",
      value: "TIME",
      default: "1970-01-01; weeks 1969-12-29",
      summary: "a moment at which a window begins",
      about: "Weeks begin on Monday unless it says otherwise.",
    },
    {
      name: "offset",
      value: "DURATION",
      default: "0s",
      summary: "move all boundaries: 15m, -5h",
      about: "",
    },
  ],
  examples: [
    {
      command:
        "weir api.ndjson window 1m then agg 'count(*) AS n, p99(ms) AS p99' --by service",
      shows:
        "Each minute, the requests and the slowest percent of each service",
    },
    {
      command:
        "cat api.ndjson | weir window 10s --time ts --watermark 2s then agg 'count(*) AS n'",
      shows: "Counts live, and waits two seconds for stragglers",
    },
    {
      command: "weir access.log window 1d --zone Europe/Berlin then top 3 path",
      shows: "The favourite paths of each day, by the calendar of Berlin",
    },
  ],
  spec(given) {
    const size = given.words[0];
    if (size === undefined) throw missingWords(window, given);
    if (given.words.length > 1) throw extraWord(window, given, 1);
    return {
      verb: "window",
      size,
      time: given.value("time"),
      watermark: given.value("watermark"),
      key: given.valueText("key", "window --key"),
      zone: given.value("zone"),
      origin: given.value("origin"),
      offset: given.value("offset"),
    };
  },
};
