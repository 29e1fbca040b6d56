import { assert, assertEquals } from "@std/assert";
import { targetsOf } from "../../cli/commands/targets.ts";
import {
  comparable,
  runHere,
  waitingForAll,
} from "../../cli/prove/run_here.ts";
import {
  comparedOutputs,
  compareResults,
  type Comparison,
  isSame,
  judgeAll,
  TARGETS,
} from "../../lib/export/mod.ts";
import type { RunSpec } from "../../lib/pipeline/mod.ts";
import { pipelineInputs } from "./make_pipelines.ts";
import { answer } from "./pipelines/answers.ts";
import {
  ALL,
  IO,
  linesOf,
  type Pipeline,
  PIPELINES,
  portableOf,
  specOf,
} from "./pipelines/pipelines.ts";
import { type Reference, REFERENCES } from "./pipelines/reference.ts";

const UPDATE = Deno.args.includes("--update");
/** A micro-batch is judged by the newest time of those two batches before it, or more. */
const BATCHES_BEHIND = 3;

function referenceOf({ name }: Pipeline): Reference {
  const reference = REFERENCES.get(name);
  assert(reference !== undefined, name);
  return reference;
}

const run = (spec: RunSpec) => runHere(comparable(spec, spec.inputs), IO);

/** The first thing that a comparison found, for a message. */
function told({ different, missing, extra }: Comparison): string {
  const [first] = different;
  return [
    first && `${first.fields}: ${first.expected.line} | ${first.actual.line}`,
    missing[0] && `missing ${missing[0].line}`,
    extra[0] && `extra ${extra[0].line}`,
  ].filter(Boolean).join("\n");
}

Deno.test("every input of a pipeline is what make_pipelines.ts makes", () => {
  for (const [path, content] of pipelineInputs()) {
    const file = Deno.readFileSync(`${PIPELINES}${path}`);
    assert(
      file.length === content.length &&
        file.every((byte, at) => byte === content[at]),
      `${path}: run deno run -A tests/cluster/make_pipelines.ts`,
    );
    assert(new TextDecoder().decode(file).split("\n").length <= 500, path);
  }
});

for (const pipeline of ALL) {
  const { name } = pipeline;

  for (const forAll of [false, true]) {
    const title = forAll
      ? "the same where no row is late"
      : "what a plain evaluation answers";
    Deno.test(`${name} answers ${title}`, async () => {
      const { spec, job } = await portableOf(specOf(pipeline), name);
      const expected = answer(
        referenceOf(pipeline),
        linesOf(pipeline).lines,
        forAll,
      );
      const { outputs, account } = await run(
        forAll ? waitingForAll(spec) : spec,
      );
      for (const { path, name: output, fields } of comparedOutputs(job)) {
        const found = compareResults(
          expected.outputs.get(path) ?? [],
          outputs.get(path) ?? [],
          fields,
        );
        assert(isSame(found), `${name} ${output}\n${told(found)}`);
        assert(found.equal > 0, `${name} ${output} is empty`);
      }
      assertEquals(account.late, expected.late);
      assertEquals(account.bad, expected.bad);
      assertEquals(account.late > 0, !forAll && LATE.has(name));
    });
  }

  Deno.test(`${name} gives its golden results, and the same ones with all types told`, async () => {
    const asked = specOf(pipeline);
    const { spec, job } = await portableOf(asked, name);
    const { outputs } = await run(asked);
    const typed = await run(spec);
    assertEquals(
      [...outputs.keys()].sort(),
      [...pipeline.outputs.keys()].sort(),
    );
    for (const { path, fields } of comparedOutputs(job)) {
      const lines = outputs.get(path) ?? [];
      const golden = `${PIPELINES}${name}/${pipeline.outputs.get(path)}`;
      const text = lines.map((line) => `${line}\n`).join("");
      if (UPDATE) Deno.writeTextFileSync(golden, text);
      assertEquals(text, Deno.readTextFileSync(golden));
      const found = compareResults(
        lines,
        typed.outputs.get(path) ?? [],
        fields,
      );
      assert(isSame(found), told(found));
    }
  });

  Deno.test(`${name} can be moved to every target`, async () => {
    for (const finite of [true, false]) {
      const plan = await portableOf(specOf(pipeline), name, finite);
      const judged = judgeAll(plan.constructs, targetsOf(TARGETS), plan);
      const refused = judged.flatMap(({ construct, judgements }) =>
        [...judgements].filter(([, { verdict }]) => verdict === "no")
          .map(([target, { why }]) => [target, construct.label, why])
      );
      assertEquals(refused, []);
    }
  });

  Deno.test(`${name} has no row of which engines could differ whether it is late`, () => {
    const { windowing, read } = referenceOf(pipeline);
    const { windowsOf, gapMs = 0, delayMs, keep = () => true } = windowing;
    const lines = linesOf(pipeline).lines;
    // By each row, the newest time that stood before it, and some micro-batches before it.
    let newestMs = -Infinity;
    const newestOfBatch: number[] = [];
    for (const [at, line] of lines.entries()) {
      const row = read(line);
      const batch = Math.floor(at / pipeline.batchLines);
      if (row !== null && keep(row)) {
        const ends = windowsOf?.(row.timeMs).map(([, endMs]) => endMs) ??
          [row.timeMs + gapMs];
        const slow = newestOfBatch[batch - BATCHES_BEHIND] ?? -Infinity;
        for (const endMs of ends) {
          const lateAtOnce = newestMs - delayMs >= endMs;
          const lateForAll = slow - delayMs >= endMs;
          assertEquals(lateAtOnce, lateForAll, `${name} line ${at + 1}`);
        }
      }
      newestMs = Math.max(newestMs, row?.timeMs ?? -Infinity);
      newestOfBatch[batch] = newestMs;
    }
  });
}

/** The pipelines that have late rows. */
const LATE: ReadonlySet<string> = new Set(["p02", "p07", "p08"]);
