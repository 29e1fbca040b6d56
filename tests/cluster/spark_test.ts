import { assertEquals } from "@std/assert";
import { clusterTest } from "./cluster_case.ts";
import { runCommand } from "./command.ts";

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
