import {
  type ConstructKind,
  EXACT,
  exactWhere,
  FAILS_ALONE,
  type Judgement,
  mixedTimes,
  no,
  NOT_OBJECTS,
  notANumber,
  OVER_LINES,
  timeOf,
  within,
} from "../construct.ts";
import { readWhere, WHOLE_MILLISECONDS } from "../departures.ts";
import type { JudgedJob, Target } from "../target.ts";
import { patternInput } from "../pattern_input.ts";
import { judgementOf } from "../rules.ts";
import { flinkAggregate } from "./aggregates.ts";
import { flinkCast } from "./casts.ts";
import { flinkFunction } from "./functions.ts";
import { readText } from "./read_text.ts";
import { LONGEST_INTERVAL_MS } from "./sql_text.ts";

/** Flink SQL as a target. What it says of functions, casts and aggregates is read from the tables that the printer uses. */
export const flinkTarget: Target = { name: "flink", judge };

function judge(what: ConstructKind, job: JudgedJob): Judgement {
  switch (what.kind) {
    case "format":
      if (what.overLines) return OVER_LINES;
      return what.notObjects ? NOT_OBJECTS : judgeFormat(what);
    case "time":
      return timeOf(what.form, what.mixed);
    case "column":
      return judgeColumn(what);
    case "function":
      return judgementOf(flinkFunction(what));
    case "cast":
      return judgementOf(flinkCast(what.from, what.to));
    case "failing":
      // The operator itself tells what becomes of a result that is too large.
      return what.overflows ? EXACT : FAILS_ALONE;
    case "aggregate":
      return judgementOf(flinkAggregate(what.call));
    case "window":
      return judgeWindow(what, job);
    case "ungrouped":
      return job.finite ? EXACT : no(
        "P024",
        "an aggregate over all rows never ends where the input does not",
        "Put a window before it",
      );
    case "again":
      return EXACT;
    case "top":
      return what.windowed || job.finite ? EXACT : no(
        "P024",
        "the first rows of an input that does not end are never known",
        "Put a window before it",
      );
    case "write":
      return judgeWrite(what.format);
    case "local":
      return no(what.code, what.why, what.mend);
  }
}

function judgeFormat(what: ConstructKind & { readonly kind: "format" }) {
  switch (what.format) {
    case "pattern": {
      const judgement = patternInput(what.pattern ?? "");
      return judgement.verdict === "no" ? judgement : readWhere(what, [UTF_8]);
    }
    case "combined":
      return readWhere(what, [UTF_8, ESCAPED_UTF_8]);
    case "ndjson":
    case "lines":
    case "csv":
    case "tsv":
      return readWhere(what, [UTF_8]);
    default:
      return no("P017", `an exported job does not read ${what.format}`);
  }
}

const UTF_8 =
  "lines are UTF-8 (others are bad here, and rows with U+FFFD in them there)";
const ESCAPED_UTF_8 =
  "escaped bytes are so too (others, such as a lone \\xE4, stay as they are written here, and are U+FFFD there)";

function judgeColumn(
  { type, form, format, notFinite, oddNumber, mixed }: ConstructKind & {
    readonly kind: "column";
  },
): Judgement {
  if (notFinite !== null) return notANumber(notFinite);
  if (oddNumber !== null) {
    return within(
      "approximate",
      "P028",
      `${
        JSON.stringify(oddNumber)
      } is among its first values: a number here, and NULL there`,
      "Read it as text, --types x=VARCHAR, and make numbers of it: TRY_CAST(replace(x, '_', '') AS BIGINT)",
    );
  }
  if (mixed && form !== null) return mixedTimes(form);
  if (readText("x", type, form) === null) {
    return no(
      "P006",
      `Flink has no ${type} that means the same`,
      "Name the members that you need by their paths, as in select 'a.b'",
    );
  }
  if (type === "TIMESTAMP") return WHOLE_MILLISECONDS;
  if (type !== "VARCHAR" || format !== "ndjson") return EXACT;
  return exactWhere(
    "P011",
    "where its values are texts: an object or array is NULL there, and the number 1e3 is spelt 1E+3",
    "Give numbers their type with --types",
  );
}

function judgeWindow(
  { window: { span, delayMs }, grouped }: ConstructKind & {
    readonly kind: "window";
  },
  job: JudgedJob,
): Judgement {
  if (span.kind === "session" && grouped) {
    return no(
      "P014",
      "groups inside of sessions are corrected as rows come, and the outputs of a job take no corrections",
      "Give the sessions the same keys: window --session 30m --key a,b",
    );
  }
  if (delayMs === null && !job.finite) {
    return no(
      "P032",
      "windows that wait for the end of the input never leave where it has none",
      "Say how long they wait: --watermark 5s",
    );
  }
  const lengths = [
    delayMs ?? 0,
    ...(span.kind === "session" ? [span.gapMs] : [span.sizeMs, span.offsetMs]),
  ];
  if (Math.max(...lengths) >= LONGEST_INTERVAL_MS) {
    return no("P025", "Flink reads intervals of at most 999 days");
  }
  if (span.kind === "hopping" && span.sizeMs % span.everyMs !== 0) {
    return no(
      "P013",
      "Flink has windows that overlap only where the size is a multiple of the step",
      "Choose such a size",
    );
  }
  if (span.kind === "cumulate" && span.sizeMs % span.stepMs !== 0) {
    return no(
      "P013",
      "Flink has windows that grow only where the size is a multiple of the step",
      "Choose such a size",
    );
  }
  return span.kind === "session" && delayMs !== null
    ? exactWhere(
      "P011",
      "where nobody reads the output late: rows that come too late for a session are left out there too, but not written",
    )
    : EXACT;
}

function judgeWrite(format: string): Judgement {
  switch (format) {
    case "ndjson":
    case "lines":
      return EXACT;
    case "csv":
    case "tsv":
      return within(
        "approximate",
        "P011",
        "Flink writes no header, and NULL and '' alike",
        "Use -o ndjson",
      );
    default:
      return no("P017", `an exported job does not write ${format}`);
  }
}
