import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Contender } from "./contender.ts";
import type { Race } from "./job.ts";
import { wallOnly } from "./meter.ts";
import { type RaceResult, runRace } from "./run_race.ts";
import type { Tool, ToolName } from "./tools.ts";

const there: Tool = { words: [], version: "1", missing: "" };
const gone: Tool = { words: [], version: null, missing: "install it" };

function printing(
  tool: ToolName,
  text: string,
  name = tool as string,
): Contender {
  return {
    name,
    tool,
    command: { words: ["printf", text] },
    shown: name,
    printed: "ndjson",
  };
}

const RIGHT = '{"host":"a","n":1}\n{"host":"b","n":2}\n';

async function race(
  told: {
    readonly reference?: Contender;
    readonly duels: Race["duels"];
    readonly missing?: ToolName;
  },
): Promise<RaceResult> {
  const folder = await Deno.makeTempDir();
  const names = ["weir", "DuckDB", "jq", "Miller", "ripgrep", "deno"] as const;
  const tools = Object.fromEntries(
    names.map((name) => [name, name === told.missing ? gone : there]),
  ) as Record<ToolName, Tool>;
  try {
    return await runRace({
      id: "test",
      title: "",
      about: "",
      input: { bytes: 1, rows: 1 },
      reference: told.reference ?? printing("DuckDB", RIGHT),
      answer: ["text", "number"],
      duels: told.duels,
    }, {
      place: { folder, meter: wallOnly, overheadMs: 0 },
      toolbox: { tools, oneCore: [] },
      rounds: 3,
      slowRounds: 1,
      say: () => {},
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** How often each contender was timed, and why not. */
function outcome({ entries }: RaceResult): Record<string, number | string> {
  return Object.fromEntries(
    entries.map(({ contender, samples, fault }) => [
      contender.name,
      fault ?? samples.length,
    ]),
  );
}

Deno.test("runRace() times all who give the reference's answer, in any order", async () => {
  const turned = '{"x":"b","y":2}\n{"x":"a","y":1}\n';
  const result = await race({
    duels: [
      { weir: printing("weir", turned), peer: printing("DuckDB", RIGHT) },
    ],
  });
  assertEquals(outcome(result), { weir: 3, DuckDB: 3 });
  assertEquals(result.duels[0]!.weirMs.length, 3);
  assertEquals(result.duels[0]!.peerMs.length, 3);
});

Deno.test("runRace() does not time who answers otherwise, and goes on with the others", async () => {
  const result = await race({
    duels: [{
      weir: printing("weir", '{"host":"a","n":1}\n{"host":"b","n":3}\n'),
      peer: printing("DuckDB", RIGHT),
    }],
  });
  assertEquals(outcome(result), {
    weir: 'its answer differs: ["b",3] instead of ["b",2]',
    DuckDB: 3,
  });
  assertEquals(result.duels[0]!.weirMs, []);
});

Deno.test("runRace() does not time who fails", async () => {
  const weir = {
    ...printing("weir", ""),
    command: { words: ["sh", "-c", "echo no luck >&2; exit 2"] },
  };
  const result = await race({
    duels: [{ weir, peer: printing("DuckDB", RIGHT) }],
  });
  assertEquals(outcome(result), { weir: "status 2: no luck", DuckDB: 3 });
});

Deno.test("runRace() skips a tool that is not there and says what to install", async () => {
  const result = await race({
    missing: "jq",
    duels: [{ weir: printing("weir", RIGHT), peer: printing("jq", RIGHT) }],
  });
  assertEquals(outcome(result), { weir: 3, jq: "skipped: install it" });
});

Deno.test("runRace() times nothing where the reference fails", async () => {
  const result = await race({
    reference: { ...printing("DuckDB", ""), command: { words: ["false"] } },
    duels: [{ weir: printing("weir", RIGHT), peer: printing("jq", RIGHT) }],
  });
  assertEquals(result.rows, null);
  for (const { fault } of result.entries) {
    assertStringIncludes(fault!, "not compared");
  }
});

Deno.test("runRace() holds a peer that does another job to an answer of its own", async () => {
  const hours = '{"host":"a","n":3}\n';
  const result = await race({
    duels: [
      {
        weir: printing("weir", RIGHT, "weir, minutes"),
        peer: printing("weir", hours, "weir, hours"),
        peerReference: printing("DuckDB", hours),
      },
      {
        weir: printing("weir", RIGHT, "weir, minutes"),
        peer: printing("weir", RIGHT, "weir, days"),
        peerReference: printing("DuckDB", hours),
      },
    ],
  });
  assertEquals(outcome(result), {
    "weir, minutes": 6,
    "weir, hours": 3,
    "weir, days": "its answer differs: 2 rows instead of 1",
  });
});

Deno.test("runRace() runs a slow peer once, checked and next to weir", async () => {
  const result = await race({
    duels: [
      { weir: printing("weir", RIGHT), peer: printing("DuckDB", RIGHT) },
      {
        weir: printing("weir", RIGHT),
        peer: printing("jq", "[]\n"),
        slow: true,
      },
      {
        weir: printing("weir", RIGHT),
        peer: printing("Miller", RIGHT),
        slow: true,
      },
    ],
  });
  const { jq, ...others } = outcome(result);
  assertStringIncludes(String(jq), "its answer differs");
  assertEquals(others, { weir: 5, DuckDB: 3, Miller: 1 });
  assertEquals(result.duels[1]!.peerMs.length, 0);
  assertEquals(result.duels[2]!.peerMs.length, 1);
});
