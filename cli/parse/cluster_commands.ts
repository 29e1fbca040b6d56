import { Fault } from "../../lib/core/mod.ts";
// Not through the door: a plain run would load all that exports.
import { type TargetName, TARGETS } from "../../lib/export/construct.ts";
import { commandNamed, flagIn, stages } from "../options.ts";
import type { CommandName } from "../options.ts";
import { type FlagValues, flagValues } from "./flag_values.ts";
import type { Described } from "./described.ts";
import { describedWords, movedWords } from "./job_words.ts";
import type { Line } from "./line.ts";
import { listed } from "./nearest.ts";
import type { GivenFlag } from "./tokens.ts";

/** What `weir check` is asked for. */
export interface CheckWords extends Described {
  /** Which targets; all where none is named. */
  readonly targets: readonly TargetName[];
}

/** How a job is moved to a cluster, as it was written. */
export interface MoveWords {
  /** `--source`. */
  readonly source: string | null;
  /** `--sink`. */
  readonly sink: string | null;
  /** `--checkpoints`. */
  readonly checkpoints: string | null;
  /** `--name`. */
  readonly name: string | null;
  /** `--exact`. */
  readonly exact: boolean;
  /** `--from-savepoint`. */
  readonly savepoint: string | null;
}

/** How the clusters are reached, as it was written. */
export interface ClusterWords {
  /** `--gateway`. */
  readonly gateway: string;
  /** `--rest`. */
  readonly rest: string | null;
  /** `--spark-submit`. */
  readonly sparkSubmit: string | null;
  /** `--master`. */
  readonly master: string | null;
}

/** What `weir submit` is asked for. */
export type SubmitWords =
  | (Described & MoveWords & ClusterWords & {
    readonly what: "job";
    /** The engine. */
    readonly to: "flink" | "spark";
    /** `--packages`. */
    readonly packages: string | null;
    /** Whether weir leaves as soon as the job is taken. */
    readonly detach: boolean;
  })
  | (ClusterWords & {
    /** What is asked of a job of Flink that is there. */
    readonly what: "status" | "logs" | "cancel" | "stop";
    /** Its number. */
    readonly id: string;
    /** `--savepoints`. */
    readonly savepoints: string | null;
  });

/** What `weir prove` is asked for. */
export interface ProveWords extends Described, ClusterWords {
  /** The engines. */
  readonly on: readonly ("flink" | "spark")[];
  /** How many lines of the input are taken. */
  readonly sample: number;
  /** A folder that the engines see; `null` for a temporary one. */
  readonly shared: string | null;
  /** Where the report is written; `null` for nowhere. */
  readonly report: string | null;
}

/** What `weir export` is asked for. */
export interface ExportWords extends Described, MoveWords {
  /** The engine. */
  readonly engine: "flink" | "spark";
}

/** `check JOB [FILE...]` */
export function checkWords(line: Line): CheckWords {
  const { rest, values } = ownFlags(line, "check");
  const given = values.given("target");
  const names =
    values.value("target")?.split(",").map((name) =>
      name.trim().toLowerCase()
    ) ?? TARGETS;
  for (const name of names) {
    if ((TARGETS as readonly string[]).includes(name)) continue;
    throw new Fault("usage/choice", `there is no target '${name}'`, {
      ...(given === undefined
        ? {}
        : { place: line.faults.origin.place(given.valueWord) }),
      mend: `The targets are ${listed(TARGETS)}`,
    });
  }
  return {
    ...movedWords(rest, "check"),
    targets: names as readonly TargetName[],
  };
}

/** `export flink|spark JOB [FILE...]` */
export function exportWords(line: Line): ExportWords {
  const { rest, values } = ownFlags(line, "export");
  const at = rest.tokens.findIndex(({ kind }) => kind === "word");
  const first = rest.tokens[at];
  const engine = first?.kind === "word" ? first.word.text : null;
  if (engine !== "flink" && engine !== "spark") {
    throw new Fault(
      first === undefined ? "usage/missing" : "usage/choice",
      first === undefined
        ? "export needs the name of an engine and a job"
        : `there is no export to '${engine}'`,
      {
        ...(first === undefined
          ? {}
          : { place: line.faults.origin.place(first.word) }),
        mend: "Write: weir export flink JOB, or weir export spark JOB",
      },
    );
  }
  const tokens = rest.tokens.toSpliced(at, 1);
  return {
    engine,
    ...movedWords({ ...rest, tokens }, "export"),
    ...moveWords(values),
  };
}

/** `submit JOB [FILE...] --to ENGINE`, or a question about a job that is there. */
export function submitWords(line: Line): SubmitWords {
  const { rest, values } = ownFlags(line, "submit");
  const to = values.value("to");
  if (to !== "flink" && to !== "spark") {
    throw new Fault(
      to === null ? "usage/missing" : "usage/choice",
      to === null
        ? "submit needs the engine that the job goes to"
        : `there is no engine '${to}'`,
      { mend: "Write --to flink, or --to spark" },
    );
  }
  const asked = JOB_QUESTIONS.filter((name) => values.value(name) !== null);
  const [what] = asked;
  if (what === undefined) {
    return {
      what: "job",
      to,
      packages: values.value("packages"),
      detach: values.isOn("detach"),
      ...movedWords(rest, "submit"),
      ...moveWords(values),
      ...clusterWords(values),
    };
  }
  if (asked.length > 1 || rest.tokens.length > 0 || to === "spark") {
    throw new Fault(
      "usage/extra",
      `--${what} asks about one job of Flink by its number`,
      { mend: `Write: weir submit --to flink --${what} ID` },
    );
  }
  const savepoints = values.value("savepoints");
  if (what === "stop" && savepoints === null) {
    throw new Fault("usage/missing", "--stop needs a place for the savepoint", {
      mend:
        "Add --savepoints FOLDER, or end the job without one by --cancel ID",
    });
  }
  return {
    what,
    id: values.value(what)!,
    savepoints,
    ...clusterWords(values),
  };
}

const JOB_QUESTIONS = ["status", "logs", "cancel", "stop"] as const;

/** `prove JOB [FILE...]` */
export function proveWords(line: Line): ProveWords {
  const { rest, values } = ownFlags(line, "prove");
  const on = (values.value("on") ?? "flink,spark").split(",").map((name) =>
    name.trim().toLowerCase()
  );
  const strange = on.find((name) => name !== "flink" && name !== "spark");
  if (strange !== undefined) {
    throw new Fault("usage/choice", `there is no engine '${strange}'`, {
      mend: "Write --on flink, --on spark, or --on flink,spark",
    });
  }
  const text = values.value("sample") ?? "10000";
  const sample = Number(text.replaceAll(/[_,]/gu, ""));
  if (!/^\d[\d_,]{0,11}$/u.test(text) || sample < 1) {
    throw new Fault("usage/value", `--sample is a number, not '${text}'`, {
      mend: "Write --sample 10000, which is what holds without it",
    });
  }
  return {
    on: on as readonly ("flink" | "spark")[],
    sample,
    shared: values.value("shared"),
    report: values.value("report"),
    ...movedWords(rest, "prove"),
    ...clusterWords(values),
  };
}

/** What `weir why` is asked for. */
export interface WhyWords extends Described {
  /** Whether it is to tell how far one machine goes. */
  readonly outgrow: boolean;
  /** Rows a second that a cluster must take; `null` where nothing is said. */
  readonly rate: number | null;
}

/** `why PIPELINE`, with `--outgrow` about clusters. */
export function whyWords(line: Line): WhyWords {
  const { rest, values } = ownFlags(line, "why");
  const described = describedWords(rest, "why");
  const text = values.value("rate");
  if (!values.isOn("outgrow")) {
    if (text === null) return { ...described, outgrow: false, rate: null };
    throw new Fault("usage/extra", "--rate goes with --outgrow", {
      mend: "Write: weir why --outgrow --rate 1000000 PIPELINE",
    });
  }
  const rate = text === null ? null : Number(text.replaceAll(/[_,]/gu, ""));
  if (text !== null && (!/^\d[\d_,]{0,14}$/u.test(text) || rate === 0)) {
    throw new Fault("usage/value", `--rate is a number, not '${text}'`, {
      mend: "Write rows a second: --rate 1000000",
    });
  }
  return { ...described, outgrow: true, rate };
}

function clusterWords(values: FlagValues): ClusterWords {
  return {
    gateway: values.value("gateway") ?? "http://localhost:8083",
    rest: values.value("rest"),
    sparkSubmit: values.value("spark-submit"),
    master: values.value("master"),
  };
}

function moveWords(values: FlagValues): MoveWords {
  return {
    source: values.value("source"),
    sink: values.value("sink"),
    checkpoints: values.value("checkpoints"),
    name: values.value("name"),
    exact: values.isOn("exact"),
    savepoint: values.value("from-savepoint"),
  };
}

/** The flags that a command has as its own, and the line without them. */
export function ownFlags(line: Line, command: CommandName): {
  readonly rest: Line;
  readonly values: FlagValues;
} {
  const table = commandNamed(command)?.flags ?? [];
  const own: GivenFlag[] = [];
  const tokens = line.tokens.filter((token) => {
    if (token.kind !== "flag") return true;
    const { name } = token.flag;
    const isOwn = table.some((flag) => flag.name === name) &&
      flagIn(null, name) === undefined &&
      !stages.some((stage) => stage.flags.some((flag) => flag.name === name));
    if (isOwn) own.push(token.flag);
    return !isOwn;
  });
  return { rest: { ...line, tokens }, values: flagValues(own, table) };
}
