import { Fault } from "../../lib/core/mod.ts";
import type { Connections, PortablePlan } from "../../lib/export/mod.ts";
import { exists, isPattern } from "../../lib/source/mod.ts";
import type { MoveWords } from "../parse/cluster_commands.ts";

/** Where a job reads and writes on the cluster. */
export function connectionsOf(
  words: MoveWords,
  plan: PortablePlan,
  name: string,
  engine: "flink" | "spark",
): Connections {
  const source = endpoint(readFrom(words, plan, engine), "--source");
  const sink = endpoint(words.sink ?? `${name}-out`, "--sink");
  if (
    engine === "flink" && source.kind === "kafka" && sink.kind === "files" &&
    words.checkpoints === null
  ) {
    throw new Fault(
      "export/checkpoints",
      "files that Flink writes without end are there only with its checkpoints",
      { mend: "Say where it keeps them: --checkpoints FOLDER" },
    );
  }
  return {
    input: source.kind === "kafka"
      ? { ...source, start: "earliest", group: name }
      : source,
    output: sink,
    checkpoints: words.checkpoints === null ? null : uri(words.checkpoints),
  };
}

/** What the cluster reads, as it was written: one file, folder or topic, or for Spark a pattern of files. */
function readFrom(
  { source }: MoveWords,
  { spec: { inputs } }: PortablePlan,
  engine: "flink" | "spark",
): string {
  const from = source ?? inputs[0] ?? null;
  if (from === null || from === "-") {
    throw new Fault(
      "export/source",
      "a cluster cannot read the standard input of weir",
      {
        mend: "Say where it reads: --source FOLDER, or kafka://HOST:PORT/TOPIC",
      },
    );
  }
  if (source === null && inputs.length > 1) {
    throw new Fault(
      "export/source",
      "a cluster reads one folder or topic, and the job names several inputs",
      { mend: "Say where it reads: --source FOLDER" },
    );
  }
  const why = from.startsWith("kafka:") ? null : misread(from, engine);
  if (why !== null) {
    throw new Fault("export/source", why, {
      place: { source: from },
      mend: "Say where it reads: --source FOLDER",
    });
  }
  return from;
}

/** Why an engine would not read the files that weir reads by a name; `null` where it does. */
function misread(from: string, engine: "flink" | "spark"): string | null {
  if (!isPattern(from)) return null;
  // As here, a file under the very name of a pattern is meant by it.
  const isName = exists(from);
  if (engine === "flink") {
    return isName
      ? null
      : "Flink reads a file or a folder, and this is a pattern of files";
  }
  if (isName) return "Spark reads the name of this file as a pattern of files";
  return from.includes("**")
    ? "Spark has no ** in a pattern: it would read one level of folders"
    : null;
}

type Endpoint =
  | { readonly kind: "files"; readonly path: string }
  | {
    readonly kind: "kafka";
    readonly brokers: string;
    readonly topic: string;
  };

function endpoint(text: string, flag: string): Endpoint {
  if (!text.startsWith("kafka:")) return { kind: "files", path: uri(text) };
  const [, brokers, topic] =
    /^kafka:\/\/([\w.:,[\]-]+)\/([\w.-]{1,249})$/u.exec(text) ?? [];
  if (brokers !== undefined && topic !== undefined) {
    return { kind: "kafka", brokers, topic };
  }
  throw new Fault(
    "export/kafka",
    `cannot read ${JSON.stringify(text)} as a topic of Kafka`,
    {
      mend:
        `Write ${flag} kafka://HOST:PORT/TOPIC, or several HOST:PORT with commas between`,
    },
  );
}

/** A path as a URI that means the same wherever the cluster starts its tasks. */
export function uri(text: string): string {
  // Flink tells its paths with one slash; a single letter would be a drive.
  if (/^[a-z][a-z0-9+.-]+:\//iu.test(text)) return text;
  const path = text.startsWith("/") ? text : `${Deno.cwd()}/${text}`;
  return `file://${path.replace(/\/(?:\.\/)+/gu, "/")}`;
}

/** Whether input that comes from there ends. */
export function sourceEnds(words: MoveWords): boolean | undefined {
  return words.source?.startsWith("kafka:") === true ? false : undefined;
}
