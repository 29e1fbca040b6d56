import { type Cluster, openCluster, readCluster } from "./cluster.ts";

/** Set by `deno task test:cluster`: other runs of the tests need no JVM. */
const asked = Deno.env.has("WEIR_CLUSTER_TESTS");
const inCi = Boolean(Deno.env.get("CI"));
const running = asked ? readCluster() : null;

/**
 * A test that needs the cluster, with what it needs of it.
 *
 * It runs under `deno task test:cluster` alone. Where no cluster was started
 * it is skipped with the reason, but fails in CI.
 *
 * @param service What must run beside Spark, which needs no service.
 */
export function clusterTest(
  name: string,
  service: "flink" | "kafka" | "both" | "none",
  test: (cluster: Cluster) => Promise<void>,
): void {
  const needed = service === "none"
    ? []
    : service === "both"
    ? ["flink", "kafka"] as const
    : [service];
  const missing = running === null
    ? "no cluster runs (deno task cluster:up)"
    : needed.some((part) => running[part] === null)
    ? `the cluster has no ${needed.join(" and ")}`
    : null;
  Deno.test({
    name: asked && missing !== null ? `${name} [skipped: ${missing}]` : name,
    ignore: !asked || (missing !== null && !inCi),
    fn: async () => {
      if (running !== null && missing !== null) throw new TypeError(missing);
      await test(openCluster());
    },
  });
}
