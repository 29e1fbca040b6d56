/**
 * What the cluster is made of. Every version stands here and nowhere else.
 *
 * Spark's is the newest 4.1 that has its Kafka source in Maven too.
 */
export const VERSIONS = {
  flink: "2.2.1",
  /** The Kafka connector of Flink: its own version, then Flink's line. */
  flinkKafka: "5.0.0-2.2",
  spark: "4.1.1",
  kafka: "4.1.1",
} as const;
