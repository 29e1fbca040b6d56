import { runCommand } from "./command.ts";
import {
  freePorts,
  type Service,
  startService,
  untilAnswers,
} from "./service.ts";

/** A running Kafka broker. */
export interface Kafka {
  /** What clients call `bootstrap.servers`. */
  readonly brokers: string;
}

/** A cluster of one broker, forever the same: the id only has to look like one. */
const CLUSTER_ID = "d2VpcndlaXJ3ZWlyd2VpcQ";

/**
 * Starts one broker that is its own controller (KRaft), with empty topics.
 *
 * Topics are made when they are first named.
 *
 * @param jars The jars of the broker.
 * @throws {TypeError} If it does not answer.
 */
export async function startKafka(
  jars: string,
  { run, java, started }: {
    readonly run: string;
    readonly java: string;
    readonly started: (service: Service) => void;
  },
): Promise<Kafka> {
  const [port = 0, controller = 0] = freePorts(2);
  const data = `${run}/data/kafka`;
  const settings = `${run}/kafka.properties`;
  await Deno.writeTextFile(settings, properties({ port, controller, data }));
  const command = [
    java,
    "-Xmx512m",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    ...["-cp", `${jars}/*`],
  ];
  await runCommand([
    ...[...command, "kafka.tools.StorageTool", "format"],
    ...["--cluster-id", CLUSTER_ID, "--config", settings],
  ]);
  const service = await startService("kafka", {
    words: [...command, "kafka.Kafka", settings],
    log: `${run}/logs/kafka.out`,
  });
  started(service);
  await untilAnswers(service, async () => {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  });
  return { brokers: `127.0.0.1:${port}` };
}

function properties(
  { port, controller, data }: {
    readonly port: number;
    readonly controller: number;
    readonly data: string;
  },
): string {
  const broker = `PLAINTEXT://127.0.0.1:${port}`;
  const settings = {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@127.0.0.1:${controller}`,
    "controller.listener.names": "CONTROLLER",
    "listeners": `${broker},CONTROLLER://127.0.0.1:${controller}`,
    "advertised.listeners": broker,
    "log.dirs": data,
    "num.partitions": 1,
    "auto.create.topics.enable": true,
    "offsets.topic.num.partitions": 1,
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.num.partitions": 1,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    // Sinks that write exactly once ask for an hour, which is above the default.
    "transaction.max.timeout.ms": 7_200_000,
    "group.initial.rebalance.delay.ms": 0,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`).join("");
}
