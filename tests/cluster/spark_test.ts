import { assertEquals, assertStringIncludes } from "@std/assert";
import { readOutput } from "../../cli/prove/read_output.ts";
import { jobText } from "../export/spark/job_text.ts";
import { clusterTest } from "./cluster_case.ts";
import { runCommand } from "./command.ts";
import { runPrograms, streamOnce } from "./engines.ts";

const JOB = `
import sys
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
brokers, topic, output = sys.argv[1:]
rows = spark.sql("SELECT 'one' AS value UNION ALL SELECT 'two'")
kafka = {"kafka.bootstrap.servers": brokers}
rows.write.format("kafka").options(**kafka).option("topic", topic).save()
read = spark.read.format("kafka").options(**kafka).option("subscribe", topic).load()
with open(output, "w") as file:
    for row in read.selectExpr("cast(value AS string) AS value").orderBy("value").collect():
        file.write(row.value + "\\n")
    file.write(spark.version + "\\n")
`;

clusterTest(
  "spark-submit runs a job that writes to Kafka and reads back",
  "kafka",
  async ({ spark, kafka, versions }) => {
    const folder = await Deno.makeTempDir({ prefix: "weir-spark-" });
    try {
      await Deno.writeTextFile(`${folder}/job.py`, JOB);
      await runCommand([
        spark.submit,
        ...["--master", "local[2]", "--jars", spark.kafkaJars.join(",")],
        `${folder}/job.py`,
        ...[kafka?.brokers ?? "", `t-${crypto.randomUUID()}`, `${folder}/out`],
      ], { env: { PYSPARK_PYTHON: spark.python }, limitMs: 180_000 });
      const lines = (await Deno.readTextFile(`${folder}/out`)).trim().split(
        "\n",
      );
      assertEquals(lines, ["one", "two", versions.spark]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

clusterTest(
  "a stream of Spark goes on with the state of its own stages, and not with that of others",
  "none",
  async (cluster) => {
    const folder = await Deno.makeTempDir({ prefix: "weir-spark-" });
    try {
      const counting = (what: string) =>
        jobText(
          ...["window", "1m", "--watermark", "5s", "then"],
          ...["agg", `${what} AS n`],
        );
      const [own, other] = [
        await counting("sum(ms)"),
        await counting("max(ms)"),
      ];
      await Deno.mkdir(`${folder}/in`);
      const rowsAt = (file: string, ...times: string[]) =>
        Deno.writeTextFile(
          `${folder}/in/${file}`,
          times.map((time) => `{"ts":"2024-01-01T00:${time}Z","ms":5}\n`)
            .join(""),
        );
      const run = async (name: string, program: string) => {
        const args = [
          ...["--input", `${folder}/in`, "--output", `${folder}/out`],
          ...streamOnce(folder, "job"),
        ];
        const told = await runPrograms(
          cluster,
          [{ name, program, args }],
          folder,
        );
        return told.get(name)!.fault;
      };
      const results = async () => {
        const lines = await readOutput(`${folder}/out/results`);
        return lines.map((line) => JSON.parse(line))
          .map(({ window_start, n }) => `${window_start} ${n}`).toSorted();
      };

      await rowsAt("1", "00:10", "01:10", "01:20");
      assertEquals(await run("first", own), "");
      assertEquals(await results(), ["2024-01-01T00:00:00Z 5"]);
      await rowsAt("2", "01:30", "03:00");
      assertStringIncludes(
        await run("other", other),
        `${folder}/job.checkpoint holds the state of other stages`,
      );
      assertEquals(await results(), ["2024-01-01T00:00:00Z 5"]);
      assertEquals(await run("again", own), "");
      assertEquals(await results(), [
        "2024-01-01T00:00:00Z 5",
        "2024-01-01T00:01:00Z 15",
      ]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
