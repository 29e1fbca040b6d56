import { Fault } from "../../lib/core/mod.ts";
import {
  type Connections,
  type PortablePlan,
  portablePlan,
} from "../../lib/export/mod.ts";
import type { MainIo } from "../io.ts";
import type { ConnectionWords } from "../parse/cluster_commands.ts";
import type { Described } from "../parse/described.ts";
import { planned } from "./planned.ts";

/**
 * Opens the first input of a run and reads it as a portable job.
 *
 * @param finite Whether the input of the job ends on the cluster; as here when not given.
 */
export async function readPortable(
  { spec, job }: Described,
  io: MainIo,
  { name, finite }: { readonly name: string | null; readonly finite?: boolean },
): Promise<PortablePlan & { readonly finite: boolean }> {
  // What a job writes on a cluster does not follow from the terminal here.
  const apart = { ...io, isTerminal: false };
  const found = await planned(spec, apart);
  const ends = finite ?? found.facts.regular;
  const portable = portablePlan({
    spec,
    ...found,
    name: jobName(name, job?.path ?? null),
    finite: ends,
  });
  return { ...portable, finite: ends };
}

/** What a job is called: as the user says, else as its file. */
export function jobName(given: string | null, path: string | null): string {
  if (given !== null) {
    if (/^[\w-]{1,80}$/u.test(given)) return given;
    throw new Fault(
      "export/name",
      `cannot call a job ${JSON.stringify(given)}`,
      {
        mend: "Use letters, digits, - and _: --name hourly-errors",
      },
    );
  }
  const file = path?.split("/").at(-1)?.replace(/\.[^.]*$/u, "") ?? "";
  return file.replace(/[^\w-]+/gu, "-").replace(/^-+|-+$/gu, "") || "weir";
}

/** Where a job reads and writes on the cluster. */
export function connectionsOf(
  words: ConnectionWords,
  plan: PortablePlan,
  name: string,
  engine: "flink" | "spark",
): Connections {
  const from = words.source ?? plan.spec.inputs[0] ?? null;
  if (from === null || from === "-") {
    throw new Fault(
      "export/source",
      "a cluster cannot read the standard input of weir",
      {
        mend: "Say where it reads: --source FOLDER, or kafka://HOST:PORT/TOPIC",
      },
    );
  }
  if (words.source === null && plan.spec.inputs.length > 1) {
    throw new Fault(
      "export/source",
      "a cluster reads one folder or topic, and the job names several inputs",
      { mend: "Say where it reads: --source FOLDER" },
    );
  }
  const source = endpoint(from, "--source");
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
export function sourceEnds(words: ConnectionWords): boolean | undefined {
  return words.source?.startsWith("kafka:") === true ? false : undefined;
}
