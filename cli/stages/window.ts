import type { WindowKindSpec } from "../../lib/pipeline/spec.ts";
import { extraWord, type Given, missingWords, type Stage } from "./stage.ts";

/** `window SIZE`: cuts event time into windows. */
export const window: Stage = {
  name: "window",
  usage: "[SIZE]",
  isText: false,
  summary: "cut the stream into windows of event time",
  about: [
    "SIZE is a number and a unit: 30s, 5m, 1h, or of the calendar 1d, 1w, 1mo, 1y. Windows are [start, end), " +
    "and lie end to end; with --every they hop and may overlap, with --step they grow. " +
    "In place of SIZE: --session, --rows, --start with --end, --global. " +
    "Every later stage acts on one window at a time, up to the next window stage, and " +
    "results begin with window_start and window_end.",
    "Time is the time in the rows, not the time of reading. A window is complete once a row has been read that " +
    "is later than its end by the delay (--watermark). A row that comes after its window was complete is late: " +
    "it is counted, and written to --late FILE where that is given. " +
    "The end of the input completes all windows.",
  ],
  flags: [
    {
      name: "time",
      common: true,
      value: "FIELD",
      default: "as for read",
      summary: "the field that says when a row happened",
      about: "",
    },
    {
      name: "watermark",
      common: true,
      value: "DELAY",
      default: "end for files, 5s for pipes",
      summary: "how far out of order rows may be: 10s, or end",
      about:
        "end: no window completes before the input ends, and no row is late. A longer delay keeps more " +
        "late rows and answers later. At the end weir says which delay would have kept all rows.",
    },
    {
      name: "key",
      common: true,
      value: "FIELDS",
      default: "one window for all rows",
      summary: "windows of their own for each value of these fields",
      about: "The fields follow window_end in the results.",
    },
    {
      name: "every",
      common: true,
      value: "DURATION",
      default: "SIZE",
      summary: "a window begins so often: windows of SIZE that overlap",
      about:
        "A row is kept once, whatever the number of windows it is in. Longer than SIZE leaves time between " +
        "windows, whose rows are dropped. Of --rows it is a number of rows.",
    },
    {
      name: "step",
      value: "DURATION",
      summary: "windows that begin together and grow up to SIZE",
      about:
        "1d with --step 1h answers each hour for the day so far. SIZE is a multiple of the step.",
    },
    {
      name: "session",
      common: true,
      value: "GAP",
      summary: "windows of rows at most GAP apart",
      about:
        "A session ends GAP after its last row; a row exactly then still belongs to it, and one between two " +
        "sessions makes them one. Mostly with --key.",
    },
    {
      name: "max",
      value: "DURATION",
      default: "any length",
      summary: "no session is that long or longer",
      about: "A row that would make it so begins another one.",
    },
    {
      name: "rows",
      common: true,
      value: "N",
      summary: "windows of N rows, as they come",
      about:
        "They end just after the greatest time in them; at the end of the input those that are not full come out too.",
    },
    {
      name: "start",
      value: "EXPR",
      summary: "a row where this is true begins a window",
      about: "Up to the next row where --end is true; both belong to it. " +
        "Rows between windows are dropped.",
    },
    {
      name: "end",
      value: "EXPR",
      summary: "a row where this is true ends the window",
      about: "",
    },
    {
      name: "global",
      summary: "one window for all rows, or for each key",
      about: "It is complete when the input ends.",
    },
    {
      name: "lateness",
      common: true,
      value: "DURATION",
      default: "0s",
      summary: "keep complete windows so long, and answer again for late rows",
      about:
        "Results get the column revision: 0 for the first answer of a window, then 1, 2 and so on.",
    },
    {
      name: "refire",
      value: "DURATION",
      default: "1s",
      summary: "how far time moves on between two such answers",
      about:
        "Event time, so that the same input gives the same answers. A window that late rows have changed answers " +
        "for the last time when it is no longer kept.",
    },
    {
      name: "emit",
      value: "WHEN",
      default: "once, when complete",
      summary:
        "update=10s: answers of windows that are still open; change=10s: what changes in them",
      about:
        "As often as event time has moved on by so much (1s) since the last one. Results get the column revision. " +
        "With change the first column is op: +I a new row, -U and +U a row and what takes its place, -D a row that is gone; " +
        "rows that stay are not told again. Sessions that answer more than once are always told so.",
    },
    {
      name: "fill",
      summary: "answer for windows without rows too",
      about:
        "Between the first and the last window, for keys that had rows in the last 1,000 windows.",
    },
    {
      name: "per-key-clock",
      summary: "each key completes its windows by its own rows",
      about:
        "Where rows of one key come long after those of another that are as old: sensors that send in bursts.",
    },
    {
      name: "processing-time",
      summary: "the time of a row is the clock when it is read",
      about:
        "No field of time is needed, no row is late, and windows complete by the clock while the input is silent. " +
        "The same input may give other answers, and the run says so.",
    },
    {
      name: "zone",
      common: true,
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
    {
      command:
        "weir api.ndjson window 1h --every 5m then agg 'count(*) AS n, p99(ms) AS p99'",
      shows: "The last hour, told anew every five minutes",
    },
    {
      command:
        "weir access.log window --session 30m --key ip then agg 'count(*) AS n, list(path) AS paths'",
      shows:
        "Visits: the requests of an address with less than half an hour between them",
    },
  ],
  spec(given) {
    const [size = null] = given.words;
    if (given.words.length > 1) throw extraWord(window, given, 1);
    const own = [
      given.value("session"),
      given.value("rows"),
      given.value("start"),
      given.value("end"),
    ];
    if (
      size === null && !given.isOn("global") &&
      own.every((value) => value === null)
    ) throw missingWords(window, given);
    return {
      verb: "window",
      size,
      time: given.value("time"),
      watermark: given.value("watermark"),
      key: given.valueText("key", "window --key"),
      zone: given.value("zone"),
      origin: given.value("origin"),
      offset: given.value("offset"),
      ...kindSpec(given),
    };
  },
};

/** What was given of the flags that say which windows, and when they leave. */
function kindSpec(given: Given): WindowKindSpec {
  const kind: Required<WindowKindSpec> = {
    every: given.value("every"),
    step: given.value("step"),
    session: given.value("session"),
    max: given.value("max"),
    rows: given.value("rows"),
    start: given.valueText("start", "window --start"),
    end: given.valueText("end", "window --end"),
    global: given.isOn("global"),
    lateness: given.value("lateness"),
    refire: given.value("refire"),
    emit: given.value("emit"),
    fill: given.isOn("fill"),
    perKeyClock: given.isOn("per-key-clock"),
    processingTime: given.isOn("processing-time"),
  };
  return Object.fromEntries(
    Object.entries(kind).filter(([, value]) =>
      value !== null && value !== false
    ),
  );
}
