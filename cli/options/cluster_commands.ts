import type { CommandEntry } from "./command_entry.ts";
import type { Flag } from "./flag.ts";

/** Where a job reads and writes once it is on a cluster. */
const CONNECTIONS: readonly Flag[] = [
  {
    name: "source",
    value: "URI",
    default: "the input of the job",
    summary: "where the cluster reads: a folder, or kafka://HOST:PORT/TOPIC",
    about:
      "A path, a URI that the cluster knows such as s3://bucket/logs, or a topic of Kafka whose values are lines " +
      "of the input's format. Spark reads patterns of files too, without **; Flink reads none. Types, format and time field are still told from the input of the job here.",
    common: true,
  },
  {
    name: "sink",
    value: "URI",
    default: "the folder NAME-out",
    summary: "where the cluster writes: a folder, or kafka://HOST:PORT/TOPIC",
    about:
      "Each output has a folder of its own below it: results, one for each write, and bad for lines that cannot be read.",
    common: true,
  },
  {
    name: "checkpoints",
    value: "URI",
    default: "none",
    summary: "where the cluster keeps checkpoints",
    about:
      "A job whose input does not end needs it to go on where it stood after a failure.",
  },
  {
    name: "from-savepoint",
    value: "URI",
    default: "the job begins anew",
    summary: "the savepoint that a job of Flink goes on from",
    about:
      "The path that --stop has told. The job must be the one that was stopped: rows that it has read are not read again, and " +
      "windows that were open go on. Flink refuses the state of another job, but takes that of the same one with windows of another " +
      "size, or another filter, for its own. Spark goes on by itself, from its --checkpoints.",
  },
  {
    name: "name",
    value: "NAME",
    default: "that of the job file",
    summary: "what the job is called on the cluster",
    about: "Letters, digits, - and _.",
  },
  {
    name: "exact",
    summary: "settings for comparing: one task, a watermark after each row",
    about: "Slow, and the same in every run. prove uses it.",
  },
];

/** How the clusters are reached. */
const CLUSTERS: readonly Flag[] = [
  {
    name: "gateway",
    value: "URL",
    default: "http://localhost:8083",
    summary: "the SQL Gateway of Flink",
    about: "Its REST endpoint, which sql-gateway.sh start opens.",
    common: true,
  },
  {
    name: "rest",
    value: "URL",
    default: "what the gateway says",
    summary: "the JobManager of Flink, where it has another address here",
    about:
      "Its REST endpoint, which is asked about jobs. The gateway names it as it is called inside the cluster, which need not be " +
      "how it is reached from here.",
  },
  {
    name: "spark-submit",
    value: "PATH",
    default: "that of SPARK_HOME, else of PATH",
    summary: "the spark-submit to call",
    about: "",
    common: true,
  },
  {
    name: "master",
    value: "URL",
    default: "what spark-submit takes by itself",
    summary: "the master of Spark: local[2], spark://HOST:7077, yarn",
    about: "",
    common: true,
  },
];

/** The commands that take a pipeline to a cluster, in the order help tells them. */
export const clusterCommands: readonly CommandEntry[] = [
  {
    name: "check",
    usage: "JOB [FILE...]",
    summary: "tell what of a pipeline runs on Flink and on Spark",
    about: [
      "JOB is a job file, or all that would stand behind weir. It tells for each construct of the pipeline whether an engine gives the same rows (exact), " +
      "values within a bound (approximate), the same only for the same order of rows (order-dependent), or " +
      "has no such thing (no); then each that is not exact, where it stands, why, and how to mend it. Nothing that " +
      "was not understood passes.",
      "The targets are flink, spark (finite input) and spark-stream (rows as they come). The status is 1 where a construct " +
      "has no place on a target that was asked for.",
      "A cluster must know the type of each field before the first row. Where the pipeline leaves it open, the " +
      "first rows of the input settle it; the line types tells which, in the form that --types takes.",
    ],
    flags: [
      {
        name: "target",
        value: "TARGETS",
        default: "all",
        summary: "which engines: flink,spark,spark-stream",
        about: "",
      },
    ],
    examples: [
      {
        command: "weir check errors.weir --target flink",
        shows: "Tells what of the job runs on Flink",
      },
      {
        command:
          "weir check api.ndjson window 1m then agg 'p95(ms)' --by service",
        shows: "Tells what of a pipeline runs where",
      },
    ],
  },
  {
    name: "export",
    usage: "flink|spark JOB [FILE...]",
    summary: "print a pipeline as a program of Flink or Spark",
    about: [
      "JOB is a job file, or all that would stand behind weir. flink prints a script of Flink SQL, for sql-client.sh -f; " +
      "spark prints a Python file for spark-submit. Neither needs anything of weir on the cluster, and each part names " +
      "the stage that it comes from.",
      "What cannot be moved is an error with its place; weir check tells all of it at once.",
    ],
    flags: CONNECTIONS,
    examples: [
      {
        command: "weir export flink errors.weir > errors.sql",
        shows: "Writes the job as a script of Flink SQL",
      },
      {
        command:
          "weir export spark errors.weir --source s3://logs/api --sink s3://logs/errors > errors.py",
        shows: "Writes the job as a program of Spark over a bucket",
      },
    ],
  },
  {
    name: "submit",
    usage: "JOB [FILE...] --to flink|spark",
    summary: "run a pipeline on a cluster of yours",
    about: [
      "It exports the job and starts it: on Flink through the SQL Gateway, on Spark through spark-submit. weir stays until the job " +
      "ends and tells how it does; Ctrl-C leaves a job of Flink running and tells its number, and stops a program of Spark. " +
      "With --detach it leaves as soon as Flink has taken the job.",
      "--status, --logs, --cancel and --stop ask about a job of Flink by its number, without a JOB. --stop lets it write a savepoint " +
      "first and tells its path, from which --from-savepoint goes on, unless the stages are others: that would go wrong in silence.",
    ],
    flags: [
      {
        name: "to",
        value: "ENGINE",
        choices: ["flink", "spark"],
        summary: "the engine: flink or spark",
        about: "",
        common: true,
      },
      ...CLUSTERS,
      ...CONNECTIONS.filter(({ name }) => name !== "exact"),
      {
        name: "packages",
        value: "NAMES",
        summary:
          "what spark-submit fetches from Maven, such as Kafka's connector",
        about:
          "A job over Kafka needs org.apache.spark:spark-sql-kafka-0-10_2.13:VERSION, the version being Spark's own, unless the " +
          "cluster has it.",
      },
      {
        name: "detach",
        summary: "leave as soon as Flink has taken the job",
        about: "",
        common: true,
      },
      {
        name: "status",
        value: "ID",
        summary: "tell how a job of Flink does",
        about: "",
      },
      {
        name: "logs",
        value: "ID",
        summary: "tell why a job of Flink has failed",
        about: "",
      },
      {
        name: "cancel",
        value: "ID",
        summary: "end a job of Flink at once",
        about: "",
      },
      {
        name: "stop",
        value: "ID",
        summary: "end a job of Flink with a savepoint",
        about: "",
      },
      {
        name: "savepoints",
        value: "URI",
        summary: "the folder that --stop writes the savepoint to",
        about:
          "One that the cluster knows. The savepoints of each pipeline have a folder of their own in it.",
      },
    ],
    examples: [
      {
        command:
          "weir submit errors.weir --to flink --gateway http://flink:8083 --source kafka://kafka:9092/api --sink kafka://kafka:9092/errors",
        shows: "Runs the job on Flink, from one topic of Kafka to another",
      },
      {
        command: "weir submit errors.weir --to spark --master 'local[2]'",
        shows: "Runs the job on Spark on this machine",
      },
      {
        command:
          "weir submit --to flink --stop 6c1f0d35a4a8f0d1c2b3a49586778899 --savepoints s3://logs/savepoints",
        shows: "Ends a job of Flink with a savepoint",
      },
      {
        command:
          "weir submit errors.weir --to flink --source kafka://kafka:9092/api --sink kafka://kafka:9092/errors --from-savepoint s3://logs/savepoints/weir-7f10df2506ba/savepoint-6c1f0d-1f2e3d4c5b6a",
        shows: "Goes on from that savepoint",
      },
    ],
  },
  {
    name: "prove",
    usage: "JOB [FILE...] --on flink,spark",
    summary: "run a sample here and on a cluster, and compare row by row",
    about: [
      "It copies the first lines of the inputs, runs the job over them here and on each engine, and compares the results as bags of rows: " +
      "whole numbers and texts exactly, doubles within 1e-9. The first differences are shown with lines of the input that are behind " +
      "them. The status is 1 where results differ, or the number of bad lines. A field has one type on a cluster: where the types that " +
      "the sample settles change what weir itself says, that is told first, and counts as a difference.",
      "Flink runs with one task and a watermark after each row, so that it drops the same late rows. Spark reads the " +
      "sample as a batch, where no row is late; it is compared with weir waiting for the end of the input.",
      "The engines must see the folder of the sample by the same path: --shared names one where they run on other machines. " +
      "On Ctrl-C, or where Flink gives no answer, the job that runs there is ended, as the files of the sample go.",
    ],
    flags: [
      {
        name: "on",
        value: "ENGINES",
        default: "flink,spark",
        summary: "which engines: flink,spark",
        about: "",
      },
      ...CLUSTERS,
      {
        name: "sample",
        value: "N",
        default: "10000",
        summary: "how many lines of the input are taken",
        about: "",
      },
      {
        name: "shared",
        value: "DIR",
        default: "a folder for temporary files",
        summary: "a folder that the engines see by the same path",
        about:
          "The sample and the results have a folder of their own in it, with the permissions that your umask gives: engines that " +
          "run as another user must be able to read and write there.",
      },
      {
        name: "report",
        value: "FILE",
        default: "none is written",
        summary: "write what was found to a file, as Markdown",
        about: "",
      },
    ],
    examples: [
      {
        command: "weir prove errors.weir --on spark --master 'local[2]'",
        shows: "Compares the job here and on Spark",
      },
    ],
  },
];
