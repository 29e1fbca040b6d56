import {
  freePorts,
  type Service,
  startService,
  untilAnswers,
} from "./service.ts";

/** A running Flink cluster. */
export interface Flink {
  /** The JobManager's REST interface. */
  readonly rest: string;
  /** The SQL Gateway's REST interface. */
  readonly gateway: string;
  /** `FLINK_HOME`. */
  readonly home: string;
}

const SLOTS = 4;

/** What differs from Flink's defaults: all on the loopback, and small. */
const SETTINGS = {
  "rest.address": "127.0.0.1",
  "rest.bind-address": "127.0.0.1",
  "jobmanager.rpc.address": "127.0.0.1",
  "jobmanager.bind-host": "127.0.0.1",
  "taskmanager.host": "127.0.0.1",
  "taskmanager.bind-host": "127.0.0.1",
  "taskmanager.numberOfTaskSlots": SLOTS,
  "jobmanager.memory.process.size": "1400m",
  "taskmanager.memory.process.size": "2400m",
  // Tests ask for jobs that ended; the history of all of a sitting is kept.
  "jobstore.expiration-time": 86_400,
  "jobmanager.memory.jvm-metaspace.size": "384m",
  "taskmanager.memory.jvm-metaspace.size": "512m",
};

/**
 * Starts a JobManager, a TaskManager and a SQL Gateway on the loopback.
 *
 * @param home `FLINK_HOME`.
 * @param options A folder for settings, logs and data, and who is told each process.
 * @throws {TypeError} If one of them does not answer.
 */
export async function startFlink(
  home: string,
  { run, started }: {
    readonly run: string;
    readonly started: (service: Service) => void;
  },
): Promise<Flink> {
  const [rest = 0, rpc = 0, gateway = 0] = freePorts(3);
  const conf = `${run}/flink-conf`;
  await writeSettings(home, conf, {
    ...SETTINGS,
    "rest.port": rest,
    "jobmanager.rpc.port": rpc,
    "io.tmp.dirs": `${run}/data/flink`,
  });
  const env = {
    FLINK_CONF_DIR: conf,
    FLINK_LOG_DIR: `${run}/logs`,
    FLINK_PID_DIR: `${run}/pids`,
  };
  const start = async (name: string, args: readonly string[] = []) => {
    const service = await startService(name, {
      words: [`${home}/bin/${name}.sh`, "start-foreground", ...args],
      log: `${run}/logs/${name}.out`,
      env,
    });
    started(service);
    return service;
  };
  const flink = {
    rest: `http://127.0.0.1:${rest}`,
    gateway: `http://127.0.0.1:${gateway}`,
    home,
  };
  const jobManager = await start("jobmanager");
  const taskManager = await start("taskmanager");
  const sqlGateway = await start("sql-gateway", [
    "-Dsql-gateway.endpoint.rest.address=127.0.0.1",
    `-Dsql-gateway.endpoint.rest.port=${gateway}`,
  ]);
  const overview = () => ask(`${flink.rest}/overview`);
  await untilAnswers(jobManager, async () => !!await overview());
  await untilAnswers(taskManager, async () => hasSlots(await overview()));
  await untilAnswers(
    sqlGateway,
    async () => !!await ask(`${flink.gateway}/v1/info`),
  );
  return flink;
}

/** Lays a folder of settings beside that of the wheel, which stays as it is. */
async function writeSettings(
  home: string,
  conf: string,
  settings: Readonly<Record<string, string | number>>,
): Promise<void> {
  await Deno.mkdir(conf, { recursive: true });
  for await (const { name, isFile } of Deno.readDir(`${home}/conf`)) {
    if (isFile) await Deno.copyFile(`${home}/conf/${name}`, `${conf}/${name}`);
  }
  // Modules of Java that Flink needs opened stand in this line of its own file.
  const own = await Deno.readTextFile(`${home}/conf/config.yaml`);
  const opens = /^ {6}all: (.+)$/m.exec(own)?.[1];
  if (opens === undefined) {
    throw new TypeError(
      `Cannot read env.java.opts.all in ${home}/conf/config.yaml`,
    );
  }
  const lines = Object.entries({ "env.java.opts.all": opens, ...settings })
    .map(([name, value]) => `${name}: ${value}`);
  await Deno.writeTextFile(`${conf}/config.yaml`, `${lines.join("\n")}\n`);
}

async function ask(url: string): Promise<unknown> {
  const answer = await fetch(url);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new TypeError(`Cannot ask ${url}: ${answer.status}`);
  return body;
}

function hasSlots(overview: unknown): boolean {
  return typeof overview === "object" && overview !== null &&
    "slots-total" in overview && overview["slots-total"] === SLOTS;
}
