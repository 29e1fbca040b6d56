import { Fault, type Place } from "../../core/mod.ts";

/** What is known of a run of `spark-submit` that has failed. */
export interface FailedRun {
  /** The last lines that it wrote, stdout and stderr together. */
  readonly lines: readonly string[];
  /** Its exit status. */
  readonly status: number;
  /** The path of the job. */
  readonly job: string;
  /** The text of the job. */
  readonly text: string;
}

/** A way in which Spark says no. */
interface Way {
  readonly code: string;
  /** What the output has where it is this one; its first group, if any, is the engine's own words. */
  readonly sign: RegExp;
  /** What could not be done; the engine's words follow. */
  readonly what: string;
  readonly mend: string | null;
}

const JAVA = "Install Java 17 or newer, and name its folder in JAVA_HOME";

/** From the most telling to the least: what is said of the cause comes before what it has led to. */
const WAYS: readonly Way[] = [
  {
    code: "submit/java-too-old",
    sign:
      /(UnsupportedClassVersionError|class file version [\d.]+[^\n]*|Unrecognized option: --add-opens[^\n]*|requires Java \d+[^\n]*)/u,
    what: "cannot start Spark with this Java",
    mend: JAVA,
  },
  {
    code: "submit/no-java",
    sign:
      /(JAVA_HOME is not set|Unable to locate a Java Runtime[^\n]*|java: (?:command )?not found|bin\/java: No such file or directory)/u,
    what: "cannot start Spark without Java",
    mend: JAVA,
  },
  {
    code: "submit/no-python",
    sign: /(Cannot run program "[^"]*python[^"]*"[^\n]*)/u,
    what: "cannot start the Python of the job",
    mend: "Name a Python of 3.9 or newer in PYSPARK_PYTHON",
  },
  {
    code: "submit/python-too-old",
    sign: /(\[?PYTHON_VERSION_MISMATCH\]?[^\n]*)/u,
    what: "cannot run the job with two versions of Python",
    mend: "Name the same Python for driver and workers in PYSPARK_PYTHON",
  },
  {
    code: "submit/no-kafka",
    sign: /(Failed to find(?: the)? data source: `?kafka`?)/iu,
    what: "cannot use Kafka: Spark brings no connector",
    mend:
      "Pass --packages org.apache.spark:spark-sql-kafka-0-10_2.13:VERSION, the version being Spark's own",
  },
  {
    code: "submit/no-packages",
    sign: /(unresolved dependency: [^\n]*)/u,
    what: "cannot fetch the packages of the job",
    mend: "Correct the name and the version in --packages",
  },
  {
    code: "submit/no-master",
    sign:
      /(Could not parse Master URL: [^\n]*|All masters are unresponsive[^\n]*|Master must [^\n]*|Failed to connect to master [^\n]*|Cluster deploy mode is not[^\n]*)/u,
    what: "cannot reach the cluster",
    mend: "Correct --master: local[2], spark://HOST:7077, yarn, k8s://URL",
  },
  {
    code: "submit/other-checkpoint",
    sign: /(?:\n|^)([^\n]+ holds the state of other stages)(?:\n|$)/u,
    what: "cannot go on from these checkpoints",
    mend:
      "Submit the pipeline that was stopped, as it was, or name another folder in --checkpoints to begin anew",
  },
  {
    code: "submit/no-input",
    sign:
      /\[?PATH_NOT_FOUND\]? ?(Path does not exist: [^\n]*?)\.?(?: SQLSTATE[^\n]*)?(?:\n|$)/u,
    what: "cannot read the input",
    mend:
      "Name a folder that the cluster can read: --source FOLDER for submit, --shared DIR for prove",
  },
  {
    code: "submit/kafka",
    sign:
      /((?:UnknownTopicOrPartitionException|No resolvable bootstrap urls|TimeoutException: Timed out waiting for a node)[^\n]*)/u,
    what: "cannot read from Kafka",
    mend:
      "Correct the servers and the topic of --source and --sink: kafka://HOST:PORT/TOPIC",
  },
  {
    code: "submit/sql",
    sign: /(?:ParseException|AnalysisException)[^\n:]*:\s*([^\n]+)/u,
    what: "Spark does not take a query of the job",
    mend:
      "Export the job again for this version of Spark; if it stays, it is a fault of weir's",
  },
  {
    code: "submit/stage",
    sign:
      /Job aborted due to stage failure: [^\n]*?(?:: |\()((?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)[^\n]*)/u,
    what: "a stage of the job has failed",
    mend: null,
  },
  {
    code: "submit/stream",
    sign: /StreamingQueryException[^\n:]*:\s*([^\n]+)/u,
    what: "a query of the stream has failed",
    mend: null,
  },
  {
    code: "submit/arguments",
    sign: /(?:\n|^)[\w.-]+: error: ([^\n]+)/u,
    what: "the job does not take these arguments",
    mend: null,
  },
  {
    code: "submit/memory",
    sign: /(OutOfMemoryError[^\n]*)/u,
    what: "the job has run out of memory",
    mend:
      "Give it more in spark-defaults.conf, as spark.driver.memory and spark.executor.memory",
  },
];

/** Words of an engine that are handed on are cut at so many characters. */
const LONGEST = 300;

/** Says why a run has failed, in the engine's own words where they tell. */
export function failureOf(run: FailedRun): Fault {
  const said = run.lines.join("\n");
  for (const { code, sign, what, mend } of WAYS) {
    const match = sign.exec(said);
    if (match === null) continue;
    const place = placeOf(run);
    return new Fault(code, `${what}: ${shortened(match[1] ?? match[0])}`, {
      ...(place === null ? {} : { place }),
      ...(mend === null ? {} : { mend }),
    });
  }
  const last = run.lines.findLast((line) => line.trim() !== "");
  return new Fault(
    "submit/failed",
    `spark-submit has ended with status ${run.status}` +
      (last === undefined ? "" : `: ${shortened(last)}`),
    { mend: "Look at its log above" },
  );
}

/** The engine's words without what only the engine needs: its ids, and the class of the state. */
function shortened(text: string): string {
  const short = text.replace(/\s*SQLSTATE: \w+/u, "")
    .replace(/\[id = [\w-]+, runId = [\w-]+\]\s*/u, "")
    .replace(/\s+/gu, " ").trim().replace(/[.;]$/u, "");
  const characters = [...short];
  return characters.length > LONGEST
    ? `${characters.slice(0, LONGEST - 3).join("")}...`
    : short;
}

/** The line of the job that it came to, by the traceback of Python. */
function placeOf({ lines, job, text }: FailedRun): Place | null {
  const name = job.split("/").at(-1)!;
  const at = lines.flatMap((line) => {
    const match = /^\s*File "([^"]+)", line (\d+)/u.exec(line);
    return match !== null && match[1]!.split("/").at(-1) === name
      ? [Number(match[2])]
      : [];
  }).at(-1);
  if (at === undefined) return null;
  const excerpt = text.split("\n")[at - 1];
  return excerpt === undefined
    ? { source: job, line: at }
    : { source: job, line: at, excerpt };
}
