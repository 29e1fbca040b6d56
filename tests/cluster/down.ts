/**
 * Stops what `deno task cluster:up` has started. What was installed stays.
 *
 * @module
 */
import { readCluster } from "./cluster.ts";
import { clusterHome, type Home } from "./home.ts";
import { say } from "./say.ts";
import { stopService } from "./service.ts";

/** Stops all services, the last one first, and removes what they wrote but their logs. */
export async function stopCluster(home: Home): Promise<void> {
  const services = readCluster(home)?.services ?? [];
  for (const service of services.toReversed()) {
    const ran = await stopService(service, home.root);
    say(`${service.name}: ${ran ? "stopped" : "did not run"}`);
  }
  for (const path of [home.state, `${home.run}/data`, `${home.run}/pids`]) {
    await Deno.remove(path, { recursive: true }).catch((error: unknown) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

if (import.meta.main) await stopCluster(clusterHome());
