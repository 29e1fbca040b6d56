/**
 * Installs what is missing and starts Flink and Kafka on the loopback:
 * `deno task cluster:up [flink|kafka|none]...`. Spark needs no service.
 *
 * What runs stands in a file of the cache folder afterwards, which is printed;
 * `deno task cluster:down` stops it. A machine without Java or Python is told
 * so: an error in CI, and a skip elsewhere.
 *
 * @module
 */
import { type Cluster, writeCluster } from "./cluster.ts";
import { stopCluster } from "./down.ts";
import { startFlink } from "./flink.ts";
import { clusterHome, type Home } from "./home.ts";
import { install } from "./install.ts";
import { startKafka } from "./kafka.ts";
import { say } from "./say.ts";
import type { Service } from "./service.ts";
import { findTools, type Tools } from "./tools.ts";
import { VERSIONS } from "./versions.ts";

const SERVICES = ["flink", "kafka", "none"];

async function startCluster(
  home: Home,
  { tools, wanted }: { tools: Tools; wanted: ReadonlySet<string> },
): Promise<void> {
  await stopCluster(home);
  const installed = await install(home, { tools, say });
  await Deno.mkdir(`${home.run}/logs`, { recursive: true });
  await Deno.mkdir(`${home.run}/data/flink`, { recursive: true });
  const jars = [...Deno.readDirSync(installed.sparkJars)]
    .map(({ name }) => `${installed.sparkJars}/${name}`).sort();
  let cluster: Cluster = {
    flink: null,
    spark: {
      submit: `${installed.spark}/bin/spark-submit`,
      python: installed.python,
      home: installed.spark,
      kafkaJars: jars,
    },
    kafka: null,
    kafkaTools: `${installed.kafkaJars}/*`,
    java: tools.java,
    versions: VERSIONS,
    services: [],
  };
  const write = (more: Partial<Cluster>) => {
    cluster = { ...cluster, ...more };
    writeCluster(home, cluster);
  };
  // Written before it answers: one that never does is stopped all the same.
  const started = (service: Service) =>
    write({ services: [...cluster.services, service] });
  write({});
  if (wanted.has("kafka")) {
    const kafka = await startKafka(installed.kafkaJars, {
      run: home.run,
      java: tools.java,
      started,
    });
    write({ kafka });
    say(`Kafka ${VERSIONS.kafka} at ${kafka.brokers}`);
  }
  if (wanted.has("flink")) {
    const flink = await startFlink(installed.flink, { run: home.run, started });
    write({ flink });
    say(`Flink ${VERSIONS.flink} at ${flink.rest}, gateway ${flink.gateway}`);
  }
  say(`Spark ${VERSIONS.spark} by ${cluster.spark.submit}`);
  say(`all of it stands in ${home.state}`);
}

async function main(): Promise<number> {
  const unknown = Deno.args.filter((word) => !SERVICES.includes(word));
  if (unknown.length > 0) {
    say(
      `there is no service ${unknown.join(", ")}, but ${SERVICES.join(", ")}`,
    );
    return 2;
  }
  const found = await findTools();
  if ("missing" in found) {
    const inCi = Boolean(Deno.env.get("CI"));
    say(`${inCi ? "cannot run" : "skipped"}: ${found.missing}`);
    return inCi ? 1 : 0;
  }
  const home = clusterHome();
  const wanted = new Set(Deno.args.length === 0 ? SERVICES : Deno.args);
  try {
    await startCluster(home, { tools: found.tools, wanted });
    return 0;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say(error.message);
    await stopCluster(home);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main());
