import {
  type ConstructKind,
  EXACT,
  exactWhere,
  FAILS_ALONE,
  type Judgement,
  mixedTimes,
  no,
  NOT_OBJECTS,
  OVER_LINES,
  OVERFLOWS_ALONE,
  timeOf,
  within,
} from "../construct.ts";
import { readWhere, WHOLE_MILLISECONDS } from "../departures.ts";
import { patternInput } from "../pattern_input.ts";
import type { PortableWindow } from "../portable_job.ts";
import { judgementOf } from "../rules.ts";
import type { JudgedJob, Target } from "../target.ts";
import { sparkAggregate } from "./aggregates.ts";
import { sparkCast } from "./casts.ts";
import { sparkFunction } from "./functions.ts";
import { isReadable } from "./inputs.ts";

type Of<Kind extends ConstructKind["kind"]> = ConstructKind & {
  readonly kind: Kind;
};

/** Apache Spark over finite input: a batch. */
export const sparkTarget: Target = {
  name: "spark",
  judge: (what) => judge(what, false, true),
};

/** Apache Spark as rows come: a stream in small batches. */
export const sparkStreamTarget: Target = {
  name: "spark-stream",
  judge: (what, { finite }: JudgedJob) => judge(what, true, finite),
};

function judge(
  what: ConstructKind,
  streams: boolean,
  finite: boolean,
): Judgement {
  switch (what.kind) {
    case "format":
      if (what.overLines) return OVER_LINES;
      if (what.notObjects) return NOT_OBJECTS;
      if (what.format === "pattern") return patternInput(what.pattern ?? "");
      return FORMATS.has(what.format) ? readWhere(what) : no(
        "P017",
        `an exported job does not read ${what.format}`,
        "Write the input anew: weir INPUT select ... -o ndjson",
      );
    case "time":
      return timeOf(what.form, what.mixed);
    case "column":
      return judgeColumn(what);
    case "function":
      return judgementOf(sparkFunction(what));
    case "cast":
      return judgementOf(sparkCast(what.from, what.to));
    case "failing":
      return what.overflows ? OVERFLOWS_ALONE : FAILS_ALONE;
    case "aggregate":
      return judgeAggregate(what, streams);
    case "window":
      return streams ? judgeStreamed(what, finite) : judgeWindow(what);
    case "ungrouped":
      return streams
        ? no(
          "P024",
          "an aggregate over all rows has no answer before the input ends",
          "Put a window before it, or use the target spark",
        )
        : EXACT;
    case "again":
      return EXACT;
    case "top":
      return streams && !what.windowed
        ? no(
          "P024",
          "the first of all rows are not known before the input ends",
          "Put a window before it, or use the target spark",
        )
        : EXACT;
    case "write":
      return EXACT;
    case "local":
      return no(what.code, what.why, what.mend);
  }
}

const FORMATS: ReadonlySet<string> = new Set(
  ["ndjson", "csv", "tsv", "combined", "lines"],
);

function judgeColumn(
  { type, form, format, mixed }: Of<"column">,
): Judgement {
  if (mixed && form !== null) return mixedTimes(form);
  if (type === "TIMESTAMP" && form === null) {
    return no(
      "P009",
      "no row that was looked at tells how the moments of this field are written",
      "Give the pipeline an input with values in this field",
    );
  }
  if (!isReadable(type, form)) {
    return no(
      "P005",
      `a field with values of type ${type} has no column in Spark`,
      "Name the members that you need by their paths, as in a.b",
    );
  }
  if (type === "TIMESTAMP") return WHOLE_MILLISECONDS;
  return type === "VARCHAR" && format === "ndjson"
    ? exactWhere(
      "P011",
      "where its values are texts: of numbers 1.50 is spelt 1.5 there and 1e3 is 1000.0, and what is nested is printed anew",
      "Give numbers their type with --types",
    )
    : EXACT;
}

function judgeAggregate(
  { call }: Of<"aggregate">,
  streams: boolean,
): Judgement {
  // What its filter asks is judged by itself.
  const found = sparkAggregate({ ...call, filter: null });
  if (!("sql" in found)) return found;
  return streams && found.streamSql === null
    ? no(
      "P012",
      `Spark's streams have no ${call.name}(DISTINCT ...)`,
      "Use count(DISTINCT x), or the target spark",
    )
    : found.judgement;
}

/** A batch has no late rows. */
function judgeWindow({ window, grouped }: Of<"window">): Judgement {
  if (window.span.kind === "session" && grouped) return OTHER_SESSIONS;
  if (hasGaps(window.span)) return NO_GAPS;
  return window.delayMs === null ? EXACT : within(
    "order-dependent",
    "P031",
    "a batch counts every row, and weir drops those that come later than the delay",
    "Leave out --watermark, and weir counts every row too",
  );
}

/** Sessions of Spark are those of all that rows are grouped by. */
export const OTHER_SESSIONS = no(
  "P014",
  "Spark's sessions are those of all that is grouped by, and here rows are grouped by more than the keys of the sessions",
  "Give the sessions the same keys: window --session 30m --key a,b",
);

function hasGaps(span: PortableWindow["span"]): boolean {
  return span.kind === "hopping" && span.everyMs > span.sizeMs;
}

/** Windows with time between them that is in none. */
const NO_GAPS = no(
  "P013",
  "Spark has no windows that begin further apart than they are long",
  "Take windows without gaps, and leave out some of their results: filter 'minute(window_start) % 2 = 0'",
);

function judgeStreamed(
  { window, keyed, grouped }: Of<"window">,
  finite: boolean,
): Judgement {
  if (window.span.kind === "session" && grouped) return OTHER_SESSIONS;
  if (hasGaps(window.span)) return NO_GAPS;
  if (window.delayMs === null) {
    return no(
      "P032",
      "windows that are complete at the end of the input never are in a stream",
      "Pass --watermark, as in --watermark 5s, or use the target spark",
    );
  }
  if (window.span.kind === "cumulate") {
    return no(
      "P034",
      "Spark's streams have no windows that grow",
      "Leave out --step, or use the target spark",
    );
  }
  if (window.span.kind === "session" && !keyed) {
    return no(
      "P014",
      "Spark's streams have no sessions without a key",
      "Give the sessions of a field: window --session 30m --key user",
    );
  }
  return finite
    ? within(
      "order-dependent",
      "P033",
      "windows that are still open when the input ends are not written, and late rows are told by micro-batch",
      "Use the target spark for input that ends",
    )
    : within(
      "order-dependent",
      "P031",
      "rows up to the delay late are always counted; later ones are dropped by weir, and by Spark where their micro-batch is late too",
    );
}
