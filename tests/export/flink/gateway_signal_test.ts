import { assertEquals, assertRejects } from "@std/assert";
import { Fault } from "../../../lib/core/mod.ts";
import {
  flinkJobs,
  openSession,
  submitFlink,
} from "../../../lib/export/flink/mod.ts";
import { type FakeAnswer, fakeServer, OPENED, page } from "./fake_cluster.ts";

const RESULT = "GET /v1/sessions/s1/operations/o1/result/0";
const REST = { "GET /overview": [[200, { "slots-total": 4 }]] } as const;
const atOnce = () => Promise.resolve();

const job = (state: string): FakeAnswer => [200, { jid: "j1", state }];

/** What is thrown; a signal gives reasons that are no errors. */
async function thrownBy(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

Deno.test("openSession() leaves no session open where it fails behind its opening", async () => {
  await using server = fakeServer({
    ...OPENED,
    "GET /v1/sessions/s1": [[500, "no JSON"]],
  });
  await assertRejects(() => openSession(server.url), Fault);
  assertEquals(server.asked.at(-1), "DELETE /v1/sessions/s1");
});

Deno.test("an answer that breaks off is a fault of the connection", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const answered = (async () => {
    const connection = await listener.accept();
    await connection.read(new Uint8Array(1_024));
    await connection.write(
      new TextEncoder().encode(
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
      ),
    );
    connection.close();
  })();
  const fault = await assertRejects(
    () => openSession(`http://127.0.0.1:${port}`),
    Fault,
  );
  assertEquals(fault.code, "flink/cannot-connect");
  await answered;
  listener.close();
});

Deno.test("a statement that was sent is followed to its end, for the job that it starts", async () => {
  const stop = new AbortController();
  await using rest = fakeServer(REST);
  await using server = fakeServer({
    ...OPENED,
    [RESULT]: [page("EOS", [["a1"]], { jobID: "a1" })],
  }, (question) => {
    if (question.startsWith(RESULT)) stop.abort(130);
  });
  const { ids } = await submitFlink(["INSERT INTO a SELECT 1"], {
    gateway: server.url,
    rest: rest.url,
    signal: stop.signal,
    pause: atOnce,
  });
  assertEquals(ids, ["a1"]);
});

Deno.test("no statement is sent once the signal has come", async () => {
  const stop = new AbortController();
  await using rest = fakeServer(REST, () => stop.abort(130));
  await using server = fakeServer(OPENED);
  const thrown = await thrownBy(() =>
    submitFlink(["SELECT 1"], {
      gateway: server.url,
      rest: rest.url,
      signal: stop.signal,
    })
  );
  assertEquals(thrown, 130);
  assertEquals(server.asked.filter((one) => one.includes("statements")), []);
  assertEquals(server.asked.at(-1), "DELETE /v1/sessions/s1");
});

Deno.test("submitFlink() tells the job that was taken, though its session cannot be closed", async () => {
  await using rest = fakeServer(REST);
  await using server = fakeServer({
    ...OPENED,
    "DELETE /v1/sessions/s1": [[500, "no JSON"]],
    [RESULT]: [page("EOS", [["a1"]], { jobID: "a1" })],
  });
  const { ids } = await submitFlink(["INSERT INTO a SELECT 1"], {
    gateway: server.url,
    rest: rest.url,
  });
  assertEquals(ids, ["a1"]);
});

Deno.test("questions about a job are given up by a signal", async () => {
  await using server = fakeServer({});
  const jobs = flinkJobs(server.url);
  const signal = AbortSignal.abort(130);
  assertEquals(await thrownBy(() => jobs.status("j1", { signal })), 130);
  assertEquals(await thrownBy(() => jobs.exceptions("j1", { signal })), 130);
  assertEquals(await thrownBy(() => jobs.cancel("j1", { signal })), 130);
  assertEquals(await thrownBy(() => jobs.demandSlots({ signal })), 130);
  assertEquals(server.asked, []);
});

Deno.test("end() waits until nothing of a job runs", async () => {
  await using server = fakeServer({
    "GET /jobs/j1": [
      ...[job("RUNNING"), job("CANCELLING"), job("CANCELED")],
    ],
    "PATCH /jobs/j1": [[202, {}]],
  });
  await flinkJobs(server.url).end("j1", { pause: atOnce });
  assertEquals(server.asked, [
    "GET /jobs/j1",
    "PATCH /jobs/j1?mode=cancel",
    "GET /jobs/j1",
    "GET /jobs/j1",
  ]);
});

Deno.test("end() does nothing to a job that has ended, and says where one does not", async () => {
  await using ended = fakeServer({ "GET /jobs/j1": [job("FAILED")] });
  await flinkJobs(ended.url).end("j1", { pause: atOnce });
  assertEquals(ended.asked, ["GET /jobs/j1"]);
  await using going = fakeServer({
    "GET /jobs/j1": [job("CANCELLING")],
    "PATCH /jobs/j1": [[202, {}]],
  });
  const fault = await assertRejects(
    () => flinkJobs(going.url).end("j1", { pause: atOnce }),
    Fault,
  );
  assertEquals(fault.code, "flink/job-goes-on");
});

Deno.test("stop() tells when the job has been told, and is given up by a signal", async () => {
  const stop = new AbortController();
  await using server = fakeServer({
    "GET /jobs/j1": [job("RUNNING")],
    "GET /jobs/j1/config": [[200, {}]],
    "POST /jobs/j1/stop": [[202, { "request-id": "r1" }]],
    "GET /jobs/j1/savepoints/r1": [[200, { status: { id: "IN_PROGRESS" } }]],
  }, (question) => {
    if (question.includes("/savepoints/")) stop.abort(130);
  });
  let told = 0;
  const thrown = await thrownBy(() =>
    flinkJobs(server.url).stop("j1", {
      folder: "s3://state",
      drain: false,
      onTold: () => void told++,
      signal: stop.signal,
    })
  );
  assertEquals([thrown, told], [130, 1]);
});
