import { assertEquals, assertMatch } from "@std/assert";
import {
  type FakeAnswer,
  fakeServer,
  OPENED,
  page,
} from "../export/flink/fake_cluster.ts";
import { type Said, weir, withJob } from "./weir_command.ts";

const RESULT = "GET /v1/sessions/s1/operations/o1/result/0";
const job = (state: string, more: Readonly<Record<string, unknown>> = {}) =>
  [200, { jid: "j1", name: "slow", state, ...more }] as const;
/** A cluster on which a job runs until it is cancelled. */
const RUNNING: Readonly<Record<string, readonly FakeAnswer[]>> = {
  "GET /overview": [[200, { "slots-total": 4 }]],
  "GET /jobs/j1": [job("RUNNING"), job("RUNNING"), job("CANCELED")],
  "PATCH /jobs/j1": [[202, {}]],
  "GET /jobs/j1/config": [[200, {}]],
  "POST /jobs/j1/stop": [[202, { "request-id": "r1" }]],
  "GET /jobs/j1/savepoints/r1": [[200, { status: { id: "IN_PROGRESS" } }]],
};

/** What the JobManager and the gateway were asked, and what the command said. */
interface Run extends Said {
  readonly rest: readonly string[];
  readonly gateway: readonly string[];
}

/** Runs the command beside a job over a cluster, and stops it where the cluster is asked something. */
async function run(
  words: readonly string[],
  stopAt: string | null,
  cluster: Readonly<Record<string, readonly FakeAnswer[]>> = RUNNING,
): Promise<Run> {
  const stop = new AbortController();
  const onAsked = (question: string) => {
    if (stopAt !== null && question.startsWith(stopAt)) stop.abort(130);
  };
  await using rest = fakeServer(cluster, onAsked);
  const { hostname, port } = new URL(rest.url);
  await using gateway = fakeServer({
    ...OPENED,
    "GET /v1/sessions/s1": [[200, {
      properties: { "rest.address": hostname, "rest.port": port },
    }]],
    [RESULT]: [page("EOS", [["j1"]], { jobID: "j1" })],
  }, onAsked);
  const said = await withJob((folder) =>
    weir([
      ...words.map((word) => word.replace("HERE", folder)),
      ...["--gateway", gateway.url],
    ], stop.signal)
  );
  return { ...said, rest: rest.asked, gateway: gateway.asked };
}

const JOB = ["HERE/slow.weir", "HERE/rows.ndjson"];
const SUBMIT = ["submit", ...JOB, "--to", "flink"];
const PROVE = ["prove", ...JOB, "--on", "flink"];
const ask = (...words: string[]) => ["submit", "--to", "flink", ...words];

Deno.test("a submit that is stopped before the job is taken ends quietly", async () => {
  const { status, stderr, gateway } = await run(SUBMIT, "GET /v1/info");
  assertEquals([status, stderr], [130, ""]);
  assertEquals(gateway.length, 1);
});

Deno.test("a submit that is stopped behind that tells that the job goes on", async () => {
  const { status, stderr, rest } = await run(SUBMIT, "GET /jobs/j1");
  assertEquals(status, 130);
  assertMatch(stderr, /the job j1 goes on\n.*--cancel j1\n$/u);
  assertEquals(rest.filter((one) => one.startsWith("PATCH")), []);
});

Deno.test("a prove that is stopped ends quietly, and the job that it has started as well", async () => {
  const { status, stderr, rest } = await run(PROVE, "GET /jobs/j1");
  assertEquals([status, stderr], [130, ""]);
  // This gateway says of each statement that it has started the job.
  assertEquals(rest.slice(0, 5), [
    "GET /overview",
    "GET /jobs/j1",
    "GET /jobs/j1",
    "PATCH /jobs/j1?mode=cancel",
    "GET /jobs/j1",
  ]);
});

Deno.test("a prove that is stopped before the job is taken starts none", async () => {
  const { status, stderr, gateway } = await run(PROVE, "GET /overview");
  assertEquals([status, stderr], [130, ""]);
  assertEquals(gateway.filter((one) => one.includes("/statements")), []);
  assertEquals(gateway.at(-1), "DELETE /v1/sessions/s1");
});

Deno.test("a prove whose job fails leaves it alone, and one whose job is lost says so", async () => {
  const failed = await run(PROVE, null, {
    ...RUNNING,
    "GET /jobs/j1": [job("FAILED")],
    "GET /jobs/j1/exceptions": [[200, {}]],
  });
  assertEquals(failed.status, 1);
  assertEquals(failed.rest.filter((one) => one.startsWith("PATCH")), []);
  const lost = await run(PROVE, null, {
    ...RUNNING,
    "GET /jobs/j1": [[500, { errors: ["no leader"] }]],
  });
  assertEquals(lost.status, 2);
  assertMatch(lost.stderr, /the job j1 goes on\n.*--cancel j1\n/u);
});

Deno.test("questions about a job are given up when stopped", async () => {
  for (
    const words of [
      ask("--status", "j1"),
      ask("--cancel", "j1"),
      ask(
        ...["--logs", "j1"],
      ),
    ]
  ) {
    for (const at of ["GET /v1/info", "GET /jobs/j1", "PATCH /jobs/j1"]) {
      const { status, stderr, rest, gateway } = await run(words, at);
      if (![...rest, ...gateway].some((one) => one.startsWith(at))) continue;
      assertEquals([status, stderr], [130, ""]);
    }
  }
});

Deno.test("a --stop that is stopped tells what the job does all the same", async () => {
  const words = ask("--stop", "j1", "--savepoints", "s3://state");
  const { status, stderr } = await run(words, "GET /jobs/j1/savepoints");
  assertEquals(status, 130);
  assertMatch(
    stderr,
    /^weir: the job j1 still writes a savepoint below s3:\/\/state, and ends\n$/u,
  );
  const before = await run(words, "GET /jobs/j1");
  assertEquals([before.status, before.stderr], [130, ""]);
});

Deno.test("--savepoints is a path as the cluster has it", async () => {
  const { rest } = await run(
    ask("--stop", "j1", "--savepoints", "./sp"),
    "GET /jobs/j1/savepoints",
  );
  assertEquals(
    rest.find((one) => one.startsWith("POST")),
    `POST /jobs/j1/stop {"drain":false,"targetDirectory":"file://${Deno.cwd()}/sp"}`,
  );
});

Deno.test("--rest is asked instead of the address that the gateway tells", async () => {
  await using rest = fakeServer({ "GET /jobs/j1": [job("RUNNING")] });
  const { status, stdout } = await weir(
    [...ask("--status", "j1"), "--rest", rest.url],
  );
  assertEquals([status, stdout], [0, "slow is running, 0 rows read\n"]);
  await using gateway = fakeServer({
    ...OPENED,
    "GET /v1/sessions/s1": [[200, {
      properties: { "rest.address": "inner.invalid", "rest.port": "1" },
    }]],
    [RESULT]: [page("EOS", [["j1"]], { jobID: "j1" })],
  });
  await using finished = fakeServer({
    ...RUNNING,
    "GET /jobs/j1": [job("FINISHED")],
  });
  const submitted = await withJob((folder) =>
    weir([
      ...SUBMIT.map((word) => word.replace("HERE", folder)),
      ...["--gateway", gateway.url, "--rest", finished.url],
    ])
  );
  assertEquals(submitted.status, 0);
});
