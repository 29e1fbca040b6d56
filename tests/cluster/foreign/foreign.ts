import { parseArguments } from "../../../cli/parse/arguments.ts";
import { readPortable } from "../../../cli/commands/portable.ts";
import { comparable } from "../../../cli/prove/run_here.ts";
import type { PortablePlan, TargetName } from "../../../lib/export/mod.ts";
import type { RunSpec } from "../../../lib/pipeline/mod.ts";
import { IO } from "../pipelines/pipelines.ts";

/** The folder of the pipelines. */
export const FOREIGN: string = new URL(".", import.meta.url).pathname;

/** A pipeline as somebody wrote it over a log of their own. */
export interface Foreign {
  /** Its job: `nginx` for `nginx.weir`. */
  readonly name: string;
  /** Its input, beside it. */
  readonly input: string;
  /** Why each engine refuses it: the codes in the order in which they are told, each once. An engine that is not named runs it. */
  readonly refused: Partial<Record<TargetName, readonly string[]>>;
  /** Whether tests run it as a stream of Spark too, in three batches: no row of it is late. */
  readonly streamed: boolean;
}

const NO_STREAM = { "spark-stream": ["P024"] };

const foreign = (
  input: string,
  { name = input.replace(/\..*$/u, ""), refused = {}, streamed = false }:
    Partial<Foreign> = {},
): Foreign => ({ name, input, refused, streamed });

const nowhere = (...codes: readonly string[]): Foreign["refused"] => ({
  flink: codes,
  spark: codes,
  "spark-stream": codes,
});

/** All of them. */
export const ALL: readonly Foreign[] = [
  foreign("nginx.ndjson", { streamed: true }),
  foreign("scanners.log"),
  foreign("logfmt.log", { refused: NO_STREAM }),
  foreign("sshd.log", { refused: NO_STREAM }),
  foreign("pods.ndjson"),
  foreign("trail.ndjson", { streamed: true }),
  foreign("payments.ndjson"),
  foreign("sensors.csv"),
  foreign("spans.ndjson"),
  foreign("dns.tsv"),
  foreign("hub.ndjson"),
  foreign("arena.ndjson"),
  foreign("audit.ndjson"),
  foreign("orders.ndjson", { refused: { "spark-stream": ["P012"] } }),
  foreign("service.log", { refused: NO_STREAM }),
  foreign("ends.ndjson"),
  foreign("twice.csv", { refused: NO_STREAM }),
  foreign("orders.ndjson", { name: "refused_over", refused: nowhere("P002") }),
  foreign("orders.ndjson", {
    name: "refused_month",
    refused: {
      flink: ["P025", "P010"],
      spark: ["P025", "P006"],
      "spark-stream": ["P025", "P006"],
    },
  }),
  foreign("orders.ndjson", {
    name: "refused_tags",
    refused: nowhere("P002", "P010", "P005"),
  }),
];

/** The run that a job asks for, over its own input, with results that can be compared. */
export function specOf({ name, input }: Foreign): RunSpec {
  const asked = parseArguments(["run", `${FOREIGN}${name}.weir`]);
  if (asked.kind !== "run") throw new TypeError(`Cannot run ${name}`);
  return comparable(asked.spec, [`${FOREIGN}${input}`]);
}

/** What a cluster makes of it. */
export function portableOf(
  { name, ...rest }: Foreign,
): Promise<PortablePlan & { readonly finite: boolean }> {
  const spec = specOf({ name, ...rest });
  return readPortable({ spec, job: null }, IO, { name, finite: true });
}
