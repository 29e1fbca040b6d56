import { assert, assertEquals } from "@std/assert";
import type { Cluster } from "./cluster.ts";
import { clusterTest } from "./cluster_case.ts";

/** An answer of the gateway, as JSON has it. */
type Answer = Readonly<Record<string, unknown>>;

/** Fields of these answers are read by weir; the names are those of the pinned version. */
async function ask(
  url: string,
  method: "GET" | "POST" | "DELETE",
  body?: Answer,
): Promise<{ readonly status: number; readonly answer: Answer }> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: await response.json() as Answer };
}

/** Works in a session, which is closed with it. */
async function withSession(
  { flink }: Cluster,
  work: (session: string) => Promise<void>,
): Promise<void> {
  const sessions = `${flink?.gateway}/v1/sessions`;
  const { answer } = await ask(sessions, "POST", {
    properties: { "table.dml-sync": "true" },
  });
  const session = `${sessions}/${answer.sessionHandle}`;
  try {
    await work(session);
  } finally {
    const closed = await ask(session, "DELETE");
    assertEquals(closed.answer, { status: "CLOSED" });
  }
}

/** Runs a statement; all pages of its result, and the state it ended in. */
async function run(
  session: string,
  statement: string,
): Promise<{ pages: Answer[]; state: unknown; status: number }> {
  const started = await ask(`${session}/statements`, "POST", { statement });
  const operation = `${session}/operations/${started.answer.operationHandle}`;
  const pages: Answer[] = [];
  let next: unknown = `${new URL(operation).pathname}/result/0?rowFormat=JSON`;
  let status = 200;
  while (typeof next === "string") {
    const page = await ask(new URL(next, session).href, "GET");
    status = page.status;
    next = page.answer.nextResultUri;
    if (page.answer.resultType !== "NOT_READY") pages.push(page.answer);
  }
  const { answer } = await ask(`${operation}/status`, "GET");
  return { pages, state: answer.status, status };
}

clusterTest(
  "the gateway names itself and its version",
  "flink",
  async (cluster) => {
    const { answer } = await ask(`${cluster.flink?.gateway}/v1/info`, "GET");
    assertEquals(answer, {
      productName: "Apache Flink",
      version: cluster.versions.flink,
    });
  },
);

clusterTest(
  "a result comes in pages of named fields",
  "flink",
  async (cluster) => {
    await withSession(cluster, async (session) => {
      const { pages, state } = await run(session, "SELECT 1 AS a, 'x' AS b");
      assertEquals(state, "FINISHED");
      const first = pages[0] ?? {};
      assertEquals(Object.keys(first).sort(), [
        "isQueryResult",
        "jobID",
        "nextResultUri",
        "resultKind",
        "resultType",
        "results",
      ]);
      const rows = pages.flatMap(({ results }) =>
        (results as { data: unknown[] }).data
      );
      assertEquals(rows, [{ kind: "INSERT", fields: [1, "x"] }]);
      assertEquals(pages.at(-1)?.resultType, "EOS");
    });
  },
);

clusterTest(
  "a statement that is wrong is told by its result, with status 500",
  "flink",
  async (cluster) => {
    await withSession(cluster, async (session) => {
      const { pages, state, status } = await run(
        session,
        "SELECT nope FROM nowhere",
      );
      assertEquals([state, status], ["ERROR", 500]);
      const told = (pages[0]?.errors as string[]).join("\n");
      assert(told.includes("Caused by: "), told);
      assert(told.includes("Object 'nowhere' not found"), told);
    });
  },
);

clusterTest(
  "an INSERT waits for the end of its job, and tells its id",
  "flink",
  async (cluster) => {
    await withSession(cluster, async (session) => {
      await run(
        session,
        "CREATE TEMPORARY TABLE n (a INT) WITH ('connector'='blackhole')",
      );
      const { pages } = await run(session, "INSERT INTO n VALUES (1)");
      const job = pages[0]?.jobID;
      const { answer } = await ask(`${cluster.flink?.rest}/jobs/${job}`, "GET");
      assertEquals(answer.state, "FINISHED");
    });
  },
);

clusterTest(
  "what Flink writes to Kafka, Flink reads back",
  "both",
  async (cluster) => {
    await withSession(cluster, async (session) => {
      const topic = `t-${crypto.randomUUID()}`;
      const table = (name: string, more: string) =>
        run(
          session,
          `CREATE TEMPORARY TABLE ${name} (line STRING) WITH ('connector'='kafka','topic'='${topic}',` +
            `'properties.bootstrap.servers'='${cluster.kafka?.brokers}','format'='raw'${more})`,
        );
      await table("sink", "");
      await table(
        "source",
        ",'scan.startup.mode'='earliest-offset','scan.bounded.mode'='latest-offset'",
      );
      await run(session, "INSERT INTO sink VALUES ('one'), ('two')");
      const { pages } = await run(session, "SELECT line FROM source");
      const rows = pages.flatMap(({ results }) =>
        (results as { data: { fields: unknown[] }[] }).data
      );
      assertEquals(rows.map(({ fields }) => fields[0]), ["one", "two"]);
    });
  },
);
