/** What a fake server answers: a status and a body, sent as JSON unless it is a text. */
export type FakeAnswer = readonly [status: number, body: unknown];

/** A server that answers as a recorded one did. */
export interface FakeServer extends AsyncDisposable {
  /** Its address. */
  readonly url: string;
  /** What it was asked, as `GET /path` or `POST /path {"body"}`. */
  readonly asked: readonly string[];
}

/**
 * Starts a server on the loopback.
 *
 * @param answers By the beginning of what is asked, the answers in order; the last one stays. What is not among them is 404.
 * @param onAsked Told each question before it is answered.
 */
export function fakeServer(
  answers: Readonly<Record<string, readonly FakeAnswer[]>>,
  onAsked: (question: string) => void = () => {},
): FakeServer {
  const asked: string[] = [];
  const left = Object.entries(answers)
    .map(([beginning, list]) => ({ beginning, list: [...list] }))
    .sort((a, b) => b.beginning.length - a.beginning.length);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      const line = `${request.method} ${pathname}${search}${
        body && ` ${body}`
      }`;
      asked.push(line);
      onAsked(line);
      const found = left.find(({ beginning }) => line.startsWith(beginning));
      const [status, answer] = (found === undefined || found.list.length === 0)
        ? [404, { errors: ["Not found."] }] as const
        : found.list.length === 1
        ? found.list[0]!
        : found.list.shift()!;
      return new Response(
        typeof answer === "string" ? answer : JSON.stringify(answer),
        { status },
      );
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** The answers of a gateway to everything before the first statement. */
export const OPENED: Readonly<Record<string, readonly FakeAnswer[]>> = {
  "GET /v1/info": [[200, { productName: "Apache Flink", version: "2.2.1" }]],
  "POST /v1/sessions": [[200, { sessionHandle: "s1" }]],
  "GET /v1/sessions/s1": [[200, {
    properties: { "rest.address": "127.0.0.1", "rest.port": "8081" },
  }]],
  "DELETE /v1/sessions/s1": [[200, { status: "CLOSED" }]],
  "POST /v1/sessions/s1/statements": [[200, { operationHandle: "o1" }]],
};

/** The first page of a result. */
export function page(
  resultType: "NOT_READY" | "PAYLOAD" | "EOS",
  fields: readonly (readonly unknown[])[] = [],
  more: Readonly<Record<string, unknown>> = {},
): FakeAnswer {
  return [200, {
    resultType,
    isQueryResult: false,
    resultKind: "SUCCESS",
    results: {
      columns: [{
        name: "result",
        logicalType: { type: "VARCHAR", nullable: true, length: 2147483647 },
        comment: null,
      }],
      rowFormat: "JSON",
      data: fields.map((one) => ({ kind: "INSERT", fields: one })),
    },
    ...(resultType === "EOS" ? {} : {
      nextResultUri: "/v1/sessions/s1/operations/o1/result/1?rowFormat=JSON",
    }),
    ...more,
  }];
}
