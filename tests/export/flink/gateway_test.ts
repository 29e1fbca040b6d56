import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Fault } from "../../../lib/core/mod.ts";
import {
  causeText,
  flinkJobs,
  type JobStatus,
  openSession,
  runStatements,
  submitFlink,
} from "../../../lib/export/flink/mod.ts";
import { fakeServer, OPENED, page } from "./fake_cluster.ts";

/** Waits for nothing, and gives up where a test waits for ever. */
function atOnce(): () => Promise<void> {
  let left = 1_000;
  return () =>
    left-- > 0 ? Promise.resolve() : Promise.reject(new Error("for ever"));
}

const RESULT = "GET /v1/sessions/s1/operations/o1/result/";
const REFUSED = {
  errors: [
    "Internal server error.",
    "<Exception on server side:\norg.apache.flink.table.gateway.service.utils.SqlExecutionException: Failed to execute the operation o1.\n\tat org.apache.flink.X.y(X.java:1)\nCaused by: org.apache.flink.table.api.ValidationException: SQL validation failed. From line 1, column 8 to line 1, column 12: Column 'Value' not found in any table; did you mean 'value'?\n\tat org.apache.flink.X.z(X.java:2)\nCaused by: org.apache.calcite.sql.validate.SqlValidatorException: Column 'Value' not found in any table; did you mean 'value'?\n\tat a.B.c(B.java:3)\n\t... 4 more\n\nEnd of exception on server side>",
  ],
};

async function faultOf(run: () => Promise<unknown>): Promise<Fault> {
  return await assertRejects(run, Fault);
}

Deno.test("openSession() tells the version, and where the JobManager answers", async () => {
  await using server = fakeServer(OPENED);
  const session = await openSession(server.url.replace("http://", ""), {
    properties: { "parallelism.default": "1" },
  });
  assertEquals(session.version, "2.2.1");
  assertEquals(session.rest, "http://127.0.0.1:8081");
  await session.close();
  assertEquals(
    server.asked[1],
    'POST /v1/sessions {"properties":{"parallelism.default":"1"}}',
  );
  assertEquals(server.asked.at(-1), "DELETE /v1/sessions/s1");
});

Deno.test("openSession() takes the host of the gateway where the JobManager listens on all addresses", async () => {
  await using server = fakeServer({
    ...OPENED,
    "GET /v1/sessions/s1": [[200, {
      properties: { "rest.address": "0.0.0.0", "rest.port": "9" },
    }]],
  });
  assertEquals((await openSession(server.url)).rest, "http://127.0.0.1:9");
});

Deno.test("openSession() says that nobody answers", async () => {
  const server = fakeServer({});
  await server[Symbol.asyncDispose]();
  const fault = await faultOf(() => openSession(server.url));
  assertEquals(fault.code, "flink/cannot-connect");
  assertMatch(fault.message, /the connection is refused/u);
  assertMatch(fault.mend!, /sql-gateway\.sh start/u);
});

Deno.test("openSession() says that what answers is no gateway", async () => {
  for (
    const answer of [
      [404, { errors: ["Not found: /v1/info"] }],
      [200, "<html></html>"],
    ] as const
  ) {
    await using server = fakeServer({ "GET /": [answer] });
    const fault = await faultOf(() => openSession(server.url));
    assertEquals(fault.code, "flink/no-gateway");
    assertMatch(fault.mend!, /8083/u);
  }
});

Deno.test("run() waits for a result that is not ready, and gives the job", async () => {
  await using server = fakeServer({
    ...OPENED,
    [`${RESULT}0`]: [
      [200, {
        resultType: "NOT_READY",
        nextResultUri: "/v1/sessions/s1/operations/o1/result/0?rowFormat=JSON",
      }],
      page("PAYLOAD", [["a1b2"]], { jobID: "a1b2" }),
    ],
    [`${RESULT}1`]: [page("EOS")],
  });
  const session = await openSession(server.url, { pause: atOnce() });
  const result = await session.run("INSERT INTO a SELECT * FROM b");
  assertEquals(result, {
    jobId: "a1b2",
    columns: ["result"],
    rows: [["a1b2"]],
  });
  assertEquals(server.asked.filter((one) => one.startsWith(RESULT)).length, 3);
});

Deno.test("runStatements() names the statement that Flink refuses, and its last cause", async () => {
  await using server = fakeServer({
    ...OPENED,
    [`${RESULT}0`]: [page("PAYLOAD", [["OK"]]), [500, REFUSED]],
    [`${RESULT}1`]: [page("EOS")],
  });
  const session = await openSession(server.url, { pause: atOnce() });
  const fault = await faultOf(() =>
    runStatements(session, ["SET 'a' = 'b'", "-- why\nSELECT `Value`", "never"])
  );
  assertEquals(fault.code, "flink/statement-refused");
  assertEquals(
    fault.message,
    "Flink refuses a statement: Column 'Value' not found in any table; did you mean 'value'?",
  );
  assertEquals(fault.place?.source, "statement 2 of 3");
  assertEquals(fault.place?.excerpt, "SELECT `Value`");
});

Deno.test("run() names the jar that is missing", async () => {
  const trace =
    "<Exception on server side:\norg.apache.flink.table.api.ValidationException: Could not find any factory for identifier 'kafka' that implements 'DynamicTableFactory' in the classpath.\n\nAvailable factory identifiers are:\n\nfilesystem\n\tat a.B.c(B.java:3)>";
  await using server = fakeServer({
    ...OPENED,
    [`${RESULT}0`]: [[500, { errors: ["Internal server error.", trace] }]],
  });
  const session = await openSession(server.url, { pause: atOnce() });
  const fault = await faultOf(() => session.run("SELECT 1"));
  assertMatch(fault.mend!, /connector or format kafka/u);
});

/** What Flink 2.2 says of a savepoint that it cannot begin with, as it was seen, shortened. */
const SAVEPOINTS = {
  "flink/no-savepoint": [
    "Caused by: java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory 'file:///state/nope' on file system 'file'.",
    "Caused by: java.io.FileNotFoundException: Cannot find meta data file '_metadata' in directory 'file:/state/empty'. Please try to load the checkpoint/savepoint directly from the metadata file instead of the directory.",
  ],
  "flink/other-savepoint": [
    "Caused by: java.lang.IllegalStateException: Failed to rollback to checkpoint/savepoint file:/state/savepoint-7e7ddd. Cannot map checkpoint/savepoint state for operator da5a083033b830858f6b90a895c279f6 to the new program, because the operator is not available in the new program. If you want to allow to skip this, you can set the --allowNonRestoredState option on the CLI.",
    "Caused by: org.apache.flink.util.StateMigrationException: For heap backends, the new state serializer (org.apache.flink.table.runtime.typeutils.RowDataSerializer@180545e2) must not be incompatible with the old state serializer (org.apache.flink.table.runtime.typeutils.RowDataSerializer@535b0241).",
  ],
};

for (const [code, traces] of Object.entries(SAVEPOINTS)) {
  for (const [at, cause] of traces.entries()) {
    const trace =
      `org.apache.flink.table.api.TableException: Failed to execute sql\n\tat a.B.c(B.java:3)\n${cause}\n\tat a.B.d(B.java:4)\n\t... 7 more`;
    Deno.test(`a savepoint that is refused when a job begins is ${code} (${at + 1})`, async () => {
      await using server = fakeServer({
        ...OPENED,
        [`${RESULT}0`]: [[500, { errors: ["Internal server error.", trace] }]],
      });
      const session = await openSession(server.url, { pause: atOnce() });
      const fault = await faultOf(() => session.run("INSERT INTO a"));
      assertEquals(fault.code, code);
    });
    Deno.test(`a savepoint that is refused when tasks begin is ${code} (${at + 1})`, async () => {
      await using server = fakeServer({
        "GET /jobs/j1": [job("FAILED")],
        "GET /jobs/j1/exceptions": [[200, {
          exceptionHistory: { entries: [{ stacktrace: trace }] },
        }]],
      });
      const fault = await faultOf(() => flinkJobs(server.url).wait("j1"));
      assertEquals(fault.code, code);
    });
  }
}

Deno.test("run() says that the session has expired", async () => {
  await using server = fakeServer({
    ...OPENED,
    "POST /v1/sessions/s1/statements": [[500, {
      errors: [
        "Internal server error.",
        "<Exception on server side:\norg.apache.flink.table.gateway.rest.util.SqlGatewayException: Session 's1' does not exist.\n\tat a.B.c(B.java:3)>",
      ],
    }]],
  });
  const session = await openSession(server.url, { pause: atOnce() });
  const fault = await faultOf(() => session.run("SELECT 1"));
  assertEquals(fault.code, "flink/session-expired");
});

Deno.test("submitFlink() closes its session, whether the cluster takes the job or not", async () => {
  await using rest = fakeServer({
    "GET /overview": [[200, { "slots-total": 4 }]],
  });
  await using server = fakeServer({
    ...OPENED,
    [`${RESULT}0`]: [page("EOS", [["a1"]], { jobID: "a1" }), [500, REFUSED]],
  });
  const options = { gateway: server.url, rest: rest.url, pause: atOnce() };
  const { ids } = await submitFlink(["INSERT INTO a SELECT 1"], options);
  assertEquals(ids, ["a1"]);
  await faultOf(() => submitFlink(["SELECT x"], options));
  const closed = server.asked.filter((one) => one.startsWith("DELETE"));
  assertEquals(closed.length, 2);
});

Deno.test("submitFlink() sends nothing to a cluster without a TaskManager", async () => {
  await using rest = fakeServer({
    "GET /overview": [[200, { "slots-total": 0 }]],
  });
  await using server = fakeServer(OPENED);
  const fault = await faultOf(() =>
    submitFlink(["SELECT 1"], { gateway: server.url, rest: rest.url })
  );
  assertEquals(fault.code, "flink/no-slots");
  assertEquals(server.asked.filter((one) => one.includes("statements")), []);
});

const job = (state: string, scheduled = 0) =>
  [200, {
    jid: "j1",
    name: "job",
    state,
    vertices: [{ metrics: { "write-records": 7 } }, {}],
    "status-counts": { SCHEDULED: scheduled, RUNNING: 2 - scheduled },
  }] as const;

Deno.test("wait() tells each status until the job has finished", async () => {
  await using server = fakeServer({
    "GET /jobs/j1": [job("CREATED", 2), job("RUNNING"), job("FINISHED")],
  });
  const seen: JobStatus[] = [];
  const last = await flinkJobs(server.url).wait("j1", {
    onStatus: (status) => void seen.push(status),
    pause: atOnce(),
  });
  assertEquals(seen.map(({ state, waiting }) => [state, waiting]), [
    ["CREATED", 2],
    ["RUNNING", 0],
    ["FINISHED", 0],
  ]);
  assertEquals(last.readRows, 7);
});

Deno.test("wait() tells why a job failed, by its last cause", async () => {
  await using server = fakeServer({
    "GET /jobs/j1": [job("FAILED")],
    "GET /jobs/j1/exceptions": [[200, {
      exceptionHistory: {
        entries: [{
          exceptionName: "org.apache.flink.runtime.JobException",
          stacktrace:
            "org.apache.flink.runtime.JobException: Recovery is suppressed by NoRestartBackoffTimeStrategy\n\tat a.B.c(B.java:1)\nCaused by: java.io.FileNotFoundException: File file:/in does not exist or the user running Flink ('x') has insufficient permissions to access it.\n\tat a.B.d(B.java:2)\n\t... 3 more\n",
        }],
      },
    }]],
  });
  const fault = await faultOf(() => flinkJobs(server.url).wait("j1"));
  assertEquals(fault.code, "flink/job-failed");
  assertMatch(
    fault.message,
    /failed: FileNotFoundException: File file:\/in does not exist/u,
  );
});

Deno.test("wait() gives up where no task gets a slot", async () => {
  await using server = fakeServer({ "GET /jobs/j1": [job("RUNNING", 2)] });
  const fault = await faultOf(() =>
    flinkJobs(server.url).wait("j1", {
      slotsMs: 2_000,
      pollMs: 500,
      pause: atOnce(),
    })
  );
  assertEquals(fault.code, "flink/no-slots");
  assertEquals(server.asked.length, 5);
});

Deno.test("wait() is given up by a signal, and leaves the job alone", async () => {
  await using server = fakeServer({ "GET /jobs/j1": [job("RUNNING")] });
  const reason = new Error("stopped");
  const controller = new AbortController();
  const error = await assertRejects(() =>
    flinkJobs(server.url).wait("j1", {
      signal: controller.signal,
      onStatus: () => controller.abort(reason),
    })
  );
  assertEquals(error, reason);
  assertEquals(server.asked, ["GET /jobs/j1"]);
});

Deno.test("status() says that there is no such job", async () => {
  await using server = fakeServer({});
  const fault = await faultOf(() => flinkJobs(server.url).status("j9"));
  assertEquals(fault.code, "flink/unknown-job");
});

Deno.test("cancel() ends a job at once", async () => {
  await using server = fakeServer({ "PATCH /jobs/j1": [[202, {}]] });
  await flinkJobs(server.url).cancel("j1");
  assertEquals(server.asked, ["PATCH /jobs/j1?mode=cancel"]);
});

Deno.test("stop() waits for the savepoint, and gives its path", async () => {
  await using server = fakeServer({
    "GET /jobs/j1": [job("RUNNING")],
    "GET /jobs/j1/config": [[200, { "execution-config": {} }]],
    "POST /jobs/j1/stop": [[202, { "request-id": "r1" }]],
    "GET /jobs/j1/savepoints/r1": [
      [200, { status: { id: "IN_PROGRESS" }, operation: null }],
      [200, {
        status: { id: "COMPLETED" },
        operation: { location: "file:/state/savepoint-1" },
      }],
    ],
  });
  const path = await flinkJobs(server.url).stop("j1", {
    folder: "file:///state",
    drain: false,
    pause: atOnce(),
  });
  assertEquals(path, "file:/state/savepoint-1");
  assertEquals(
    server.asked[2],
    'POST /jobs/j1/stop {"drain":false,"targetDirectory":"file:///state"}',
  );
});

Deno.test("stop() puts the savepoint of a job of weir into a folder with its fingerprint", async () => {
  await using server = fakeServer({
    "GET /jobs/j1": [job("RUNNING")],
    "GET /jobs/j1/config": [[200, {
      "execution-config": {
        "user-config": { "weir.fingerprint": "0123456789ab" },
      },
    }]],
    "POST /jobs/j1/stop": [[202, { "request-id": "r1" }]],
    "GET /jobs/j1/savepoints/r1": [[200, {
      status: { id: "COMPLETED" },
      operation: { location: "s3://state/weir-0123456789ab/savepoint-1" },
    }]],
  });
  await flinkJobs(server.url).stop("j1", {
    folder: "s3://state/",
    drain: false,
    pause: atOnce(),
  });
  assertEquals(
    server.asked[2],
    'POST /jobs/j1/stop {"drain":false,"targetDirectory":"s3://state/weir-0123456789ab"}',
  );
});

Deno.test("stop() says why there is no savepoint", async () => {
  await using server = fakeServer({
    "GET /jobs/j1": [job("RUNNING")],
    "GET /jobs/j1/config": [[200, { "execution-config": {} }]],
    "POST /jobs/j1/stop": [[202, { "request-id": "r1" }]],
    "GET /jobs/j1/savepoints/r1": [[200, {
      status: { id: "COMPLETED" },
      operation: {
        "failure-cause": {
          "stack-trace":
            "java.util.concurrent.CompletionException: x\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: Failed to create savepoint directory at file:/no\n\tat a.B.c(B.java:2)",
        },
      },
    }]],
  });
  const fault = await faultOf(() =>
    flinkJobs(server.url).stop("j1", { folder: "file:/no", drain: true })
  );
  assertEquals(fault.code, "flink/savepoint-failed");
  assertMatch(fault.message, /Failed to create savepoint directory/u);
});

Deno.test("stop() says that the job has ended", async () => {
  await using server = fakeServer({ "GET /jobs/j1": [job("CANCELED")] });
  const fault = await faultOf(() =>
    flinkJobs(server.url).stop("j1", { folder: "file:/no", drain: true })
  );
  assertEquals(fault.code, "flink/job-ended");
});

Deno.test("causeText() is one line, cut where it is long, whatever it is given", () => {
  assertEquals(causeText("what\nelse"), "what else");
  assertEquals(causeText("").length, 0);
  assertEquals(
    causeText(`java.io.IOException: ${"x".repeat(900)}`).length,
    303,
  );
});
