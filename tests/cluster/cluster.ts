import type { Flink } from "./flink.ts";
import { clusterHome, type Home } from "./home.ts";
import type { Kafka } from "./kafka.ts";
import type { Service } from "./service.ts";
import type { VERSIONS } from "./versions.ts";

/** How Spark is reached: it has no service, each job is a process of its own. */
export interface Spark {
  /** The `spark-submit` program. */
  readonly submit: string;
  /** The Python for it, as `PYSPARK_PYTHON`. */
  readonly python: string;
  /** `SPARK_HOME`. */
  readonly home: string;
  /** What `--jars` takes for jobs that use Kafka. */
  readonly kafkaJars: readonly string[];
}

/** What `deno task cluster:up` has started. */
export interface Cluster {
  /** `null` if it was not asked for. */
  readonly flink: Flink | null;
  readonly spark: Spark;
  /** `null` if it was not asked for. */
  readonly kafka: Kafka | null;
  /** A folder of classes of the broker's tools, as Java's `-cp` takes it. */
  readonly kafkaTools: string;
  readonly java: string;
  readonly versions: typeof VERSIONS;
  readonly services: readonly Service[];
}

/**
 * The cluster that runs.
 *
 * @throws {TypeError} If none was started.
 */
export function openCluster(home: Home = clusterHome()): Cluster {
  const cluster = readCluster(home);
  if (cluster !== null) return cluster;
  throw new TypeError(
    "Cannot use a cluster: none was started\n  Run `deno task cluster:up`",
  );
}

/** The cluster that was started last and not stopped since; `null` if there is none. */
export function readCluster(home: Home = clusterHome()): Cluster | null {
  try {
    // Only this folder's programs write the file.
    return JSON.parse(Deno.readTextFileSync(home.state)) as Cluster;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Writes down which cluster runs. */
export function writeCluster(home: Home, cluster: Cluster): void {
  const text = JSON.stringify(cluster, null, 2);
  Deno.writeTextFileSync(home.state, `${text}\n`);
}
