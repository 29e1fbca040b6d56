import { assertEquals, assertThrows } from "@std/assert";
import { openCluster, readCluster } from "./cluster.ts";
import { clusterHome } from "./home.ts";

const homeOf = (env: Readonly<Record<string, string>>) =>
  clusterHome((name) => env[name]).root;

Deno.test("the cluster is kept in its own folder, else in the cache of the user", () => {
  const [HOME, XDG_CACHE_HOME, WEIR_CLUSTER_HOME] = ["/h", "/c", "/w"];
  assertEquals(homeOf({ HOME, XDG_CACHE_HOME, WEIR_CLUSTER_HOME }), "/w");
  assertEquals(homeOf({ HOME, XDG_CACHE_HOME }), "/c/weir-cluster");
  assertEquals(homeOf({ HOME }), "/h/.cache/weir-cluster");
  assertThrows(() => homeOf({}), TypeError, "Set WEIR_CLUSTER_HOME");
});

Deno.test("a cluster that was not started is told with the task that starts it", async () => {
  const folder = await Deno.makeTempDir({ prefix: "weir-cluster-" });
  try {
    const home = clusterHome(() => folder);
    assertEquals(readCluster(home), null);
    assertThrows(() => openCluster(home), TypeError, "deno task cluster:up");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
