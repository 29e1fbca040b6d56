import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  freePorts,
  type Service,
  startService,
  stopService,
  untilAnswers,
} from "./service.ts";

/** Runs a test with a service of the shell, in a folder that its command line names. */
async function withService(
  script: string,
  work: (service: Service, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "weir-service-" });
  const service = await startService("sleeper", {
    words: ["sh", "-c", script, folder],
    log: `${folder}/log`,
  });
  try {
    await work(service, folder);
  } finally {
    await stopService(service, folder);
    await Deno.remove(folder, { recursive: true });
  }
}

const unix = { ignore: Deno.build.os === "windows" };

const FOR_EVER = "echo ready; while :; do sleep 0.1; done";

/** Waits until a service has become what its words say: before, its number is that of the shell that starts it. */
function untilReady(service: Service): Promise<void> {
  return untilAnswers(
    service,
    async () => (await Deno.readTextFile(service.log)) === "ready\n",
  );
}

Deno.test("a service runs until it is stopped", unix, async () => {
  await withService(FOR_EVER, async (service, folder) => {
    await untilReady(service);
    assertEquals(await stopService(service, folder), true);
    assertEquals(await stopService(service, folder), false);
  });
});

Deno.test("a process of another command line is left alone", unix, async () => {
  await withService(FOR_EVER, async (service) => {
    await untilReady(service);
    assertEquals(await stopService(service, "/another/folder"), false);
    Deno.kill(service.pid, "SIGCONT");
  });
});

Deno.test(
  "a service that ends by itself is told with the end of its log",
  unix,
  async () => {
    await withService("echo no port left; exit 1", async (service) => {
      const error = await assertRejects(
        () => untilAnswers(service, () => Promise.resolve(false)),
        TypeError,
        "ended by itself",
      );
      assert(error.message.endsWith("no port left"), error.message);
    });
  },
);

Deno.test("free ports differ", () => {
  const ports = freePorts(5);
  assertEquals(new Set(ports).size, 5);
  assert(ports.every((port) => port > 0));
});
