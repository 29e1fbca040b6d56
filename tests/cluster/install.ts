import { runCommand } from "./command.ts";
import type { Home } from "./home.ts";
import type { Tools } from "./tools.ts";
import { VERSIONS } from "./versions.ts";

/** Where the installed products stand. */
export interface Installed {
  /** `FLINK_HOME`. */
  readonly flink: string;
  /** `SPARK_HOME`. */
  readonly spark: string;
  /** The Python that has Flink and Spark. */
  readonly python: string;
  /** Jars that Spark needs for Kafka. */
  readonly sparkJars: string;
  /** Jars of the Kafka broker and its tools. */
  readonly kafkaJars: string;
}

const POM = decodeURIComponent(new URL("pom.xml", import.meta.url).pathname);

/**
 * Installs what is not there yet, in the versions that are pinned.
 *
 * What was asked for is written down last, so that an install that broke off,
 * or whose versions have changed since, is done anew.
 *
 * @param say Told each step that takes time.
 * @throws {TypeError} If a package cannot be had.
 */
export async function install(
  home: Home,
  { tools, say }: { tools: Tools; say: (line: string) => void },
): Promise<Installed> {
  const wanted = `${JSON.stringify(VERSIONS)}\n${await Deno.readTextFile(POM)}`;
  const python = `${home.python}/bin/python`;
  if (await readText(home.stamp) !== wanted) {
    say(`installing into ${home.root}: 2 GB, some minutes at the first time`);
    await Deno.mkdir(home.root, { recursive: true });
    for (const part of [home.stamp, home.python, home.jars]) {
      await Deno.remove(part, { recursive: true }).catch(ignoreMissing);
    }
    await installWheels(home, { tools, say });
    await installJars(home, { tools, say });
    await Deno.writeTextFile(home.stamp, wanted);
  }
  return {
    flink: await packageFolder(python, "pyflink"),
    spark: await packageFolder(python, "pyspark"),
    python,
    sparkJars: `${home.jars}/spark-kafka`,
    kafkaJars: `${home.jars}/kafka`,
  };
}

async function installWheels(
  home: Home,
  { tools, say }: { tools: Tools; say: (line: string) => void },
): Promise<void> {
  const pip = [`${home.python}/bin/python`, "-m", "pip", "--quiet", "install"];
  await runCommand([tools.python, "-m", "venv", home.python]);
  say(`Flink ${VERSIONS.flink}, from PyPI`);
  // Only scripts and jars are wanted; its dependencies are those of Python jobs.
  await runCommand([
    ...[...pip, "--no-deps"],
    `apache-flink==${VERSIONS.flink}`,
    `apache-flink-libraries==${VERSIONS.flink}`,
  ]);
  say(`Spark ${VERSIONS.spark}, from PyPI`);
  await runCommand([...pip, `pyspark==${VERSIONS.spark}`]);
}

async function installJars(
  home: Home,
  { tools, say }: { tools: Tools; say: (line: string) => void },
): Promise<void> {
  const flink = await packageFolder(`${home.python}/bin/python`, "pyflink");
  say(`Kafka ${VERSIONS.kafka} and the connectors, by Maven`);
  const folders = {
    // The wheel has no gateway; its script wants exactly one in opt.
    "flink-gateway": `${flink}/opt`,
    "flink-kafka": `${flink}/lib`,
    "spark-kafka": `${home.jars}/spark-kafka`,
    "kafka": `${home.jars}/kafka`,
  };
  for (const [profile, folder] of Object.entries(folders)) {
    await runCommand([
      tools.maven,
      ...["--batch-mode", "--quiet", "--no-transfer-progress"],
      ...["--file", POM],
      ...["--activate-profiles", profile],
      ...Object.entries(VERSIONS).map(([name, value]) => `-D${name}=${value}`),
      "dependency:copy-dependencies",
      "-DincludeScope=runtime",
      `-DoutputDirectory=${folder}`,
    ]);
  }
}

async function packageFolder(python: string, name: string): Promise<string> {
  const find = "import importlib.util as u, os, sys;" +
    "print(os.path.dirname(u.find_spec(sys.argv[1]).origin))";
  return (await runCommand([python, "-c", find, name])).trim();
}

async function readText(path: string): Promise<string | null> {
  return await Deno.readTextFile(path).catch((error: unknown) => {
    ignoreMissing(error);
    return null;
  });
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
