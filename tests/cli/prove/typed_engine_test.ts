import { assert, assertEquals, assertMatch } from "@std/assert";
import { readPortable } from "../../../cli/commands/portable.ts";
import { parseArguments } from "../../../cli/parse/arguments.ts";
import type { ProveEngine } from "../../../cli/prove/engine.ts";
import { isProved, type Proof, prove } from "../../../cli/prove/prove.ts";
import { comparable } from "../../../cli/prove/run_here.ts";
import { typedEngine } from "../../../cli/prove/typed_engine.ts";
import { proofText } from "../../../cli/terminal/proof_text.ts";
import { jobOf } from "../../../lib/export/mod.ts";
import { SILENT_IO } from "../silent_io.ts";

/** Proves a pipeline over lines of NDJSON; on itself with types where no engine is given. */
async function proved(
  lines: readonly string[],
  words: readonly string[],
  engine?: ProveEngine,
): Promise<Proof> {
  const folder = await Deno.makeTempDir({ prefix: "weir-prove-test-" });
  try {
    const path = `${folder}/sample`;
    await Deno.writeTextFile(path, lines.map((line) => `${line}\n`).join(""));
    const asked = parseArguments([path, ...words]);
    if (asked.kind !== "run") {
      throw new TypeError("Cannot prove what is no run");
    }
    const own = comparable(asked.spec, [path]);
    const plan = await readPortable({ spec: own, job: null }, SILENT_IO, {
      name: "test",
      finite: true,
    });
    const sample = { path, lines: lines.length, cut: false };
    const typed = engine ?? typedEngine(plan.spec, plan.settled, SILENT_IO);
    return await prove(jobOf(plan), own, sample, typed, folder, SILENT_IO);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("types that change what weir says are told with the rows that change", async () => {
  const proof = await proved(
    ['{"battery":97}', '{"battery":"100"}'],
    ["agg", "max(battery) AS most"],
  );
  assertEquals(isProved(proof), false);
  const text = proofText(proof);
  assertMatch(text, /^weir with --types battery=VARCHAR: other rows/u);
  assertMatch(text, /here {3}\{"most":"100"\}[^]*there {2}\{"most":"97"\}/u);
});

Deno.test("types that change nothing are equal", async () => {
  const proof = await proved(
    ['{"battery":97}', '{"battery":100}', '{"battery":null}'],
    ["agg", "max(battery) AS most, count(*) AS n"],
  );
  assert(isProved(proof));
});

Deno.test("an engine that finds other bad lines has not been proved", async () => {
  const proof = await proved(
    ['{"n":1}', '{"n":'],
    ["agg", "sum(n) AS n"],
    {
      name: "flink",
      run: async (_job, _input, output) => {
        await Deno.mkdir(`${output}/results`, { recursive: true });
        await Deno.writeTextFile(`${output}/results/part-0`, '{"n":1}\n');
        return "Flink 2.2.1";
      },
    },
  );
  assertEquals(proof.outputs.map(({ comparison }) => comparison.equal), [1]);
  assertEquals(isProved(proof), false);
  assertMatch(proofText(proof), /bad lines: 1 here, 0 there/u);
});
