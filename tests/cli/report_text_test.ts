import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lateLines } from "../../cli/terminal/late_lines.ts";
import { reportText } from "../../cli/terminal/report_text.ts";
import type { InputReport, RunReport } from "../../lib/pipeline/mod.ts";
import { Lateness } from "../../lib/window/mod.ts";

const SECOND_US = 1_000_000;
const WIDE = { columns: 80 };

function report(parts: Partial<RunReport>): RunReport {
  return {
    nowUs: 100 * SECOND_US,
    live: false,
    inputs: [],
    reached: { newestUs: 60 * SECOND_US, newestRowUs: 60 * SECOND_US },
    stages: [],
    ...parts,
  };
}

function input(name: string, parts: Partial<InputReport> = {}): InputReport {
  return {
    name,
    state: "open",
    newestUs: 60 * SECOND_US,
    holds: false,
    ...parts,
  };
}

Deno.test("reportText() tells which input the watermark waits for", () => {
  assertEquals(
    reportText(
      report({
        live: true,
        inputs: [
          input("a.log", { state: "ended" }),
          input("-", { holds: true, newestUs: 50 * SECOND_US }),
          input("pipe", { state: "silent", newestUs: -Infinity }),
        ],
      }),
      WIDE,
    ),
    `event time  1970-01-01T00:01:00Z, the newest row
  40s behind the clock
  a.log  1970-01-01T00:01:00Z  ended
  stdin  1970-01-01T00:00:50Z  open: the watermark waits for it
  pipe   silent: the others go on without it
`,
  );
});

Deno.test("reportText() tells where the clock has moved event time on", () => {
  assertEquals(
    reportText(
      report({
        live: true,
        inputs: [input("-", { state: "silent" })],
        reached: { newestUs: 95 * SECOND_US, newestRowUs: 60 * SECOND_US },
      }),
      WIDE,
    ),
    `event time  1970-01-01T00:01:00Z, the newest row
  the clock has moved it on to 1970-01-01T00:01:35Z, since the input is silent
  5s behind the clock
  stdin  silent: windows complete by the clock
`,
  );
});

Deno.test("reportText() names those of many inputs that are not over, and counts the others", () => {
  const inputs = Array.from(
    { length: 20 },
    (_, at) => input(`f${at}`, { state: at === 7 ? "open" : "ended" }),
  );
  assertEquals(
    reportText(report({ inputs }), WIDE),
    `event time  1970-01-01T00:01:00Z, the newest row
  f7  1970-01-01T00:01:00Z  open
  and 19 more, of which 19 ended
`,
  );
});

Deno.test("reportText() sends no control bytes of names to the terminal", () => {
  const text = reportText(
    report({ inputs: [input("a\u001b[31m.log"), input("b")] }),
    WIDE,
  );
  assert(!text.includes("\u001b"), text);
});

Deno.test("reportText() says nothing where no stage asks for time and nothing is held", () => {
  assertEquals(reportText(report({ reached: null }), WIDE), "");
});

function late(byUs: readonly number[], partlyByUs: readonly number[] = []) {
  const lateness = new Lateness();
  for (const by of byUs) lateness.add(by);
  return {
    counts: {
      late: byUs.length,
      partlyLate: partlyByUs.length,
      refiring: 0,
      outside: 0,
      missedByUs: Math.max(-Infinity, ...byUs, ...partlyByUs),
    },
    lateness,
    refires: 0,
  };
}

Deno.test("lateLines() puts whole seconds into the span that ends with them", () => {
  assertEquals(
    lateLines(late([0, SECOND_US, 2 * SECOND_US, 2 * SECOND_US]), {
      columns: 24,
      delayUs: SECOND_US,
    }),
    [
      "  late       4",
      "    to 1ms    1  ###",
      "    to 10ms   0",
      "    to 100ms  0",
      "    to 1s     1  ###",
      "    to 2s     2  ######",
      "    --watermark 4s would have kept all",
    ],
  );
});

Deno.test("lateLines() tells the delay for nearly all rows apart from that for all", () => {
  const lines = lateLines(
    late([...new Array<number>(999).fill(10), 5 * SECOND_US]),
    { columns: 80, delayUs: 0 },
  ).join("\n");
  assertStringIncludes(
    lines,
    "--watermark 1ms would have kept 99.9 % of them\n    --watermark 6s would have kept all",
  );
  // One row of a thousand is still to be seen.
  assertStringIncludes(lines, "to 5s       1  #\n");
});

Deno.test("lateLines() tells the delay that keeps rows in all of their windows", () => {
  const lines = (byUs: readonly number[]) =>
    lateLines(late(byUs, [4 * SECOND_US, 3 * SECOND_US]), {
      columns: 80,
      delayUs: SECOND_US,
    });
  assertEquals(lines([]), [
    "  late       0",
    "  partly late  2",
    "  --watermark 6s would have kept every row in all of its windows",
  ]);
  assertEquals(lines([SECOND_US]).slice(-3), [
    "    --watermark 3s would have kept all",
    "  partly late  2",
    "  --watermark 6s would have kept every row in all of its windows",
  ]);
  assertEquals(lines([4 * SECOND_US]).at(-1), "  partly late  2");
});

Deno.test("lateLines() are no longer than the terminal is wide, without bars where there is no room", () => {
  for (const columns of [1, 10, 20, 40, 80, 400]) {
    const [, ...bars] = lateLines(late([10, 10, SECOND_US]), {
      columns,
      delayUs: 0,
    });
    for (const line of bars.slice(0, -1)) {
      assert(line.length <= Math.max(columns, 20), `${columns}: ${line}`);
    }
  }
});
